package io.shoplake.lake;

import java.nio.file.Path;

/** Lakes for tests. */
public final class TempLake {

  private TempLake() {}

  /** An empty lake below {@code folder}, in the shared session. */
  public static Lake in(Path folder) {
    return Lake.at(LocalSpark.session(), folder.resolve("lake").toUri().toString());
  }

  /** A lake below {@code folder} with every table of the catalogue. */
  public static Lake created(Path folder) {
    Lake lake = in(folder);
    lake.createAll();
    return lake;
  }
}
