package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code by which an event can be refused, met by real bytes. */
class EventRejectTest {

  static Stream<Arguments> wholeValues() {
    return Stream.of(
        arguments("no value", null, "not_json"),
        arguments("empty", text(""), "not_json"),
        arguments("white space", text(" \n"), "not_json"),
        arguments("larger than 1 MiB", spaces(1024 * 1024 + 1), "too_large"),
        arguments("larger than 1 MiB and broken", filled(2 * 1024 * 1024, 0xff), "too_large"),
        arguments("a byte that is never UTF-8", inId("ff"), "not_utf8"),
        arguments("latin-1", inId("e9"), "not_utf8"),
        arguments("cut UTF-8 sequence", inId("e282"), "not_utf8"),
        arguments("overlong slash", inId("c0af"), "not_utf8"),
        arguments("overlong NUL", inId("c080"), "not_utf8"),
        arguments("surrogate as UTF-8", inId("eda080"), "not_utf8"),
        arguments("beyond Unicode", inId("f4908080"), "not_utf8"),
        arguments("lone high surrogate escape", textInId("\\ud83d"), "not_utf8"),
        arguments("lone low surrogate escape", textInId("\\uDE00"), "not_utf8"),
        arguments("swapped surrogate escapes", textInId("\\ude00\\ud83d"), "not_utf8"),
        arguments("high surrogate, other escape", textInId("\\ud83d\\u0041"), "not_utf8"),
        arguments("lone surrogate in a key", text("{\"\\ud83d\":1}"), "not_utf8"),
        arguments("UTF-16 with mark", hex("fffe7b007d00"), "not_utf8"),
        arguments("not JSON", text("event_id=e1"), "not_json"),
        arguments("cut", text("{\"event_id\":\"e1\""), "not_json"),
        arguments("cut in a string", text("{\"event_id\":\"e"), "not_json"),
        arguments("NaN", event().with("items", "[{'unit_price':NaN}]").bytes(), "not_json"),
        arguments("Infinity", event().with("x", "-Infinity").bytes(), "not_json"),
        arguments("byte order mark", text("\ufeff{}"), "not_json"),
        arguments("block comment", text("{/* */}"), "not_json"),
        arguments("line comment", text("// x\n{}"), "not_json"),
        arguments("hash comment", text("# x\n{}"), "not_json"),
        arguments("single quotes", text("{'event_id':'e1'}"), "not_json"),
        arguments("name without quotes", text("{event_id:\"e1\"}"), "not_json"),
        arguments("trailing comma", text("{\"event_id\":\"e1\",}"), "not_json"),
        arguments("leading zero", event().with("x", "01").bytes(), "not_json"),
        arguments("leading plus", event().with("x", "+1").bytes(), "not_json"),
        arguments("point without digit", event().with("x", "1.").bytes(), "not_json"),
        arguments("line break in a string", textInId("a\nb"), "not_json"),
        arguments("unknown escape", textInId("\\x41"), "not_json"),
        arguments("cut escape", textInId("\\u00"), "not_json"),
        arguments("two objects", twice(event().json(), ""), "trailing_content"),
        arguments("two lines", twice(event().json(), "\n"), "trailing_content"),
        arguments("closed twice", text(event().json() + "}"), "trailing_content"),
        arguments("comment behind", text(event().json() + " // x"), "trailing_content"),
        arguments("key twice", text("{\"event_id\":\"a\",\"event_id\":\"b\"}"), "duplicate_key"),
        arguments("escaped twin", text("{\"a\":1,\"\\u0061\":2}"), "duplicate_key"),
        arguments("unknown key twice", text("{\"a\":1,\"a\":1}"), "duplicate_key"),
        arguments("twice null", text("{\"ip\":null,\"ip\":null}"), "duplicate_key"),
        arguments(
            "key twice in an item",
            event().with("items", "[{'name':'a','name':'b'}]").bytes(),
            "duplicate_key"),
        arguments(
            "key twice deep in properties",
            event().with("properties", "{'a':[{'b':{'c':1,'c':2}}]}").bytes(),
            "duplicate_key"),
        arguments(
            "key twice in what is left out",
            event().with("password", "{'c':1,'c':2}").bytes(),
            "duplicate_key"),
        arguments("101 levels", event().with("x", nested(100)).bytes(), "too_deep"),
        arguments("5000 levels", event().with("properties", nested(5000)).bytes(), "too_deep"),
        arguments("array", text("[" + event().json() + "]"), "not_an_object"),
        arguments("string", text("\"e1\""), "not_an_object"),
        arguments("number", text("12"), "not_an_object"),
        arguments("null", text("null"), "not_an_object"),
        arguments("true", text("true"), "not_an_object"),
        arguments("NUL escape", textInId("a\\u0000b"), "nul_character"),
        arguments("NUL byte in a string", inId("00"), "nul_character"),
        arguments("NUL byte behind", text(event().json() + "\0"), "nul_character"),
        arguments(
            "NUL escape in a key",
            event().with("properties", "{'a\\u0000':1}").bytes(),
            "nul_character"),
        arguments("NUL escape in an unknown field", text("{\"x\":\"\\u0000\"}"), "nul_character"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("wholeValues")
  void aValueThatIsNoMessageIsRefusedByName(String what, byte[] value, String code) {
    assertThat(Message.reason(Message.EVENTS.parse(value, Message.ARRIVAL))).isEqualTo(code);
  }

  static Stream<Arguments> fields() {
    String long129 = "'" + "x".repeat(129) + "'";
    String long257 = "'" + "x".repeat(257) + "'";
    return Stream.of(
        arguments("schema_version", "2", "unknown_schema_version"),
        arguments("schema_version", "0", "unknown_schema_version"),
        arguments("schema_version", "99999999999999999999", "unknown_schema_version"),
        arguments("schema_version", "'1'", "bad_type_schema_version"),
        arguments("schema_version", "1.5", "bad_type_schema_version"),
        arguments("schema_version", "1e999", "not_finite_schema_version"),
        arguments("event_id", "null", "missing_event_id"),
        arguments("event_id", "''", "missing_event_id"),
        arguments("event_id", "12", "bad_type_event_id"),
        arguments("event_id", "['e1']", "bad_type_event_id"),
        arguments("event_id", "{'a':{'b':[1]}}", "bad_type_event_id"),
        arguments("event_id", long129, "too_long_event_id"),
        arguments("event_type", "''", "missing_event_type"),
        arguments("event_type", "true", "bad_type_event_type"),
        arguments("event_type", "'" + "x".repeat(65) + "'", "too_long_event_type"),
        arguments("event_time", "null", "missing_event_time"),
        arguments("event_time", "''", "missing_event_time"),
        arguments("event_time", "'yesterday'", "bad_type_event_time"),
        arguments("event_time", "1773143940000.5", "bad_type_event_time"),
        arguments("event_time", "'1773143940000'", "bad_type_event_time"),
        arguments("event_time", "true", "bad_type_event_time"),
        arguments("event_time", "'2026-03-10T11:59:60Z'", "bad_type_event_time"),
        arguments("event_time", "1e999", "not_finite_event_time"),
        arguments("event_time", "'2026-03-10T13:00:00.000001Z'", "event_time_out_of_range"),
        arguments("event_time", "'1989-12-31T23:59:59.999999Z'", "event_time_out_of_range"),
        arguments("event_time", "1773143940", "event_time_out_of_range"),
        arguments("event_time", "99999999999999999999999", "event_time_out_of_range"),
        arguments("event_time", "'0000-01-01T00:00Z'", "event_time_out_of_range"),
        arguments("sent_at", "'soon'", "bad_type_sent_at"),
        arguments("sent_at", "''", "bad_type_sent_at"),
        arguments("sent_at", "1e999", "not_finite_sent_at"),
        arguments("sent_at", "9999999999999999", "out_of_range_sent_at"),
        arguments("received_at", "{}", "bad_type_received_at"),
        arguments("received_at", "-1e400", "not_finite_received_at"),
        arguments("received_at", "'0000-12-31T23:59:59Z'", "out_of_range_received_at"),
        arguments("shop_id", "5", "bad_type_shop_id"),
        arguments("anonymous_id", "null", "missing_anonymous_id"),
        arguments("anonymous_id", "''", "missing_anonymous_id"),
        arguments("anonymous_id", "1", "bad_type_anonymous_id"),
        arguments("anonymous_id", long257, "too_long_anonymous_id"),
        arguments("user_id", "1", "bad_type_user_id"),
        arguments("user_id", long257, "too_long_user_id"),
        arguments("client_session_id", "1", "bad_type_client_session_id"),
        arguments("platform", "[]", "bad_type_platform"),
        arguments("user_agent", "{}", "bad_type_user_agent"),
        arguments("ip", "127", "bad_type_ip"),
        arguments("language", "false", "bad_type_language"),
        arguments("page", "'https://shop.example/'", "bad_type_page"),
        arguments("page", "{'url':1}", "bad_type_page.url"),
        arguments("page", "{'title':1}", "bad_type_page.title"),
        arguments("page", "{'referrer':[]}", "bad_type_page.referrer"),
        arguments("campaign", "[]", "bad_type_campaign"),
        arguments("campaign", "{'source':1}", "bad_type_campaign.source"),
        arguments("campaign", "{'medium':1}", "bad_type_campaign.medium"),
        arguments("campaign", "{'name':1}", "bad_type_campaign.name"),
        arguments("campaign", "{'term':1}", "bad_type_campaign.term"),
        arguments("campaign", "{'content':1}", "bad_type_campaign.content"),
        arguments("campaign", "{'click_id':1}", "bad_type_campaign.click_id"),
        arguments("search_query", "1", "bad_type_search_query"),
        arguments("cart_id", "1", "bad_type_cart_id"),
        arguments("currency", "1", "bad_type_currency"),
        arguments("currency", "'EURO'", "bad_currency"),
        arguments("currency", "'eur'", "bad_currency"),
        arguments("currency", "''", "bad_currency"),
        arguments("items", "{}", "bad_type_items"),
        arguments("items", "['p1']", "bad_type_items"),
        arguments("items", "[null]", "bad_type_items"),
        arguments("items", "[{'product_id':1}]", "bad_type_items.product_id"),
        arguments("items", "[{'name':1}]", "bad_type_items.name"),
        arguments("items", "[{'category':1}]", "bad_type_items.category"),
        arguments("items", "[{'brand':1}]", "bad_type_items.brand"),
        arguments("items", "[{'variant':1}]", "bad_type_items.variant"),
        arguments("items", "[{'quantity':'2'}]", "bad_type_items.quantity"),
        arguments("items", "[{'quantity':1.5}]", "bad_type_items.quantity"),
        arguments("items", "[{'quantity':1e999}]", "not_finite_items.quantity"),
        arguments("items", "[{'quantity':-1}]", "negative_items.quantity"),
        arguments("items", "[{'quantity':100000000000000}]", "out_of_range_items.quantity"),
        arguments("items", "[{'unit_price':true}]", "bad_type_items.unit_price"),
        arguments("items", "[{'unit_price':''}]", "bad_type_items.unit_price"),
        arguments("items", "[{'unit_price':'1,50'}]", "bad_type_items.unit_price"),
        arguments("items", "[{'unit_price':' 1'}]", "bad_type_items.unit_price"),
        arguments("items", "[{'unit_price':1e999}]", "not_finite_items.unit_price"),
        arguments("items", "[{'unit_price':'1e999'}]", "not_finite_items.unit_price"),
        arguments("items", "[{'unit_price':'NaN'}]", "not_finite_items.unit_price"),
        arguments("items", "[{'unit_price':'-Infinity'}]", "not_finite_items.unit_price"),
        arguments("items", "[{'unit_price':-1}]", "negative_items.unit_price"),
        arguments("items", "[{'unit_price':'-0.00001'}]", "negative_items.unit_price"),
        arguments("items", "[{'unit_price':100000000000000}]", "out_of_range_items.unit_price"),
        arguments(
            "items", "[{'unit_price':99999999999999.99995}]", "out_of_range_items.unit_price"),
        arguments("items", "[{'discount':[]}]", "bad_type_items.discount"),
        arguments("items", "[{'discount':1e999}]", "not_finite_items.discount"),
        arguments("items", "[{'discount':-0.01}]", "negative_items.discount"),
        arguments("items", "[{'discount':1e14}]", "out_of_range_items.discount"),
        arguments("order", "'o1'", "bad_type_order"),
        arguments("order", "{'order_id':1}", "bad_type_order.order_id"),
        arguments("order", "{'total':{}}", "bad_type_order.total"),
        arguments("order", "{'total':1e999}", "not_finite_order.total"),
        arguments("order", "{'total':-1}", "negative_order.total"),
        arguments("order", "{'total':1e20}", "out_of_range_order.total"),
        arguments("order", "{'tax':false}", "bad_type_order.tax"),
        arguments("order", "{'tax':1e999}", "not_finite_order.tax"),
        arguments("order", "{'tax':-1}", "negative_order.tax"),
        arguments("order", "{'tax':1e20}", "out_of_range_order.tax"),
        arguments("order", "{'shipping':'free'}", "bad_type_order.shipping"),
        arguments("order", "{'shipping':1e999}", "not_finite_order.shipping"),
        arguments("order", "{'shipping':-1}", "negative_order.shipping"),
        arguments("order", "{'shipping':1e20}", "out_of_range_order.shipping"),
        arguments("order", "{'discount':'x'}", "bad_type_order.discount"),
        arguments("order", "{'discount':1e999}", "not_finite_order.discount"),
        arguments("order", "{'discount':-1}", "negative_order.discount"),
        arguments("order", "{'discount':1e20}", "out_of_range_order.discount"),
        arguments("order", "{'currency':1}", "bad_type_order.currency"),
        arguments("order", "{'currency':'XYZ'}", "bad_currency"),
        arguments("order", "{'coupon':1}", "bad_type_order.coupon"),
        arguments("properties", "[]", "bad_type_properties"),
        arguments("properties", "'x'", "bad_type_properties"));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("fields")
  void aFieldThatBreaksItsRuleIsRefusedByName(String field, String json, String code) {
    assertThat(event().with(field, json).reason()).isEqualTo(code);
  }

  @Test
  void aRequiredFieldThatIsNotThereIsMissing() {
    assertThat(event().without("event_id").reason()).isEqualTo("missing_event_id");
    assertThat(event().without("event_type").reason()).isEqualTo("missing_event_type");
    assertThat(event().without("event_time").reason()).isEqualTo("missing_event_time");
    assertThat(event().without("anonymous_id").reason()).isEqualTo("missing_anonymous_id");
  }

  @Test
  void keysAreCaseSensitive() {
    assertThat(event().without("event_id").with("Event_Id", "'e1'").reason())
        .isEqualTo("missing_event_id");
  }

  @Test
  void everyCodeThatAFieldCanHaveIsInTheTable() {
    assertThat(fields().map(row -> (String) row.get()[2]))
        .containsAll(Arrays.stream(EventField.values()).flatMap(EventRejectTest::codes).toList());
  }

  @Test
  void everyCodeOfTheWholeValueIsInTheTable() {
    assertThat(wholeValues().map(row -> (String) row.get()[2]))
        .containsAll(Arrays.stream(WholeValueCode.values()).map(WholeValueCode::code).toList());
  }

  /** The codes of a field by its kind. */
  private static Stream<String> codes(EventField field) {
    Stream<FieldCode> codes =
        switch (field.kind()) {
          case TEXT, UNCHECKED, ID, STATUS, FLAG, OBJECT, LIST, PROPERTIES ->
              Stream.of(FieldCode.BAD_TYPE);
          case CURRENCY -> Stream.of(FieldCode.BAD_TYPE, FieldCode.BAD_CURRENCY);
          case TIME -> Stream.of(FieldCode.BAD_TYPE, FieldCode.NOT_FINITE, FieldCode.OUT_OF_RANGE);
          case FACT_TIME ->
              Stream.of(FieldCode.BAD_TYPE, FieldCode.NOT_FINITE, FieldCode.TIME_OUT_OF_RANGE);
          case VERSION ->
              Stream.of(FieldCode.BAD_TYPE, FieldCode.NOT_FINITE, FieldCode.UNKNOWN_VERSION);
          case COUNT, AMOUNT ->
              Stream.of(
                  FieldCode.BAD_TYPE,
                  FieldCode.NOT_FINITE,
                  FieldCode.NEGATIVE,
                  FieldCode.OUT_OF_RANGE);
        };
    Stream<FieldCode> missing = field.isRequired() ? Stream.of(FieldCode.MISSING) : Stream.of();
    Stream<FieldCode> tooLong = field.maxLength() > 0 ? Stream.of(FieldCode.TOO_LONG) : Stream.of();
    return Stream.of(codes, missing, tooLong).flatMap(some -> some).map(code -> code.code(field));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] twice(String json, String between) {
    return text(json + between + json);
  }

  private static byte[] spaces(int count) {
    return filled(count, ' ');
  }

  private static byte[] filled(int count, int b) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) b);
    return bytes;
  }

  private static byte[] textInId(String id) {
    return event().with("event_id", "'" + id + "'").bytes();
  }

  /** An event whose id holds the bytes {@code hex}. */
  private static byte[] inId(String hex) {
    String json = event().with("event_id", "'~'").json();
    int at = json.indexOf('~');
    byte[] before = text(json.substring(0, at));
    byte[] after = text(json.substring(at + 1));
    byte[] middle = hex(hex);
    byte[] all = Arrays.copyOf(before, before.length + middle.length + after.length);
    System.arraycopy(middle, 0, all, before.length, middle.length);
    System.arraycopy(after, 0, all, before.length + middle.length, after.length);
    return all;
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }
}
