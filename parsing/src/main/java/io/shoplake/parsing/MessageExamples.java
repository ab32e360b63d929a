package io.shoplake.parsing;

import static io.shoplake.layout.print.JsonText.ordered;

import java.util.List;
import java.util.Map;

/** Messages as they should be, for those who send. */
final class MessageExamples {

  private MessageExamples() {}

  /** An event of {@code type} with the fields that it usually has. */
  static Map<String, Object> event(EventType type) {
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

  /** An order that was just placed. */
  static Map<String, Object> orderChange() {
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

  static Map<String, Object> product() {
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

  static Map<String, Object> customer() {
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
