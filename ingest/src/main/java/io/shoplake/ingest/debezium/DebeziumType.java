package io.shoplake.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.shoplake.ingest.extract.CellType;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.template.BadRowException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/**
 * How Debezium writes a value: the name that the schema gives its meaning, else its bare type.
 *
 * @param name such as io.debezium.time.MicroTimestamp or bytes
 * @param scale digits after the point of a Decimal
 * @param items of an array, else missing
 */
record DebeziumType(String name, int scale, JsonNode items) {

  /** Of a value that neither a schema nor the tables file describes. */
  static final DebeziumType UNKNOWN = named("");

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The type that a field of a schema describes. */
  static DebeziumType of(JsonNode field) {
    return new DebeziumType(
        field.path("name").asText(field.path("type").asText()),
        field.path("parameters").path("scale").asInt(0),
        field.path("items"));
  }

  /** The type that a tables file names, a Decimal as NAME:SCALE. */
  static DebeziumType named(String text) {
    String[] parts = text.split(":", 2);
    int scale = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
    return new DebeziumType(parts[0], scale, MissingNode.getInstance());
  }

  /** The value as the database holds it, in the form in which {@link CellType} writes it. */
  JsonNode read(JsonNode value) throws BadRowException {
    if (value.isNull()) {
      return NullNode.instance;
    }
    try {
      return switch (name) {
        case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" ->
            local(LocalDate.ofEpochDay(number(value)).toString());
        case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
            timestamp(number(value), 1000);
        case "io.debezium.time.MicroTimestamp" -> timestamp(number(value), 1_000_000);
        case "io.debezium.time.NanoTimestamp" -> timestamp(number(value), NANOS_PER_SECOND);
        case "io.debezium.time.ZonedTimestamp" -> instant(OffsetDateTime.parse(value.asText()));
        case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" ->
            time(number(value), 1000);
        case "io.debezium.time.MicroTime" -> time(number(value), 1_000_000);
        case "io.debezium.time.NanoTime" -> time(number(value), NANOS_PER_SECOND);
        case "org.apache.kafka.connect.data.Decimal" -> decimal(value, scale);
        case "io.debezium.data.VariableScaleDecimal" ->
            decimal(value.path("value"), value.path("scale").asInt());
        case "io.debezium.data.Bits" -> bits(bytes(value));
        case "decimal" -> CellType.DECIMAL.read(value.asText());
        case "bytes" -> CellType.binary(bytes(value));
        case "float", "float32" -> CellType.REAL.read(value.asText());
        case "double", "float64" -> CellType.DOUBLE.read(value.asText());
        case "array" -> list(value);
        default -> value.isBigDecimal() ? CellType.DECIMAL.read(value.asText()) : value;
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new BadRowException("it", value.asText(), "no " + name);
    }
  }

  private static long number(JsonNode value) {
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException("It is counted in whole numbers");
    }
    return value.longValue();
  }

  private static JsonNode local(String text) {
    return CellType.LOCAL.read(text);
  }

  private static JsonNode instant(OffsetDateTime time) {
    return CellType.INSTANT.read(time.toInstant().toString().replace("Z", ""));
  }

  private static JsonNode timestamp(long units, long perSecond) {
    long nanos = Math.floorMod(units, perSecond) * (NANOS_PER_SECOND / perSecond);
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(units, perSecond), (int) nanos, ZoneOffset.UTC);
    String seconds = time.getSecond() == 0 && time.getNano() == 0 ? time + ":00" : time.toString();
    return local(seconds);
  }

  /** MySQL's times go beyond a day, and below zero. */
  private static JsonNode time(long units, long perSecond) {
    long seconds = Math.abs(units) / perSecond;
    long fraction = Math.abs(units) % perSecond * (NANOS_PER_SECOND / perSecond);
    return local(
        "%s%02d:%02d:%02d.%09d"
            .formatted(
                units < 0 ? "-" : "", seconds / 3600, seconds / 60 % 60, seconds % 60, fraction));
  }

  private static JsonNode decimal(JsonNode value, int scale) {
    return CellType.DECIMAL.read(
        value.isTextual()
            ? new BigDecimal(new BigInteger(bytes(value)), scale).toString()
            : value.asText());
  }

  private static byte[] bytes(JsonNode value) {
    return Base64.getDecoder().decode(value.asText());
  }

  /** Bits come with the lowest byte first; a single one as a boolean. */
  private static JsonNode bits(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int index = 0; index < bytes.length; index++) {
      reversed[bytes.length - 1 - index] = bytes[index];
    }
    return CellType.INTEGER.read(new BigInteger(1, reversed).toString());
  }

  private JsonNode list(JsonNode value) throws BadRowException {
    ArrayNode list = RowJson.JSON.createArrayNode();
    for (JsonNode element : value) {
      list.add(DebeziumType.of(items).read(element));
    }
    return list;
  }
}
