package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.util.List;

/** The key of a message, taken from its value. */
public final class MessageKeys {

  private static final JsonFactory JSON = new JsonFactory();

  private MessageKeys() {}

  /** Gives the key of a message value, or null where the value does not say it. */
  public interface KeyOfValue {

    /** The bytes of the key of {@code value}, or null. */
    byte[] of(byte[] value);
  }

  /** How messages of {@code topic} are keyed; an unknown topic's messages have no key. */
  public static KeyOfValue of(String topic) {
    if (topic.equals(Topics.SOURCE_ROWS.name())) {
      return value -> {
        String[] found = read(value, List.of("table", "key"));
        return found[0] == null || found[1] == null ? null : bytes(found[0] + "/" + found[1]);
      };
    }
    List<String> fields = fieldsOf(topic);
    return value -> firstPresent(read(value, fields));
  }

  private static List<String> fieldsOf(String topic) {
    record Keyed(Topic topic, List<String> fields) {}
    return List.of(
            new Keyed(Topics.SHOP_EVENTS, List.of("anonymous_id", "user_id")),
            new Keyed(Topics.SHOP_ORDERS, List.of("order_id")),
            new Keyed(Topics.SHOP_PRODUCTS, List.of("product_id")),
            new Keyed(Topics.SHOP_CUSTOMERS, List.of("customer_id")),
            new Keyed(Topics.POSTHOG_EVENTS, List.of("distinct_id")))
        .stream()
        .filter(keyed -> keyed.topic().name().equals(topic))
        .findFirst()
        .map(Keyed::fields)
        .orElse(List.of());
  }

  private static byte[] firstPresent(String[] found) {
    for (String text : found) {
      if (text != null) {
        return bytes(text);
      }
    }
    return null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** The text of the top-level {@code fields} of a JSON object, null where there is none. */
  private static String[] read(byte[] value, List<String> fields) {
    String[] found = new String[fields.size()];
    try (JsonParser parser = JSON.createParser(value)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          int index = fields.indexOf(parser.currentName());
          JsonToken token = parser.nextToken();
          if (index >= 0 && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            String text = parser.getText();
            found[index] = text.isEmpty() ? null : text;
          } else {
            parser.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      // What cannot be parsed is sent all the same and rejected by name downstream.
      return found;
    }
    return found;
  }
}
