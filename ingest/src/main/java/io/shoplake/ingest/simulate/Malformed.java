package io.shoplake.ingest.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.simulate.Malformed.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The ways in which a message can be unacceptable, each with the code of its rejection. */
enum Malformed {
  NOT_UTF8("not_utf8", Kind.BOTH, Malformed::brokenUtf8),
  LONE_SURROGATE(
      "not_utf8", Kind.BOTH, text(json -> json.replaceFirst("\\{", "{\"x\":\"\\\\ud800\","))),
  TOO_LARGE("too_large", Kind.BOTH, json(node -> node.put("x", "x".repeat(1 << 20)))),
  NOT_JSON("not_json", Kind.BOTH, text(json -> json.substring(0, json.length() / 2))),
  SINGLE_QUOTES("not_json", Kind.BOTH, text(json -> json.replace('"', '\''))),
  NOT_A_NUMBER("not_json", Kind.BOTH, text(json -> json.replaceFirst("\\{", "{\"x\":NaN,"))),
  BYTE_ORDER_MARK("not_json", Kind.BOTH, text(json -> "\ufeff" + json)),
  COMMENT("not_json", Kind.BOTH, text(json -> json.replaceFirst("\\{", "{/* new */"))),
  TRAILING_CONTENT("trailing_content", Kind.BOTH, text(json -> json + " {}")),
  DUPLICATE_KEY(
      "duplicate_key", Kind.BOTH, text(json -> json.replaceFirst("\\{", "{\"x\":1,\"x\":2,"))),
  TOO_DEEP(
      "too_deep",
      Kind.BOTH,
      text(json -> json.replaceFirst("\\{", "{\"x\":" + "[".repeat(101) + "]".repeat(101) + ","))),
  NOT_AN_OBJECT("not_an_object", Kind.BOTH, text(json -> "[" + json + "]")),
  NUL_CHARACTER(
      "nul_character", Kind.BOTH, text(json -> json.replaceFirst("\\{", "{\"x\":\"\\\\u0000\","))),

  UNKNOWN_SCHEMA_VERSION(
      "unknown_schema_version", Kind.EVENT, json(node -> node.put("schema_version", 99))),
  BAD_TYPE_SCHEMA_VERSION(
      "bad_type_schema_version", Kind.EVENT, json(node -> node.put("schema_version", "two"))),
  MISSING_EVENT_ID("missing_event_id", Kind.EVENT, json(node -> node.remove("event_id"))),
  TOO_LONG_EVENT_ID(
      "too_long_event_id", Kind.EVENT, json(node -> node.put("event_id", "e".repeat(129)))),
  MISSING_EVENT_TYPE("missing_event_type", Kind.EVENT, json(node -> node.put("event_type", ""))),
  TOO_LONG_EVENT_TYPE(
      "too_long_event_type", Kind.EVENT, json(node -> node.put("event_type", "t".repeat(65)))),
  MISSING_EVENT_TIME("missing_event_time", Kind.EVENT, json(node -> node.putNull("event_time"))),
  BAD_TYPE_EVENT_TIME(
      "bad_type_event_time", Kind.EVENT, json(node -> node.put("event_time", "yesterday"))),
  LEAP_SECOND(
      "bad_type_event_time",
      Kind.EVENT,
      json(node -> node.put("event_time", "2016-12-31T23:59:60Z"))),
  TIME_WITHOUT_OFFSET(
      "bad_type_event_time",
      Kind.EVENT,
      json(node -> node.put("event_time", "2026-03-29T02:30:00"))),
  FUTURE_EVENT(
      "event_time_out_of_range",
      Kind.EVENT,
      json(node -> node.put("event_time", "2999-01-01T00:00:00Z"))),
  EVENT_TIME_OUT_OF_RANGE(
      "event_time_out_of_range",
      Kind.EVENT,
      json(node -> node.put("event_time", "1970-01-01T00:00:00Z"))),
  MISSING_ANONYMOUS_ID(
      "missing_anonymous_id",
      Kind.EVENT,
      json(node -> node.remove(List.of("anonymous_id", "user_id")))),
  TOO_LONG_ANONYMOUS_ID(
      "too_long_anonymous_id", Kind.EVENT, json(node -> node.put("anonymous_id", "a".repeat(257)))),
  BAD_TYPE_PAGE("bad_type_page", Kind.EVENT, json(node -> node.put("page", "/home"))),
  BAD_CURRENCY("bad_currency", Kind.BOTH, json(node -> node.put("currency", "EURO"))),
  BAD_TYPE_ITEMS("bad_type_items", Kind.EVENT, json(node -> node.put("items", "p-0001"))),
  BAD_TYPE_QUANTITY(
      "bad_type_items.quantity", Kind.EVENT, json(node -> item(node).put("quantity", "two"))),
  NEGATIVE_QUANTITY(
      "negative_items.quantity", Kind.EVENT, json(node -> item(node).put("quantity", -1))),
  NEGATIVE_PRICE(
      "negative_items.unit_price", Kind.EVENT, json(node -> item(node).put("unit_price", -9.5))),
  NOT_FINITE_PRICE("not_finite_items.unit_price", Kind.EVENT, Malformed::notFinite),
  OUT_OF_RANGE_PRICE(
      "out_of_range_items.unit_price",
      Kind.EVENT,
      json(node -> item(node).put("unit_price", 1_000_000_000_000_000L))),

