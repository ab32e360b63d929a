package io.shoplake.layout.print;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the Spark SQL that creates a Delta table, and that brings an old one up to date. */
public final class DeltaDdl {

  private DeltaDdl() {}

  /** {@code CREATE TABLE IF NOT EXISTS} at {@code path}; safe to run again. */
  public static String createTable(Table table, String path) {
    return "CREATE TABLE IF NOT EXISTS delta.`%s` (\n%s\n) USING delta%s\nCOMMENT %s\nTBLPROPERTIES (\n%s\n)"
        .formatted(
            path,
            table.fields().stream().map(DeltaDdl::column).collect(Collectors.joining(",\n")),
            table.clusterBy().isEmpty()
                ? ""
                : "\nCLUSTER BY (%s)".formatted(String.join(", ", table.clusterBy())),
            quoted(table.comment()),
            listed(properties(table)));
  }

  /**
   * Adds the column of {@code field} to the table at {@code path}.
   *
   * @param before the name of the column it follows, null for the first
   */
  public static String addColumn(Field field, String before, String path) {
    String place = before == null ? "FIRST" : "AFTER `%s`".formatted(before);
    return "ALTER TABLE delta.`%s` ADD COLUMNS (\n%s %s\n)".formatted(path, column(field), place);
  }

  /** Sets the comment of a column of the table at {@code path}. */
  public static String commentOn(Field field, String path) {
    return "ALTER TABLE delta.`%s` ALTER COLUMN `%s` COMMENT %s"
        .formatted(path, field.name(), quoted(field.comment()));
  }

  /** Sets the comment of the table at {@code path}. */
  public static String commentOn(Table table, String path) {
    return "COMMENT ON TABLE delta.`%s` IS %s".formatted(path, quoted(table.comment()));
  }

  /** Sets the properties of the table at {@code path}. */
  public static String setProperties(Table table, String path) {
    return "ALTER TABLE delta.`%s` SET TBLPROPERTIES (\n%s\n)"
        .formatted(path, listed(properties(table)));
  }

  private static String listed(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(each -> "  %s = %s".formatted(quoted(each.getKey()), quoted(each.getValue())))
        .collect(Collectors.joining(",\n"));
  }

  /** The settings of the table, by their names in Delta. */
  public static Map<String, String> properties(Table table) {
    Map<String, String> properties = new LinkedHashMap<>();
    // Streams commit often; the default of 10 would rewrite the state of the log all the time.
    properties.put("delta.checkpointInterval", "100");
    // What is built from a table is told by its log; a month without a build must not be the end.
    properties.put("delta.logRetentionDuration", "interval 365 days");
    if (!table.statistics().isEmpty()) {
      properties.put("delta.dataSkippingStatsColumns", String.join(",", table.statistics()));
    }
    if (table.layer() == Layer.SILVER || table.layer() == Layer.GOLD) {
      properties.put("delta.enableDeletionVectors", "true");
    }
    return properties;
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
