package io.shoplake.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.RowJson;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages as Debezium's connector for PostgreSQL writes them. */
public final class DebeziumMessages {

  /** The tables of Northwind that are extracted, with the columns of their keys. */
  static final Map<String, List<String>> NORTHWIND =
      Map.of(
          "orders", List.of("order_id"),
          "order_details", List.of("order_id", "product_id"),
          "customers", List.of("customer_id"),
          "products", List.of("product_id"),
          "categories", List.of("category_id"));

  private DebeziumMessages() {}

  /** Key and value of a change, without schemas. */
  static String[] plain(
      String table, String op, long lsn, String key, String before, String after) {
    return new String[] {key, envelope(table, op, lsn, before, after)};
  }

  private static String envelope(String table, String op, long lsn, String before, String after) {
    return """
    {"before": %s, "after": %s, "source": {"version": "3.0.0.Final", "connector": "postgresql",
     "name": "shop", "ts_ms": %d, "snapshot": "false", "db": "shop", "schema": "public",
     "table": "%s", "txId": 7, "lsn": %d}, "op": "%s", "ts_ms": %d}"""
        .formatted(before, after, 1_700_000_000_000L + lsn, table, lsn, op, 1_700_000_009_000L)
        .replace("\n", " ");
  }

  /**
   * Keys and values of the rows of Northwind, which an extraction by JDBC has sent, as Debezium's
   * first snapshot of them.
   */
  public static List<String[]> snapshotOfNorthwind(List<JsonNode> rowMessages) throws IOException {
    List<String[]> messages = new ArrayList<>();
    for (JsonNode message : rowMessages) {
      String table = message.get("table").asText().replace("public.", "");
      ObjectNode row = (ObjectNode) message.get("row");
      ObjectNode values = RowJson.object();
      ArrayNode fields = RowJson.JSON.createArrayNode();
      row.properties()
          .forEach(
              cell -> {
                ObjectNode field = field(cell.getKey(), cell.getValue());
                fields.add(field);
                values.set(cell.getKey(), encoded(field, cell.getValue()));
              });
      ObjectNode value = RowJson.object();
      ObjectNode schema = value.putObject("schema").put("type", "struct");
      schema
          .putArray("fields")
          .addObject()
          .put("type", "struct")
          .put("field", "after")
          .set("fields", fields);
      value.set(
          "payload", RowJson.JSON.readTree(envelope(table, "r", 100, "null", values.toString())));
      messages.add(new String[] {key(NORTHWIND.get(table), values, fields), value.toString()});
    }
    return messages;
  }

  private static String key(List<String> columns, ObjectNode values, ArrayNode fields) {
    ObjectNode key = RowJson.object();
    ArrayNode keyFields = key.putObject("schema").put("type", "struct").putArray("fields");
    fields.forEach(
        field -> {
          if (columns.contains(field.get("field").asText())) {
            keyFields.add(field);
          }
        });
    ObjectNode payload = key.putObject("payload");
    columns.forEach(column -> payload.set(column, values.get(column)));
    return key.toString();
  }

  private static ObjectNode field(String name, JsonNode value) {
    ObjectNode field = RowJson.object().put("field", name).put("optional", true);
    if (name.endsWith("_date")) {
      return field.put("type", "int32").put("name", "io.debezium.time.Date");
    }
    if (value.has("base64")) {
      return field.put("type", "bytes");
    }
    if (value.isNumber()) {
      return field.put("type", value.isIntegralNumber() ? "int16" : "float");
    }
    return field.put("type", "string");
  }

  private static JsonNode encoded(ObjectNode field, JsonNode value) {
    if (value.isNull()) {
      return value;
    }
    if (field.path("name").asText().equals("io.debezium.time.Date")) {
      return RowJson.JSON.getNodeFactory().numberNode(LocalDate.parse(value.asText()).toEpochDay());
    }
    return value.has("base64") ? value.get("base64") : value;
  }
}
