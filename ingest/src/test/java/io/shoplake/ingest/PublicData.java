package io.shoplake.ingest;

import java.nio.file.Files;
import java.nio.file.Path;

/** The public data sets, which lie outside the repository and may be absent. */
public final class PublicData {

  private static final Path DATA = Path.of("shared", "data");

  private PublicData() {}

  /** Where the data set {@code name} is, or would be: beside the repository or further up. */
  public static Path folder(String name) {
    Path module = Path.of("").toAbsolutePath();
    for (Path above = module; above != null; above = above.getParent()) {
      if (Files.isDirectory(above.resolve(DATA))) {
        return above.resolve(DATA).resolve(name);
      }
    }
    return module.getParent().resolveSibling(DATA).resolve(name);
  }
}
