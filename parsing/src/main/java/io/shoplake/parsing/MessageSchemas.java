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
  private static final String ORDER_CHANGE = "order_change";
  private static final String PRODUCT = "product";
  private static final String CUSTOMER = "customer";

  private static final String TIME =
      "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}(:?\\d{2})?)$";
  private static final String DIGITS = "(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$";
  private static final String DECIMAL = "^[+-]?" + DIGITS;
  private static final String NOT_NEGATIVE = "^(\\+?|-(?=[0.]*([eE]|$)))" + DIGITS;
  private static final long TOO_MUCH = 100_000_000_000_000L;

  private MessageSchemas() {}

  /** What {@link #print} knows: kinds of messages and types of events. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(EVENT, ORDER_CHANGE, PRODUCT, CUSTOMER));
    Arrays.stream(EventType.values()).map(EventType::text).forEach(names::add);
    return names;
  }

  /** The whole schema of that name, which needs no other file. */
  public static String print(String name) {
    Map<String, Object> base = event();
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

  private static Map<String, Object> schema(String name, Map<String, Object> base) {
    return switch (name) {
      case EVENT -> event();
      case ORDER_CHANGE ->
          message(
              name,
              "A change of an order, for shop.orders.",
              OrderChangeField.values(),
              orderExample());
      case PRODUCT ->
          message(
              name,
              "All there is to say of a product, for shop.products.",
              ProductField.values(),
              productExample());
      case CUSTOMER ->
          message(
              name,
              "All there is to say of a customer, for shop.customers.",
              CustomerField.values(),
              customerExample());
      default -> typed(EventType.valueOf(name.toUpperCase(Locale.ROOT)), base);
    };
  }

  private static Map<String, Object> event() {
    Map<String, Object> schema =
        message(
            EVENT,
            "An event of a visitor, for shop.events.",
            EventField.values(),
            example(EventType.PAGE_VIEW));
    schema.put("anyOf", List.of(given("anonymous_id"), given("user_id")));
    return schema;
  }

  private static Map<String, Object> given(String field) {
    return ordered(
        "required",
        List.of(field),
        "properties",
        ordered(field, ordered("type", "string", "minLength", 1)));
  }

  private static Map<String, Object> message(
      String name, String description, MessageField[] fields, Map<String, Object> example) {
    Map<String, Object> schema = head(name, description);
    schema.putAll(object(fields, "", false));
    schema.put("examples", List.of(example));
    return schema;
  }

  private static Map<String, Object> typed(EventType type, Map<String, Object> base) {
    Map<String, Object> schema =
        head(
            type.text(),
            "%s Usually has %s.".formatted(type.comment(), String.join(", ", type.usual())));
    schema.put("allOf", List.of(base));
    schema.put("required", List.of("event_type"));
    schema.put("properties", ordered("event_type", ordered("const", type.text())));
    schema.put("examples", List.of(example(type)));
    return schema;
  }

  private static Map<String, Object> head(String name, String description) {
    return ordered("$schema", DIALECT, "title", name, "description", description);
  }

  /** An object with the fields that stand directly below {@code prefix}. */
  private static Map<String, Object> object(
      MessageField[] fields, String prefix, boolean mayBeNull) {
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

  private static Map<String, Object> field(MessageField field, MessageField[] fields) {
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

  /** An event of {@code type} with the fields that it usually has. */
  static Map<String, Object> example(EventType type) {
    Map<String, Object> event =
        ordered(
            "event_id", "8c1f0a52",
            "event_type", type.text(),
            "event_time", "2026-11-19T10:15:30.123Z",
            "anonymous_id", "b-42");
    Map<String, Object> values =
        ordered(
            "page",
            ordered("url", "https://shop.example/p/17", "title", "Teapot"),
            "items",
            List.of(
                ordered(
                    "product_id", "17", "name", "Teapot", "quantity", 2, "unit_price", "24.90")),
            "search_query",
            "teapot",
            "cart_id",
            "k-9",
            "order",
            ordered("order_id", "o-1001", "total", "54.70", "shipping", "4.90", "currency", "EUR"),
            "user_id",
            "c-7");
    type.usual().forEach(name -> event.put(name, values.get(name)));
    return event;
  }

  static Map<String, Object> orderExample() {
    return ordered(
        "change_id",
        "o-1001-1",
        "order_id",
        "o-1001",
        "status",
        "placed",
        "changed_at",
        "2026-11-19T10:20:00Z",
        "placed_at",
        "2026-11-19T10:20:00Z",
        "customer_id",
        "c-7",
        "currency",
        "EUR",
        "lines",
        List.of(ordered("line_id", "1", "product_id", "17", "quantity", 2, "unit_price", "24.90")),
        "shipping",
        "4.90",
        "total",
        "54.70");
  }

  static Map<String, Object> productExample() {
    return ordered(
        "product_id", "17",
        "name", "Teapot",
        "category", "Kitchen",
        "brand", "Brown Betty",
        "price", "24.90",
        "currency", "EUR",
        "unit_cost", "11.20",
        "stock", 40,
        "updated_at", "2026-11-19T10:00:00Z");
  }

  static Map<String, Object> customerExample() {
    return ordered(
        "customer_id", "c-7",
        "email", "ann@shop.example",
        "segment", "Consumer",
        "country", "IE",
        "city", "Cork",
        "created_at", "2026-01-07T09:30:00Z",
        "updated_at", "2026-11-19T10:00:00Z");
  }
}
