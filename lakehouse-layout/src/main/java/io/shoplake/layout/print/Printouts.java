package io.shoplake.layout.print;

import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything that is printed from the catalogue and kept in {@code generated/}. */
public final class Printouts {

  private static final String NOTE =
      "-- Printed from the declarations in lakehouse-layout; do not edit.\n\n";

  private Printouts() {}

  /** File name to content. */
  public static Map<String, String> all() {
    Map<String, String> files = new TreeMap<>();
    files.put("catalog.json", CatalogJson.print(Catalog.TOPICS, Catalog.TABLES));
    files.put(
        "delta.sql",
        Catalog.TABLES.stream()
            .map(table -> DeltaDdl.createTable(table, "<lake>/" + path(table)) + ";\n")
            .collect(Collectors.joining("\n", NOTE, "")));
    files.put(
        "postgres.sql",
        Catalog.TABLES.stream()
            .filter(table -> table.schema().isPresent())
            .map(table -> PostgresDdl.createTable(table, table.schema().get()))
            .collect(Collectors.joining("\n", NOTE, "")));
    return files;
  }

  private static String path(Table table) {
    return table.layer().folder() + "/" + table.name();
  }

  /** Writes all files into the folder given as the only argument. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : all().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
