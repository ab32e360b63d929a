package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static io.shoplake.parsing.Message.orderChange;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several problems of one message is named. */
class PrecedenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":1,\"a\":2} x          | duplicate_key",
        "{\"a\":\"\\u0000\",\"a\":2}  | nul_character",
        "{\"a\":1,\"a\":\"\\u0000\"}  | duplicate_key",
        "{\"a\":NaN,\"b\":\"\\u0000\"}| not_json",
        "{\"a\":\"\\ud800\",\"b\":NaN}| not_utf8",
        "{\"a\":\"\\u0000\\ud800\"}   | nul_character",
        "{\"a\":\"\\ud800\\u0000\"}   | not_utf8",
        "[\"\\u0000\"                 | not_an_object",
        "[1,                          | not_an_object",
        "{} \\u0000                   | trailing_content",
        "{\"a\":1 \\u0000}             | not_json",
        "{\"a\":\\ud800}               | not_json",
        "{\"\\u0000\":1,}              | nul_character",
        "{\"event_id\":1,             | not_json",
      })
  void ofTheProblemsOfTheWholeValueTheLeftmostIsNamed(String json, String code) {
    assertThat(reason(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(code);
  }

  @Test
  void aBrokenByteBehindAnotherProblemIsNotNamed() {
    assertThat(reason(latin1("{\"a\":1,\"a\":\"\u00e9\"}"))).isEqualTo("duplicate_key");
    assertThat(reason(latin1("{\"a\":\"\u00e9\",\"a\":1}"))).isEqualTo("not_utf8");
    assertThat(reason(latin1("{} \u00e9"))).isEqualTo("not_utf8");
    assertThat(reason(latin1("{} x\u00e9"))).isEqualTo("trailing_content");
  }

  @Test
  void theWholeValueComesBeforeItsFields() {
    assertThat(event().with("schema_version", "9").with("x", "NaN").reason()).isEqualTo("not_json");
  }

  @Test
  void fieldsAreNamedInTheOrderOfTheirTableWhateverTheirOrderInTheMessage() {
    Message broken =
        new Message(Map.of())
            .with("properties", "1")
            .with("order", "{'total':-1}")
            .with("items", "[{'unit_price':-1,'product_id':1}]")
            .with("currency", "'x'")
            .with("sent_at", "1.5")
            .with("event_time", "1")
            .with("event_type", "''")
            .with("schema_version", "2");
    assertThat(broken.reason()).isEqualTo("unknown_schema_version");
    broken = broken.without("schema_version");
    assertThat(broken.reason()).isEqualTo("missing_event_id");
    broken = broken.with("event_id", "'e1'");
    assertThat(broken.reason()).isEqualTo("missing_event_type");
    broken = broken.with("event_type", "'view_item'");
    assertThat(broken.reason()).isEqualTo("event_time_out_of_range");
    broken = broken.with("event_time", "'2026-03-10T11:59:00Z'");
    assertThat(broken.reason()).isEqualTo("bad_type_sent_at");
    broken = broken.without("sent_at");
    assertThat(broken.reason()).isEqualTo("missing_anonymous_id");
    broken = broken.with("user_id", "'u1'");
    assertThat(broken.reason()).isEqualTo("bad_currency");
    broken = broken.without("currency");
    assertThat(broken.reason()).isEqualTo("bad_type_items.product_id");
    broken = broken.with("items", "[{'unit_price':-1}]");
    assertThat(broken.reason()).isEqualTo("negative_items.unit_price");
    broken = broken.without("items");
    assertThat(broken.reason()).isEqualTo("negative_order.total");
    broken = broken.without("order");
    assertThat(broken.reason()).isEqualTo("bad_type_properties");
    assertThat(broken.without("properties").reason()).isEqualTo("accepted");
  }

  @Test
  void ofTheProblemsOfOneFieldInSeveralItemsTheFirstCodeIsNamed() {
    assertThat(event().with("items", "[{'unit_price':-1},{'unit_price':'x'}]").reason())
        .isEqualTo("bad_type_items.unit_price");
    assertThat(event().with("items", "[{'unit_price':-1e999}]").reason())
        .isEqualTo("not_finite_items.unit_price");
    assertThat(event().with("items", "[{'unit_price':-1e20}]").reason())
        .isEqualTo("negative_items.unit_price");
  }

  @Test
  void aVisitorThatIsGivenWronglyIsNotMissing() {
    assertThat(event().without("anonymous_id").with("user_id", "7").reason())
        .isEqualTo("bad_type_user_id");
  }

  @Test
  void anOrderChangeNamesItsFieldsInTheOrderOfItsTable() {
    Message broken =
        new Message(Map.of())
            .with("refund", "{'amount':1}")
            .with("lines", "[{'quantity':1.5}]")
            .with("status", "'lost'")
            .with("changed_at", "1");
    assertThat(broken.changeReason()).isEqualTo("missing_change_id");
    broken = broken.with("change_id", "'c1'");
    assertThat(broken.changeReason()).isEqualTo("missing_order_id");
    broken = broken.with("order_id", "'o1'");
    assertThat(broken.changeReason()).isEqualTo("bad_type_status");
    broken = broken.without("status");
    assertThat(broken.changeReason()).isEqualTo("changed_at_out_of_range");
    broken = broken.with("changed_at", "'2026-03-10T11:59:00Z'");
    assertThat(broken.changeReason()).isEqualTo("bad_type_lines.quantity");
    broken = broken.without("lines");
    assertThat(broken.changeReason()).isEqualTo("missing_refund.refund_id");
    assertThat(orderChange().changeReason()).isEqualTo("accepted");
  }

  @Test
  void aRejectKnowsItsShopWhereTheShopStandsBeforeTheProblem() {
    assertThat(shop("{\"shop_id\":\"north\",\"event_id\":1}")).isEqualTo("north");
    assertThat(shop("{\"shop_id\":\"north\",\"x\":NaN}")).isEqualTo("north");
    assertThat(shop("{\"x\":NaN,\"shop_id\":\"north\"}")).isEqualTo("main");
    assertThat(shop("{\"shop_id\":12}")).isEqualTo("main");
  }

  @Test
  void aRejectNeverRepeatsWhatWasSent() {
    Message secret = event().with("event_time", "'ann@example.com'").with("currency", "'hunter2'");
    assertThat(Message.EVENTS.parse(secret.bytes(), Message.ARRIVAL).toString())
        .doesNotContain("ann", "hunter2");
    assertThat(Message.EVENTS.parse(latin1("{\"a\":hunter2}"), Message.ARRIVAL).toString())
        .doesNotContain("hunter2");
  }

  private static String shop(String json) {
    return Message.EVENTS.parse(json.getBytes(StandardCharsets.UTF_8), Message.ARRIVAL)
            instanceof Parsed.Rejected<ShopEvent> rejected
        ? rejected.shopId()
        : null;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String reason(byte[] value) {
    return Message.reason(Message.EVENTS.parse(value, Message.ARRIVAL));
  }
}
