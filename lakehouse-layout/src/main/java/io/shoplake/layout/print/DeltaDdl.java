package io.shoplake.layout.print;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the Spark SQL that creates a Delta table. */
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
            properties(table).entrySet().stream()
                .map(each -> "  %s = %s".formatted(quoted(each.getKey()), quoted(each.getValue())))
                .collect(Collectors.joining(",\n")));
  }

  private static Map<String, String> properties(Table table) {
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
