package io.shoplake.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.Position;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.extract.SourceTable;
import io.shoplake.ingest.template.BadRowException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A change message of Debezium in JSON, with or without its schema. */
final class ChangeMessage {

  private static final Pattern BINLOG = Pattern.compile("(.*)\\.(\\d+)");

  private final ConsumerRecord<byte[], byte[]> record;
  private final JsonNode schema;
  private final JsonNode envelope;
  private final JsonNode source;

  private ChangeMessage(ConsumerRecord<byte[], byte[]> record, JsonNode message) {
    this.record = record;
    this.schema = message.path("schema");
    this.envelope = message.has("payload") ? message.get("payload") : message;
    this.source = envelope.path("source");
  }

  /**
   * The message in {@code record}; nothing for a tombstone.
   *
   * @throws BadRowException if it is no change message
   */
  static Optional<ChangeMessage> read(ConsumerRecord<byte[], byte[]> record)
      throws BadRowException {
    if (record.value() == null) {
      return Optional.empty();
    }
    ChangeMessage message = new ChangeMessage(record, json(record.value()));
    if (!message.envelope.path("op").isTextual() || !message.source.isObject()) {
      throw new BadRowException(
          "it is no change message of Debezium, which has op and source; is the connector set to"
              + " flatten its messages?");
    }
    return Optional.of(message);
  }

  private static JsonNode json(byte[] bytes) throws BadRowException {
    try {
      return RowJson.JSON.readTree(bytes);
    } catch (IOException e) {
      throw new BadRowException("it is no JSON; let the connector write JSON");
    }
  }

  /** c, u, d, r (read in a snapshot), t (truncated) or m (no row at all). */
  String operation() {
    return envelope.get("op").asText();
  }

  /** The schema of the table, or what stands for it, and its name. */
  List<String> tableName() {
    return List.of(
        source.path("schema").asText(source.path("db").asText()), source.path("table").asText());
  }

  /** Whether this is a change of {@code table}. */
  boolean concerns(SourceTable table) {
    List<String> parts = table.parts();
    List<String> name = tableName();
    return name.subList(2 - Math.min(2, parts.size()), 2)
        .equals(parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** The row after the change; nothing if it is gone. */
  Optional<ObjectNode> after(SourceTable table) throws BadRowException {
    return row("after", table);
  }

  /** The row before the change, as far as the database says. */
  Optional<ObjectNode> before(SourceTable table) throws BadRowException {
    return row("before", table);
  }

  private Optional<ObjectNode> row(String part, SourceTable table) throws BadRowException {
    JsonNode fields = schema.path("fields");
    for (JsonNode field : fields) {
      if (field.path("field").asText().equals(part)) {
        return Optional.ofNullable(values(envelope.path(part), field.path("fields"), table));
      }
    }
    return Optional.ofNullable(values(envelope.path(part), fields, table));
  }

  /** The columns of the message's key with their values; nothing if it has none. */
  Optional<ObjectNode> key(SourceTable table) throws BadRowException {
    if (record.key() == null) {
      return Optional.empty();
    }
    JsonNode key = json(record.key());
    boolean hasSchema = key.has("schema") && key.has("payload");
    return Optional.ofNullable(
        values(hasSchema ? key.get("payload") : key, key.path("schema").path("fields"), table));
  }

  private static ObjectNode values(JsonNode given, JsonNode fields, SourceTable table)
      throws BadRowException {
    if (!given.isObject()) {
      return null;
    }
    Map<String, DebeziumType> types = new HashMap<>();
    fields.forEach(field -> types.put(field.path("field").asText(), DebeziumType.of(field)));
    table.types().forEach((column, type) -> types.put(column, DebeziumType.named(type)));
    ObjectNode row = RowJson.object();
    for (Map.Entry<String, JsonNode> value : given.properties()) {
      DebeziumType type = types.getOrDefault(value.getKey(), DebeziumType.UNKNOWN);
      try {
        row.set(value.getKey(), type.read(value.getValue()));
      } catch (BadRowException e) {
        throw e.in(value.getKey());
      }
    }
    return row;
  }

  /** When the database was changed; when the message came if it does not say. */
  Instant at() {
    if (source.path("ts_us").isIntegralNumber()) {
      long micros = source.get("ts_us").longValue();
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
    long millis = source.path("ts_ms").asLong(envelope.path("ts_ms").asLong(record.timestamp()));
    return Instant.ofEpochMilli(millis);
  }

  /** Where the change stands in the log of PostgreSQL or MySQL; by its time elsewhere. */
  Position position() {
    if (source.path("lsn").isIntegralNumber()) {
      return new Position("postgresql", List.of(source.get("lsn").longValue()));
    }
    Matcher binlog = BINLOG.matcher(source.path("file").asText());
    if (binlog.matches() && source.path("pos").isIntegralNumber()) {
      List<Long> place = new ArrayList<>(List.of(Long.valueOf(binlog.group(2))));
      place.add(source.get("pos").longValue());
      place.add(source.path("row").asLong());
      // Another server counts its own log, under the same names.
      String server = source.path("server_id").asText();
      return new Position("binlog %s of %s".formatted(binlog.group(1), server), place);
    }
    return new Position("time", List.of(at().toEpochMilli(), record.offset()));
  }
}
