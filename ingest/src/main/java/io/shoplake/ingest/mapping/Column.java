package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.ingest.template.MeasuredNumber;
import io.shoplake.ingest.template.TimeFormat;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How one value of a row is understood.
 *
 * @param name what the mapping calls it
 * @param from its header in CSV, or its member in JSON
 * @param isOptional whether a CSV file may lack it
 * @param format of a timestamp, null for other types
 * @param decimalPoint of a decimal; where it is a comma, points group the digits
 * @param timeZone in which a timestamp is read that names none
 * @param cut what is left away from the text, null for nothing
 * @param values what stands for each text; empty where the text stands for itself
 */
record Column(
    String name,
    String from,
    boolean isOptional,
    Type type,
    TimeFormat format,
    char decimalPoint,
    ZoneId timeZone,
    Pattern cut,
    Map<String, String> values) {

  enum Type {
    TEXT,
    INTEGER,
    DECIMAL,
    TIMESTAMP,
    /** Any JSON value, as it is. */
    JSON,
    /** Any JSON value, as text. */
    JSON_TEXT;

    boolean isNumber() {
      return this == INTEGER || this == DECIMAL;
    }
  }

  /** The value that the member of {@code row} stands for; null where there is none. */
  JsonNode read(JsonNode row) throws BadRowException {
    JsonNode node = from.startsWith("/") ? row.at(JsonPointer.compile(from)) : row.path(from);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (node.isTextual()) {
      return read(node.textValue());
    }
    if (type == Type.JSON) {
      return node;
    }
    if (node.isContainerNode() && type != Type.JSON_TEXT) {
      throw new BadRowException("%s is no single value".formatted(name));
    }
    if (!node.isNumber()) {
      return read(node.toString());
    }
    BigDecimal number = decimal(node.asText(), node.asText());
    return type == Type.DECIMAL ? DecimalNode.valueOf(number) : read(number.toPlainString());
  }

  /** The value that {@code text} stands for; null for an empty one. */
  JsonNode read(String text) throws BadRowException {
    String wanted = cut == null ? text : cut.matcher(text).replaceAll("");
    if (wanted.isEmpty()) {
      return null;
    }
    return switch (type) {
      case TEXT, JSON_TEXT -> TextNode.valueOf(mapped(wanted));
      case INTEGER -> LongNode.valueOf(integer(wanted));
      case DECIMAL -> DecimalNode.valueOf(decimal(plain(wanted), wanted));
      case TIMESTAMP -> timestamp(wanted);
      case JSON -> json(wanted);
    };
  }

  private String mapped(String text) throws BadRowException {
    if (values.isEmpty()) {
      return text;
    }
    String value = values.get(text);
    if (value == null) {
      throw new BadRowException(name, text, "none of " + String.join(", ", values.keySet()));
    }
    return value;
  }

  private long integer(String text) throws BadRowException {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new BadRowException(name, text, "no whole number");
    }
  }

  private String plain(String text) {
    return (decimalPoint == ',' ? text.replace(".", "").replace(',', '.') : text).strip();
  }

  private BigDecimal decimal(String plain, String text) throws BadRowException {
    try {
      return MeasuredNumber.of(new BigDecimal(plain));
    } catch (NumberFormatException e) {
      throw new BadRowException(name, text, "no decimal number");
    }
  }

  private JsonNode timestamp(String text) throws BadRowException {
    try {
      return new POJONode(format.read(text, timeZone));
    } catch (DateTimeException e) {
      throw new BadRowException(name, text, "no time of the given format");
    }
  }

  private JsonNode json(String text) throws BadRowException {
    try {
      return JsonRows.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadRowException(name, text, "no JSON");
    }
  }
}
