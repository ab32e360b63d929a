package io.shoplake.lake;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The statement that creates a declared table as a Delta table by path. */
final class TableDdl {

  private TableDdl() {}

  static String create(Table table, String path) {
    String columns =
        table.fields().stream().map(TableDdl::column).collect(Collectors.joining(", "));
    String clusterBy =
        table.clusterBy().isEmpty() ? "" : "CLUSTER BY (%s) ".formatted(names(table.clusterBy()));
    String properties =
        properties(table).entrySet().stream()
            .map(entry -> "%s = %s".formatted(quoted(entry.getKey()), quoted(entry.getValue())))
            .collect(Collectors.joining(", "));
    return "CREATE TABLE IF NOT EXISTS delta.`%s` (%s) USING delta %sCOMMENT %s TBLPROPERTIES (%s)"
        .formatted(path, columns, clusterBy, quoted(table.comment()), properties);
  }

  private static String column(Field field) {
    return "`%s` %s%s COMMENT %s"
        .formatted(
            field.name(),
            field.type().spark(),
            field.isRequired() ? " NOT NULL" : "",
            quoted(field.comment()));
  }

  private static Map<String, String> properties(Table table) {
    Map<String, String> properties = new LinkedHashMap<>();
    // Streams commit often; the default of 10 would rewrite the state of the log all the time.
    properties.put("delta.checkpointInterval", "100");
    if (!table.statistics().isEmpty()) {
      properties.put("delta.dataSkippingStatsColumns", String.join(",", table.statistics()));
    }
    if (table.layer() == Layer.SILVER || table.layer() == Layer.GOLD) {
      properties.put("delta.enableDeletionVectors", "true");
    }
    return properties;
  }

  private static String names(Iterable<String> columns) {
    return "`" + String.join("`, `", columns) + "`";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
