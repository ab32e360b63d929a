package io.shoplake.lake;

import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Lakes for tests. */
public final class TempLake {

  // Each table is made once per fork: making them takes longer than most tests.
  private static final Map<Table, Path> TEMPLATES = new HashMap<>();

  private TempLake() {}

  /** An empty lake below {@code folder}, in the shared session. */
  public static Lake in(Path folder) {
    return Lake.at(LocalSpark.session(), folder.resolve("lake").toUri().toString());
  }

  /** A lake below {@code folder} with every table of the catalogue. */
  public static Lake created(Path folder) {
    return created(folder, Catalog.TABLES);
  }

  /** A lake below {@code folder} with these tables. */
  public static Lake created(Path folder, Collection<Table> tables) {
    Lake lake = in(folder);
    for (Table table : tables) {
      copy(template(table), folder(lake, table));
    }
    return lake;
  }

  private static synchronized Path template(Table table) {
    return TEMPLATES.computeIfAbsent(table, TempLake::make);
  }

  private static Path make(Table table) {
    try {
      Lake lake = in(Files.createTempDirectory("shoplake-table"));
      lake.create(table);
      return folder(lake, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Lake lake, Table table) {
    return Path.of(URI.create(lake.path(table)));
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
