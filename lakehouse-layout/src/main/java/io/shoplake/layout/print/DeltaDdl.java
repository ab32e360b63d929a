package io.shoplake.layout.print;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import java.util.stream.Collectors;

/** Prints the Spark SQL that creates a Delta table. */
public final class DeltaDdl {

  private DeltaDdl() {}

  /** {@code CREATE TABLE IF NOT EXISTS} at {@code path}; safe to run again. */
  public static String createTable(Table table, String path) {
    return """
        CREATE TABLE IF NOT EXISTS delta.`%s` (
        %s
        ) USING delta%s
        COMMENT %s
        TBLPROPERTIES (
          'delta.checkpointInterval' = '100',
          'delta.dataSkippingStatsColumns' = '%s'
        )"""
        .formatted(
            path,
            table.fields().stream().map(DeltaDdl::column).collect(Collectors.joining(",\n")),
            table.clusterBy().isEmpty()
                ? ""
                : "\nCLUSTER BY (%s)".formatted(String.join(", ", table.clusterBy())),
            quoted(table.comment()),
            String.join(",", table.statistics()));
  }

  private static String column(Field field) {
    return "  `%s` %s%s COMMENT %s"
        .formatted(
            field.name(),
            field.type().spark(),
            field.isRequired() ? " NOT NULL" : "",
            quoted(field.comment()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
