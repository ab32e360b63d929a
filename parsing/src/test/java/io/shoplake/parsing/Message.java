package io.shoplake.parsing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A message that a test changes field by field; values are JSON text. */
record Message(Map<String, String> fields) {

  static final Instant ARRIVAL = Instant.parse("2026-03-10T12:00:00Z");
  static final EventParser EVENTS =
      new EventParser(Shops.DEFAULT, Pseudonyms.forDevelopment(), Limits.DEFAULT);
  static final OrderChangeParser ORDER_CHANGES =
      new OrderChangeParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);

  static final ProductParser PRODUCTS =
      new ProductParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);
  static final CustomerParser CUSTOMERS =
      new CustomerParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);

  /** The smallest acceptable event. */
  static Message event() {
    return new Message(Map.of())
        .with("event_id", "'e1'")
        .with("event_type", "'page_view'")
        .with("event_time", "'2026-03-10T11:59:00Z'")
        .with("anonymous_id", "'a1'");
  }

  /** The smallest acceptable change of an order. */
  static Message orderChange() {
    return new Message(Map.of())
        .with("change_id", "'c1'")
        .with("order_id", "'o1'")
        .with("changed_at", "'2026-03-10T11:59:00Z'");
  }

  /** The smallest acceptable record of a product. */
  static Message product() {
    return new Message(Map.of()).with("product_id", "'p1'");
  }

  /** The smallest acceptable record of a customer. */
  static Message customer() {
    return new Message(Map.of()).with("customer_id", "'c1'");
  }

  /** With {@code json}, in which single quotes stand for double ones. */
  Message with(String name, String json) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, json.replace('\'', '"'));
    return new Message(changed);
  }

  Message without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return new Message(changed);
  }

  String json() {
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  /** The event that this message holds. */
  ShopEvent accepted() {
    return recordOf(EVENTS.parse(bytes(), ARRIVAL));
  }

  /** The order change that this message holds. */
  OrderChange acceptedChange() {
    return recordOf(ORDER_CHANGES.parse(bytes(), ARRIVAL));
  }

  Product acceptedProduct() {
    return recordOf(PRODUCTS.parse(bytes(), ARRIVAL));
  }

  Customer acceptedCustomer() {
    return recordOf(CUSTOMERS.parse(bytes(), ARRIVAL));
  }

  /** Why this message is no event. */
  String reason() {
    return reason(EVENTS.parse(bytes(), ARRIVAL));
  }

  /** Why this message is no change of an order. */
  String changeReason() {
    return reason(ORDER_CHANGES.parse(bytes(), ARRIVAL));
  }

  /** Why this message is no product. */
  String productReason() {
    return reason(PRODUCTS.parse(bytes(), ARRIVAL));
  }

  /** Why this message is no customer. */
  String customerReason() {
    return reason(CUSTOMERS.parse(bytes(), ARRIVAL));
  }

  static String reason(Parsed<?> parsed) {
    return parsed instanceof Parsed.Rejected<?> rejected ? rejected.reason() : "accepted";
  }

  private static <T> T recordOf(Parsed<T> parsed) {
    if (parsed instanceof Parsed.Accepted<T> accepted) {
      return accepted.record();
    }
    throw new AssertionError(parsed.toString());
  }
}
