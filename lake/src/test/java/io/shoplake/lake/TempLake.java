package io.shoplake.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Lakes for tests. */
public final class TempLake {

  private static Path template;

  private TempLake() {}

  /** An empty lake below {@code folder}, in the shared session. */
  public static Lake in(Path folder) {
    return Lake.at(LocalSpark.session(), folder.resolve("lake").toUri().toString());
  }

  /** A lake below {@code folder} with every table of the catalogue. */
  public static Lake created(Path folder) {
    copy(template(), folder);
    return in(folder);
  }

  // Tables are made once per fork: making them takes longer than most tests.
  private static synchronized Path template() {
    try {
      if (template == null) {
        template = Files.createTempDirectory("shoplake-tables");
        in(template).createAll();
      }
      return template;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies what lies in {@code source} into {@code target}. */
  private static void copy(Path source, Path target) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copied = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
