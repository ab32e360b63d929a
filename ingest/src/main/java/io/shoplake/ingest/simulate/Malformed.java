package io.shoplake.ingest.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The ways in which a message can be unacceptable, each with the code of its rejection. */
enum Malformed {
  NOT_UTF8("not_utf8", Kinds.ANY, Malformed::brokenUtf8),
  LONE_SURROGATE(
      "not_utf8", Kinds.ANY, text(json -> json.replaceFirst("\\{", "{\"x\":\"\\\\ud800\","))),
  TOO_LARGE("too_large", Kinds.ANY, json(node -> node.put("x", "x".repeat(1 << 20)))),
  NOT_JSON("not_json", Kinds.ANY, text(json -> json.substring(0, json.length() / 2))),
  SINGLE_QUOTES("not_json", Kinds.ANY, text(json -> json.replace('"', '\''))),
  NOT_A_NUMBER("not_json", Kinds.ANY, text(json -> json.replaceFirst("\\{", "{\"x\":NaN,"))),
  BYTE_ORDER_MARK("not_json", Kinds.ANY, text(json -> "\ufeff" + json)),
  COMMENT("not_json", Kinds.ANY, text(json -> json.replaceFirst("\\{", "{/* new */"))),
  TRAILING_CONTENT("trailing_content", Kinds.ANY, text(json -> json + " {}")),
  DUPLICATE_KEY(
      "duplicate_key", Kinds.ANY, text(json -> json.replaceFirst("\\{", "{\"x\":1,\"x\":2,"))),
  TOO_DEEP(
      "too_deep",
      Kinds.ANY,
      text(json -> json.replaceFirst("\\{", "{\"x\":" + "[".repeat(101) + "]".repeat(101) + ","))),
  NOT_AN_OBJECT("not_an_object", Kinds.ANY, text(json -> "[" + json + "]")),
  NUL_CHARACTER(
      "nul_character", Kinds.ANY, text(json -> json.replaceFirst("\\{", "{\"x\":\"\\\\u0000\","))),

  UNKNOWN_SCHEMA_VERSION(
      "unknown_schema_version", Kinds.EVENT, json(node -> node.put("schema_version", 99))),
  BAD_TYPE_SCHEMA_VERSION(
      "bad_type_schema_version", Kinds.EVENT, json(node -> node.put("schema_version", "two"))),
  MISSING_EVENT_ID("missing_event_id", Kinds.EVENT, json(node -> node.remove("event_id"))),
  TOO_LONG_EVENT_ID(
      "too_long_event_id", Kinds.EVENT, json(node -> node.put("event_id", "e".repeat(129)))),
  MISSING_EVENT_TYPE("missing_event_type", Kinds.EVENT, json(node -> node.put("event_type", ""))),
  TOO_LONG_EVENT_TYPE(
      "too_long_event_type", Kinds.EVENT, json(node -> node.put("event_type", "t".repeat(65)))),
  MISSING_EVENT_TIME("missing_event_time", Kinds.EVENT, json(node -> node.putNull("event_time"))),
  BAD_TYPE_EVENT_TIME(
      "bad_type_event_time", Kinds.EVENT, json(node -> node.put("event_time", "yesterday"))),
  LEAP_SECOND(
      "bad_type_event_time",
      Kinds.EVENT,
      json(node -> node.put("event_time", "2016-12-31T23:59:60Z"))),
  TIME_WITHOUT_OFFSET(
      "bad_type_event_time",
      Kinds.EVENT,
      json(node -> node.put("event_time", "2026-03-29T02:30:00"))),
  FUTURE_EVENT(
      "event_time_out_of_range",
      Kinds.EVENT,
      json(node -> node.put("event_time", "2999-01-01T00:00:00Z"))),
  EVENT_TIME_OUT_OF_RANGE(
      "event_time_out_of_range",
      Kinds.EVENT,
      json(node -> node.put("event_time", "1970-01-01T00:00:00Z"))),
  MISSING_ANONYMOUS_ID(
      "missing_anonymous_id",
      Kinds.EVENT,
      json(node -> node.remove(List.of("anonymous_id", "user_id")))),
  TOO_LONG_ANONYMOUS_ID(
      "too_long_anonymous_id",
      Kinds.EVENT,
      json(node -> node.put("anonymous_id", "a".repeat(257)))),
  BAD_TYPE_PAGE("bad_type_page", Kinds.EVENT, json(node -> node.put("page", "/home"))),
  BAD_CURRENCY("bad_currency", Kinds.PRICED, json(node -> node.put("currency", "EURO"))),
  BAD_TYPE_ITEMS("bad_type_items", Kinds.EVENT, json(node -> node.put("items", "p-0001"))),
  BAD_TYPE_QUANTITY(
      "bad_type_items.quantity", Kinds.EVENT, json(node -> item(node).put("quantity", "two"))),
  NEGATIVE_QUANTITY(
      "negative_items.quantity", Kinds.EVENT, json(node -> item(node).put("quantity", -1))),
  NEGATIVE_PRICE(
      "negative_items.unit_price", Kinds.EVENT, json(node -> item(node).put("unit_price", -9.5))),
  NOT_FINITE_PRICE("not_finite_items.unit_price", Kinds.EVENT, Malformed::notFinite),
  OUT_OF_RANGE_PRICE(
      "out_of_range_items.unit_price",
      Kinds.EVENT,
      json(node -> item(node).put("unit_price", 1_000_000_000_000_000L))),

