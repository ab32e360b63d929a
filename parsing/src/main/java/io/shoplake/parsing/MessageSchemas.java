package io.shoplake.parsing;

import static io.shoplake.layout.print.JsonText.ordered;

import io.shoplake.layout.print.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Schema of each kind of message, from the declarations of its fields.
 *
 * <p>A schema never refuses what the parser accepts. The parser refuses more: times out of range,
 * codes that are no currency, whole numbers with a point or an exponent, and what a schema cannot
 * see, such as a key that stands twice.
 */
public final class MessageSchemas {

  private static final int VERSION = 1;
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String EVENT = "event";

  private static final String TIME =
      "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}(:?\\d{2})?)$";
  private static final String DIGITS = "(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$";
  private static final String DECIMAL = "^[+-]?" + DIGITS;
  private static final String NOT_NEGATIVE = "^(\\+?|-(?=[0.]*([eE]|$)))" + DIGITS;
  private static final long TOO_MUCH = 100_000_000_000_000L;

  private MessageSchemas() {}

  /** A kind of message whose fields are declared. */
  private record Kind(
      String description, List<? extends MessageField> fields, Map<String, Object> example) {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put(
        EVENT,
        new Kind(
            "An event of a visitor, for shop.events.",
            List.of(EventField.values()),
            MessageExamples.event(EventType.PAGE_VIEW)));
    kinds.put(
        "order_change",
        new Kind(
            "A change of an order, for shop.orders.",
            List.of(OrderChangeField.values()),
            MessageExamples.orderChange()));
    kinds.put(
        "product",
        new Kind(
            "All there is to say of a product, for shop.products.",
            List.of(ProductField.values()),
            MessageExamples.product()));
    kinds.put(
        "customer",
        new Kind(
            "All there is to say of a customer, for shop.customers.",
            List.of(CustomerField.values()),
            MessageExamples.customer()));
    return kinds;
  }

  /** What {@link #print} knows: kinds of messages and types of events. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(kinds().keySet());
    Arrays.stream(EventType.values()).map(EventType::text).forEach(names::add);
    return names;
  }

  /** The whole schema of that name, which needs no other file. */
  public static String print(String name) {
    Map<String, Object> base = declared(EVENT);
    base.remove("$schema");
    base.remove("examples");
    return JsonText.of(schema(name, base));
  }

  /** File name to content; the types of events refer to the file of all events. */
  static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (String name : names()) {
      files.put(file(name), JsonText.of(schema(name, ordered("$ref", file(EVENT)))));
    }
    return files;
  }

  private static String file(String name) {
    return "%s.v%d.json".formatted(name, VERSION);
  }

  private static Map<String, Object> schema(String name, Map<String, Object> ofAllEvents) {
    return kinds().containsKey(name)
        ? declared(name)
        : typed(EventType.valueOf(name.toUpperCase(Locale.ROOT)), ofAllEvents);
  }

  private static Map<String, Object> declared(String name) {
    Kind kind = kinds().get(name);
    Map<String, Object> schema = head(name, kind.description());
    schema.putAll(object(kind.fields(), "", false));
    if (name.equals(EVENT)) {
      schema.put("anyOf", List.of(given("anonymous_id"), given("user_id")));
    }
    schema.put("examples", List.of(kind.example()));
    return schema;
  }

  private static Map<String, Object> given(String field) {
    return ordered(
        "required",
        List.of(field),
        "properties",
        ordered(field, ordered("type", "string", "minLength", 1)));
  }

  private static Map<String, Object> typed(EventType type, Map<String, Object> ofAllEvents) {
    Map<String, Object> schema =
        head(
            type.text(),
            "%s Usually has %s.".formatted(type.comment(), String.join(", ", type.usual())));
    schema.put("allOf", List.of(ofAllEvents));
    schema.put("required", List.of("event_type"));
    schema.put("properties", ordered("event_type", ordered("const", type.text())));
    schema.put("examples", List.of(MessageExamples.event(type)));
    return schema;
  }

  private static Map<String, Object> head(String name, String description) {
    return ordered("$schema", DIALECT, "title", name, "description", description);
  }

  /** An object with the fields that stand directly below {@code prefix}. */
  private static Map<String, Object> object(
      List<? extends MessageField> fields, String prefix, boolean mayBeNull) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (MessageField field : fields) {
      String path = field.path();
      if (path.startsWith(prefix) && path.indexOf('.', prefix.length()) < 0) {
        String name = path.substring(prefix.length());
        properties.put(name, field(field, fields));
        if (field.isRequired()) {
          required.add(name);
        }
      }
    }
    Map<String, Object> object = ordered("type", mayBeNull ? List.of("object", "null") : "object");
    object.put("properties", properties);
    if (!required.isEmpty()) {
      object.put("required", required);
    }
    return object;
  }

  private static Map<String, Object> field(
      MessageField field, List<? extends MessageField> fields) {
    return switch (field.kind()) {
      case TEXT, UNCHECKED, ID -> text(field);
      case FLAG -> ordered("type", List.of("boolean", "null"));
      case STATUS ->
          ordered(
              "enum",
              Arrays.asList(
                  "placed",
                  "paid",
                  "shipped",
                  "delivered",
                  "cancelled",
                  "refunded",
                  "returned",
                  null));
      case CURRENCY -> ordered("type", List.of("string", "null"), "pattern", "^[A-Z]{3}$");
      case TIME, FACT_TIME ->
          either(field, ordered("type", "string", "pattern", TIME), ordered("type", "integer"));
      case COUNT -> ordered("type", List.of("integer", "null"), "minimum", least(field));
      case AMOUNT ->
          either(
              field,
              ordered("type", "number", "minimum", least(field), "exclusiveMaximum", TOO_MUCH),
              ordered("type", "string", "pattern", field.mayBeNegative() ? DECIMAL : NOT_NEGATIVE));
      case VERSION -> ordered("enum", Arrays.asList(VERSION, null));
      case OBJECT -> object(fields, field.path() + ".", true);
      case LIST ->
          ordered(
              "type", List.of("array", "null"), "items", object(fields, field.path() + ".", false));
      case PROPERTIES -> ordered("type", List.of("object", "null"));
    };
  }

  private static Map<String, Object> text(MessageField field) {
    Map<String, Object> text =
        ordered("type", field.isRequired() ? "string" : List.of("string", "null"));
    if (field.isRequired()) {
      text.put("minLength", 1);
    }
    if (field.maxLength() > 0) {
      text.put("maxLength", field.maxLength());
    }
    return text;
  }

  @SafeVarargs
  private static Map<String, Object> either(
      MessageField field, Map<String, Object>... alternatives) {
    List<Object> all = new ArrayList<>(List.of(alternatives));
    if (!field.isRequired()) {
      all.add(ordered("type", "null"));
    }
    return ordered("anyOf", all);
  }

  private static long least(MessageField field) {
    return field.mayBeNegative() ? 1 - TOO_MUCH : 0;
  }
}
