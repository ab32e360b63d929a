package io.shoplake.parsing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that has to be taken apart and put together differently. */
sealed interface Json {

  Scalar NULL = new Scalar(JsonToken.VALUE_NULL, "null");

  /** An object; its members keep their order. */
  record Members(Map<String, Json> byName) implements Json {
    @Override
    public void write(StringBuilder out) {
      out.append('{');
      String separator = "";
      for (Map.Entry<String, Json> member : byName.entrySet()) {
        out.append(separator);
        StrictJson.quote(member.getKey(), out);
        out.append(':');
        member.getValue().write(out);
        separator = ",";
      }
      out.append('}');
    }
  }

  /** A list. */
  record Elements(List<Json> all) implements Json {
    @Override
    public void write(StringBuilder out) {
      out.append('[');
      String separator = "";
      for (Json element : all) {
        out.append(separator);
        element.write(out);
        separator = ",";
      }
      out.append(']');
    }
  }

  /** A string, number, truth value or null, with its text as sent. */
  record Scalar(JsonToken kind, String text) implements Json {
    @Override
    public void write(StringBuilder out) {
      if (kind == JsonToken.VALUE_STRING) {
        StrictJson.quote(text, out);
      } else {
        out.append(text);
      }
    }
  }

  /** Appends the value as compact JSON. */
  void write(StringBuilder out);

  static Json ofText(String text) {
    return new Scalar(JsonToken.VALUE_STRING, text);
  }

  /** The text of a string or number; null for null, an empty string and anything else. */
  static String text(Json value) {
    return value instanceof Scalar scalar
            && !scalar.text().isEmpty()
            && (scalar.kind() == JsonToken.VALUE_STRING || scalar.kind().isNumeric())
        ? scalar.text()
        : null;
  }

  /** Whether the value is the truth value {@code true}. */
  static boolean isTrue(Json value) {
    return value instanceof Scalar scalar && scalar.kind() == JsonToken.VALUE_TRUE;
  }

  /** Whether there is neither a value nor null in its place. */
  static boolean isAbsent(Json value) {
    return value == null || NULL.equals(value);
  }

  /** The object in {@code value}, which must be nothing else; the caller may change it. */
  static Map<String, Json> object(byte[] value) throws RefusedValueException {
    StrictJson.requireStart(value);
    try (StrictJson json = new StrictJson(value, TextScan.of(value))) {
      try {
        json.begin();
        Map<String, Json> members = members(json);
        json.end();
        return members;
      } catch (IOException e) {
        throw json.reason(e);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be opened", e);
    }
  }

  private static Map<String, Json> members(StrictJson json)
      throws IOException, RefusedValueException {
    JsonParser parser = json.parser();
    Map<String, Json> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (members.containsKey(name)) {
        throw json.duplicate();
      }
      members.put(name, value(json, parser.nextToken()));
    }
    return members;
  }

  private static Json value(StrictJson json, JsonToken token)
      throws IOException, RefusedValueException {
    JsonParser parser = json.parser();
    if (token == JsonToken.START_OBJECT) {
      return new Members(members(json));
    }
    if (token != JsonToken.START_ARRAY) {
      return new Scalar(token, parser.getText());
    }
    List<Json> elements = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      elements.add(value(json, next));
    }
    return new Elements(elements);
  }
}