  TOO_LONG_CHANGE_ID(
      "too_long_change_id", Kind.ORDER, json(node -> node.put("change_id", "c".repeat(129)))),
  MISSING_CHANGE_ID("missing_change_id", Kind.ORDER, json(node -> node.remove("change_id"))),
  MISSING_ORDER_ID("missing_order_id", Kind.ORDER, json(node -> node.remove("order_id"))),
  MISSING_CHANGED_AT("missing_changed_at", Kind.ORDER, json(node -> node.remove("changed_at"))),
  CHANGED_AT_OUT_OF_RANGE(
      "changed_at_out_of_range",
      Kind.ORDER,
      json(node -> node.put("changed_at", "1969-07-20T20:17:40Z"))),
  BAD_TYPE_STATUS("bad_type_status", Kind.ORDER, json(node -> node.put("status", "lost"))),
  NEGATIVE_COST(
      "negative_lines.unit_cost",
      Kind.ORDER,
      json(node -> node.putArray("lines").addObject().put("unit_cost", -1))),
  BAD_TYPE_TOTAL("bad_type_total", Kind.ORDER, json(node -> node.put("total", "much"))),
  NOT_FINITE_TOTAL("not_finite_total", Kind.ORDER, json(node -> node.put("total", "Infinity"))),
  OUT_OF_RANGE_TOTAL(
      "out_of_range_total", Kind.ORDER, json(node -> node.put("total", 1_000_000_000_000_000L))),
  MISSING_REFUND_ID(
      "missing_refund.refund_id",
      Kind.ORDER,
      json(node -> node.putObject("refund").put("amount", 1))),
  NEGATIVE_REFUND(
      "negative_refund.amount",
      Kind.ORDER,
      json(node -> node.putObject("refund").put("refund_id", "r").put("amount", -1)));

  /** Which messages can be spoiled this way. */
  enum Kind {
    EVENT,
    ORDER,
    BOTH
  }

  private final String reason;
  private final Kind kind;
  private final UnaryOperator<byte[]> spoiling;

  Malformed(String reason, Kind kind, UnaryOperator<byte[]> spoiling) {
    this.reason = reason;
    this.kind = kind;
    this.spoiling = spoiling;
  }

  static List<Malformed> ofEvents() {
    return Arrays.stream(values()).filter(way -> way.kind != Kind.ORDER).toList();
  }

  static List<Malformed> ofOrders() {
    return Arrays.stream(values()).filter(way -> way.kind != Kind.EVENT).toList();
  }

  /** The code with which it must be rejected. */
  String reason() {
    return reason;
  }

  /** {@code valid}, spoiled. */
  byte[] spoil(byte[] valid) {
    return spoiling.apply(valid);
  }

  private static UnaryOperator<byte[]> text(UnaryOperator<String> change) {
    return valid -> change.apply(new String(valid, UTF_8)).getBytes(UTF_8);
  }

  private static UnaryOperator<byte[]> json(Consumer<ObjectNode> change) {
    return valid -> {
      try {
        ObjectNode node = (ObjectNode) Json.MAPPER.readTree(valid);
        change.accept(node);
        return Json.MAPPER.writeValueAsBytes(node);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static ObjectNode item(ObjectNode node) {
    return node.putArray("items").addObject().put("product_id", "p-0001");
  }

  /** No JSON writer writes such a number, so it is put in afterwards. */
  private static byte[] notFinite(byte[] valid) {
    byte[] quoted = json(node -> item(node).put("unit_price", "1e999")).apply(valid);
    return text(json -> json.replace("\"1e999\"", "1e999")).apply(quoted);
  }

  private static byte[] brokenUtf8(byte[] valid) {
    byte[] broken = valid.clone();
    int quote = new String(valid, UTF_8).indexOf("\":\"") + 3;
    broken[quote] = (byte) 0xC3;
    broken[quote + 1] = (byte) 0x28;
    return broken;
  }

  /** Apart, as constants of the enum need it before its own fields exist. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }
}