  TOO_LONG_CHANGE_ID(
      "too_long_change_id", Kinds.ORDER, json(node -> node.put("change_id", "c".repeat(129)))),
  MISSING_CHANGE_ID("missing_change_id", Kinds.ORDER, json(node -> node.remove("change_id"))),
  MISSING_ORDER_ID("missing_order_id", Kinds.ORDER, json(node -> node.remove("order_id"))),
  MISSING_CHANGED_AT("missing_changed_at", Kinds.ORDER, json(node -> node.remove("changed_at"))),
  CHANGED_AT_OUT_OF_RANGE(
      "changed_at_out_of_range",
      Kinds.ORDER,
      json(node -> node.put("changed_at", "1969-07-20T20:17:40Z"))),
  BAD_TYPE_STATUS("bad_type_status", Kinds.ORDER, json(node -> node.put("status", "lost"))),
  NEGATIVE_COST(
      "negative_lines.unit_cost",
      Kinds.ORDER,
      json(node -> node.putArray("lines").addObject().put("unit_cost", -1))),
  BAD_TYPE_TOTAL("bad_type_total", Kinds.ORDER, json(node -> node.put("total", "much"))),
  NOT_FINITE_TOTAL("not_finite_total", Kinds.ORDER, json(node -> node.put("total", "Infinity"))),
  OUT_OF_RANGE_TOTAL(
      "out_of_range_total", Kinds.ORDER, json(node -> node.put("total", 1_000_000_000_000_000L))),
  MISSING_REFUND_ID(
      "missing_refund.refund_id",
      Kinds.ORDER,
      json(node -> node.putObject("refund").put("amount", 1))),
  NEGATIVE_REFUND(
      "negative_refund.amount",
      Kinds.ORDER,
      json(node -> node.putObject("refund").put("refund_id", "r").put("amount", -1))),

  MISSING_PRODUCT_ID("missing_product_id", Kinds.PRODUCT, json(node -> node.remove("product_id"))),
  BAD_TYPE_PRICE("bad_type_price", Kinds.PRODUCT, json(node -> node.put("price", "cheap"))),
  NEGATIVE_UNIT_COST("negative_unit_cost", Kinds.PRODUCT, json(node -> node.put("unit_cost", -1))),
  NOT_FINITE_UNIT_COST(
      "not_finite_unit_cost", Kinds.PRODUCT, json(node -> node.put("unit_cost", "NaN"))),
  OUT_OF_RANGE_STOCK(
      "out_of_range_stock",
      Kinds.PRODUCT,
      json(node -> node.put("stock", new BigDecimal("10000000000000000000")))),
  MISSING_CUSTOMER_ID(
      "missing_customer_id", Kinds.CUSTOMER, json(node -> node.remove("customer_id"))),
  TOO_LONG_CUSTOMER_ID(
      "too_long_customer_id",
      Kinds.CUSTOMER,
      json(node -> node.put("customer_id", "c".repeat(257)))),
  BAD_TYPE_SEGMENT("bad_type_segment", Kinds.CUSTOMER, json(node -> node.putArray("segment"))),
  BAD_TYPE_DELETED(
      "bad_type_deleted", Kinds.STANDING, json(node -> node.put("deleted", "perhaps"))),
  BAD_TYPE_UPDATED_AT(
      "bad_type_updated_at", Kinds.STANDING, json(node -> node.put("updated_at", "yesterday"))),
  UPDATED_AT_OUT_OF_RANGE(
      "updated_at_out_of_range",
      Kinds.STANDING,
      json(node -> node.put("updated_at", "2999-01-01T00:00:00Z")));

  /** What a message is of. */
  enum Kind {
    EVENT,
    ORDER,
    PRODUCT,
    CUSTOMER
  }

  /** Apart, as constants of the enum need them before its own fields exist. */
  private static final class Kinds {
    static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
    static final Set<Kind> PRICED = EnumSet.of(Kind.EVENT, Kind.ORDER, Kind.PRODUCT);
    static final Set<Kind> STANDING = EnumSet.of(Kind.PRODUCT, Kind.CUSTOMER);
    static final Set<Kind> EVENT = EnumSet.of(Kind.EVENT);
    static final Set<Kind> ORDER = EnumSet.of(Kind.ORDER);
    static final Set<Kind> PRODUCT = EnumSet.of(Kind.PRODUCT);
    static final Set<Kind> CUSTOMER = EnumSet.of(Kind.CUSTOMER);
  }

  private final String reason;
  private final Set<Kind> kinds;
  private final UnaryOperator<byte[]> spoiling;

  Malformed(String reason, Set<Kind> kinds, UnaryOperator<byte[]> spoiling) {
    this.reason = reason;
    this.kinds = kinds;
    this.spoiling = spoiling;
  }

  /** The ways in which a message of {@code kind} can be unacceptable. */
  static List<Malformed> of(Kind kind) {
    return Arrays.stream(values()).filter(way -> way.kinds.contains(kind)).toList();
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

  /** Apart for the same reason. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }
}
