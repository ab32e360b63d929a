package io.shoplake.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.ShopEvent.Item;
import io.shoplake.parsing.ShopEvent.Tie;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as PostHog's clients post them, as its receiver publishes them, and as PostHog does. */
class PostHogParserTest {

  private static final String UUID = "018e0000-0000-7000-8000-00000000000a";
  private static final Instant ARRIVAL = Instant.parse("2026-03-10T12:00:00Z");
  private static final String NOW = "2026-03-10T11:59:59.5Z";
  private static final String TIME = "2026-03-10T11:59:00.123456Z";

  private static final PostHogParser PARSER = parser(Shops.DEFAULT);

  @Test
  void anEventOfABrowserSaysWhatItsColumnsHold() {
    ShopEvent event =
        accepted(
            inEnvelope(
                event(
                    "$pageview",
                    "d-1",
                    """
                    "$device_id":"d-1","$is_identified":false,"$session_id":"s-1","$lib":"web",
                    "$current_url":"https://shop.example/?utm_source=mail&email=ann@example.com",
                    "$title":"Home","$referrer":"https://search.example/","$browser_language":"de",
                    "$raw_user_agent":"Mozilla/5.0 (iPhone)","$browser":"Safari","utm_source":"mail",
                    "utm_campaign":"spring","gclid":null,"token":"phc_1","distinct_id":"d-1"\
                    """)));

    assertThat(event.eventId()).isEqualTo(UUID);
    assertThat(event.eventType()).isEqualTo("page_view");
    assertThat(event.isKnownType()).isTrue();
    assertThat(time(event.eventTime())).isEqualTo(TIME);
    assertThat(time(event.receivedAt())).isEqualTo("2026-03-10T11:59:59.500Z");
    assertThat(event.visitorId()).isEqualTo("a:d-1");
    assertThat(event.anonymousId()).isEqualTo("d-1");
    assertThat(event.userId()).isNull();
    assertThat(event.distinctId()).isNull();
    assertThat(event.clientSessionId()).isEqualTo("s-1");
    assertThat(event.platform()).isEqualTo("web");
    assertThat(event.device()).isEqualTo("mobile");
    assertThat(event.language()).isEqualTo("de");
    assertThat(event.ipPrefix()).isEqualTo("10.1.2.0");
    assertThat(event.pageUrl()).isEqualTo("https://shop.example/?utm_source=mail&email=");
    assertThat(event.pageTitle()).isEqualTo("Home");
    assertThat(event.pageReferrer()).isEqualTo("https://search.example/");
    assertThat(event.campaignSource()).isEqualTo("mail");
    assertThat(event.campaignName()).isEqualTo("spring");
    assertThat(event.properties())
        .isEqualTo(
            """
            {"$is_identified":false,"$lib":"web","$browser":"Safari","event":"$pageview"}""");
  }

  @Test
  void ofACampaignOnlyWhatHasAColumnLeavesTheProperties() {
    ShopEvent event =
        accepted(
            event(
                "e",
                "u",
                """
                "utm_source":"mail","utm_medium":["a","b"],"utm_id":"7","utm_source_platform":"x",
                "utm_term":null,"fbclid":"F1","gclid":"G1","ttclid":null\
                """));

    assertThat(event.campaignSource()).isEqualTo("mail");
    assertThat(event.campaignMedium()).isNull();
    assertThat(event.campaignClickId()).isEqualTo("G1");
    assertThat(event.properties())
        .isEqualTo(
            """
            {"utm_medium":["a","b"],"utm_id":"7","utm_source_platform":"x","fbclid":"F1"}""");
  }

  @Test
  void allFormsOfOneEventAreTheSameRow() {
    String properties =
        """
        {"$device_id":"d-1","$lib":"web","$ip":"10.1.2.3","products":[{"product_id":7,"price":9.5}]}""";
    String posted =
        """
        {"uuid":"%s","event":"Product Viewed","distinct_id":"d-1","timestamp":"%s","now":"%s",
         "properties":%s}"""
            .formatted(UUID, TIME, NOW, properties);
    String enriched =
        """
        {"uuid":"%s","event":"Product Viewed","distinct_id":"d-1","team_id":2,"project_id":2,
         "timestamp":"2026-03-10 11:59:00.123456","captured_at":"2026-03-10 11:59:59.500000",
         "created_at":"2026-03-10 12:00:00.000","elements_chain":"","person_id":"p",
         "person_properties":"{\\"email\\":\\"ann@example.com\\"}","person_mode":"full",
         "properties":%s}"""
            .formatted(UUID, quoted(properties));

    ShopEvent event = accepted(posted);

    assertThat(event.items())
        .containsExactly(new Item("7", null, null, null, null, 1, amount("9.5000"), null));
    assertThat(accepted(inEnvelope(posted))).isEqualTo(event);
    assertThat(accepted(inEnvelope(posted.replace(UUID, UUID.toUpperCase(Locale.ROOT)))))
        .isEqualTo(event);
    assertThat(accepted(enriched)).isEqualTo(event);
    assertThat(
            accepted(
                    enriched.replace(
                        "\"captured_at\":\"2026-03-10 11:59:59.500000\"", "\"captured_at\":null"))
                .receivedAt())
        .isEqualTo(Instants.micros(ARRIVAL));
  }

  @Test
  void whatIsSentAgainIsTheSameContentAtAnotherTime() {
    String event = event("$pageview", "d-1", "");
    long first = accepted(inEnvelope(event)).contentHash();

    assertThat(accepted(inEnvelope(event).replace(NOW, "2026-03-10T11:59:59.9Z")).contentHash())
        .isEqualTo(first);
    assertThat(accepted(inEnvelope(event.replace("d-1", "d-2"))).contentHash()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "$pageview, page_view",
    "$screen, page_view",
    "Product List Viewed, view_item_list",
    "Product Viewed, view_item",
    "product_viewed, view_item",
    "Products Searched, search",
    "Product Added, add_to_cart",
    "add_to_cart, add_to_cart",
    "Product Removed, remove_from_cart",
    "Cart Viewed, view_cart",
    "Checkout Started, begin_checkout",
    "checkout-started, begin_checkout",
    "Payment Info Entered, add_payment_info",
    "Order Completed, purchase",
    "Purchase, purchase",
    "Order Refunded, refund",
    "Signed Up, sign_up",
    "User Logged In, login",
    "$identify, identify",
    "$set, identify",
    "$create_alias, identify",
    "$autocapture, $autocapture",
    "Coupon Applied, Coupon Applied"
  })
  void aNameBecomesTheTypeItStandsFor(String name, String type) {
    ShopEvent event = accepted(event(name, "u", ""));

    assertThat(event.eventType()).isEqualTo(type);
    assertThat(event.isKnownType()).isEqualTo(!name.equals(type) || name.equals("add_to_cart"));
    assertThat(event.properties())
        .isEqualTo(name.equals(type) ? null : "{\"event\":\"%s\"}".formatted(name));
  }

  @Test
  void withoutADeviceTheDistinctIdIsTheVisitorAndIsLookedUp() {
    ShopEvent event = accepted(event("Product Added", "u-7", ""));

    assertThat(event.visitorId()).isEqualTo("a:u-7");
    assertThat(event.distinctId()).isEqualTo("u-7");
    assertThat(event.userId()).isNull();
    assertThat(event.ties()).isNull();
  }

  @Test
  void identifyingOnADeviceTiesBothIdsToIt() {
    ShopEvent event =
        accepted(event("$identify", "u-7", "\"$device_id\":\"d-1\",\"$anon_distinct_id\":\"n-1\""));

    assertThat(event.visitorId()).isEqualTo("a:d-1");
    assertThat(event.userId()).isEqualTo("u-7");
    assertThat(event.distinctId()).isNull();
    assertThat(event.ties()).containsExactly(new Tie("u-7", "d-1"), new Tie("n-1", "d-1"));
  }

  @Test
  void identifyingWithoutADeviceBelongsToTheAnonymousIdItNames() {
    ShopEvent event = accepted(event("$identify", "u-7", "\"$anon_distinct_id\":\"anon-1\""));

    assertThat(event.visitorId()).isEqualTo("a:anon-1");
    assertThat(event.userId()).isEqualTo("u-7");
    assertThat(event.distinctId()).isEqualTo("anon-1");
    assertThat(event.ties()).containsExactly(new Tie("u-7", "anon-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "posthog-python, anon-1, user-7",
    "web,            anon-1, user-7",
    "posthog-node,   user-7, anon-1",
    "posthog-java,   user-7, anon-1",
    "none,           user-7, anon-1"
  })
  void anAliasIsReadInTheDirectionOfItsClient(String library, String distinctId, String alias) {
    ShopEvent event =
        accepted(
            event(
                "$create_alias",
                distinctId,
                "\"alias\":\"%s\",\"distinct_id\":\"%s\",\"$lib\":\"%s\""
                    .formatted(alias, distinctId, library)));

    assertThat(event.visitorId()).isEqualTo("a:anon-1");
    assertThat(event.userId()).isEqualTo("user-7");
    assertThat(event.ties()).containsExactly(new Tie("user-7", "anon-1"));
    assertThat(event.properties()).doesNotContain("anon-1", "user-7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "undefined", "Guest", "0"})
  void anIdThatFaultyProgramsSendForEverybodyTiesNobody(String id) {
    assertThat(accepted(event("$identify", id, "\"$anon_distinct_id\":\"anon-1\"")).ties())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "\"$device_id\":\"d\" \"$is_identified\":true, u",
    "\"$device_id\":\"d\" \"$is_identified\":false,",
    "\"$device_id\":\"d\", u",
    "\"$device_id\":\"u\",",
    "\"$is_identified\":true, u"
  })
  void thePersonIsKnownWhereTheClientIsIdentified(String properties, String user) {
    assertThat(accepted(event("e", "u", properties.replace("\" \"", "\",\""))).userId())
        .isEqualTo(user);
  }

  @Test
  void idsThatAreEmailAddressesAreReplacedEverywhere() {
    ShopEvent event =
        accepted(
            event(
                "$identify",
                "ann@example.com",
                """
                "$anon_distinct_id":"anon-1","distinct_id":"ann@example.com","$user_id":"ann@example.com",
                "$set":{"email":"ann@example.com","plan":"pro","seen":"by ann@example.com"},
                "$initial_current_url":"https://shop.example/?email=ann@example.com&a=b",
                "$elements":[{"attr__href":"/stop?phone=1&c=d"}]\
                """));

    assertThat(event.userId()).startsWith("p1:");
    assertThat(event.ties()).containsExactly(new Tie(event.userId(), "anon-1"));
    assertThat(event.properties())
        .isEqualTo(
            """
            {"$set":{"plan":"pro"},"$initial_current_url":"https://shop.example/?email=&a=b",\
            "$elements":[{"attr__href":"/stop?phone=&c=d"}],"event":"$identify"}""");
    assertThat(event.toString()).doesNotContain("ann@");
  }

  @Test
  void whoMayNotBeKnownIsAnotherVisitorEachDay() {
    String agent = "\"$device_id\":null,\"$raw_user_agent\":\"%s\"";
    String event = event("$pageview", "$posthog_cookieless", agent.formatted("one"));
    String visitor = accepted(inEnvelope(event)).visitorId();

    assertThat(visitor).startsWith("a:p1:");
    assertThat(accepted(inEnvelope(event)).visitorId()).isEqualTo(visitor);
    assertThat(accepted(inEnvelope(event.replace("one", "two"))).visitorId()).isNotEqualTo(visitor);
    assertThat(accepted(inEnvelope(event.replace("03-10T", "03-09T"))).visitorId())
        .isNotEqualTo(visitor);
    assertThat(accepted(inEnvelope(event)).distinctId()).isNull();
  }

  @Test
  void anOrderInTheNamesOfSegmentIsRead() {
    ShopEvent event =
        accepted(
            event(
                "Order Completed",
                "u",
                """
                "order_id":1001,"revenue":"19.98","tax":1.5,"shipping":2.00,"discount":3,"coupon":"SPRING",
                "currency":"USD","affiliation":"web",
                "products":[{"product_id":"sku-1","name":"Pot","category":"kitchen","brand":"B",
                "variant":"red","price":9.99,"quantity":2,"position":1}]\
                """));

    assertThat(event.orderId()).isEqualTo("1001");
    assertThat(event.orderTotal()).isEqualTo(amount("23.4800"));
    assertThat(event.orderTax()).isEqualTo(amount("1.5000"));
    assertThat(event.orderShipping()).isEqualTo(amount("2.0000"));
    assertThat(event.orderDiscount()).isEqualTo(amount("3.0000"));
    assertThat(event.orderCoupon()).isEqualTo("SPRING");
    assertThat(event.currency()).isEqualTo("USD");
    assertThat(event.items())
        .containsExactly(
            new Item("sku-1", "Pot", "kitchen", "B", "red", 2, amount("9.9900"), null));
    assertThat(event.properties())
        .isEqualTo("{\"affiliation\":\"web\",\"event\":\"Order Completed\"}");
  }

  @Test
  void anOrderInTheNamesOfGa4IsRead() {
    ShopEvent event =
        accepted(
            event(
                "purchase",
                "u",
                """
                "transaction_id":"t-1","value":10,"total":12,"items":[{"item_id":"7","item_name":"Pot",
                "item_brand":"B","item_category":"kitchen","item_variant":"red","price":5,"discount":1,
                "quantity":2}]\
                """));

    assertThat(event.orderId()).isEqualTo("t-1");
    assertThat(event.orderTotal()).isEqualTo(amount("12.0000"));
    assertThat(event.items())
        .containsExactly(new Item("7", "Pot", "kitchen", "B", "red", 2, amount("5.0000"), null));
  }

  @Test
  void aProductAmongThePropertiesIsAnItem() {
    ShopEvent event =
        accepted(
            event(
                "Product Added",
                "u",
                "\"product_id\":\"7\",\"name\":\"Pot\",\"price\":5,\"cart_id\":3,\"colour\":\"red\""));

    assertThat(event.items())
        .containsExactly(new Item("7", "Pot", null, null, null, 1, amount("5.0000"), null));
    assertThat(event.cartId()).isEqualTo("3");
    assertThat(event.properties()).isEqualTo("{\"colour\":\"red\",\"event\":\"Product Added\"}");
    assertThat(accepted(event("Products Searched", "u", "\"query\":\"pots\"")).searchQuery())
        .isEqualTo("pots");
    assertThat(accepted(event("Video Played", "u", "\"quantity\":\"many\",\"price\":-1")).items())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-10T10:00:00+00:00, 2026-03-10T10:00:00Z",
    "2026-03-10T10:00:00.017395501Z, 2026-03-10T10:00:00.017395Z",
    "2026-03-10 10:00:00.5, 2026-03-10T10:00:00.500Z",
    "2026-03-10T10:00:00, 2026-03-10T10:00:00Z",
    "2026-03-10 11:00:00+01:00, 2026-03-10T10:00:00Z"
  })
  void timesAreReadAsPostHogDoes(String sent, String time) {
    assertThat(time(accepted(event("e", "u", "").replace(TIME, sent)).eventTime())).isEqualTo(time);
  }

  @Test
  void aClockThatIsOffIsPutRightUnlessTheClientForbidsIt() {
    String event = event("e", "u", "");
    String off = ",\"sent_at\":\"2026-03-10T11:54:59.5Z\"}";
    String suspect = ",\"sent_at\":\"2026-03-01T11:54:59.5Z\"}";

    ShopEvent corrected = accepted(withEnd(inEnvelope(event), off));
    assertThat(time(corrected.eventTime())).isEqualTo("2026-03-10T12:04:00.123456Z");
    assertThat(time(corrected.originalEventTime())).isEqualTo(TIME);
    assertThat(accepted(withEnd(inEnvelope(event), suspect)).isClockSuspect()).isTrue();
    assertThat(
            accepted(withEnd(inEnvelope(event("e", "u", "\"$ignore_sent_at\":true")), off))
                .originalEventTime())
        .isNull();
  }

  @Test
  void withoutATimeTheAgeOrTheArrivalTellsIt() {
    String untimed = event("e", "u", "").replace("\"timestamp\":\"%s\",".formatted(TIME), "");
    String aged = withEnd(untimed, ",\"offset\":2500}");

    assertThat(time(accepted(inEnvelope(untimed)).eventTime()))
        .isEqualTo("2026-03-10T11:59:59.500Z");
    assertThat(time(accepted(inEnvelope(aged)).eventTime())).isEqualTo("2026-03-10T11:59:57Z");
    assertThat(time(accepted(untimed).eventTime())).isEqualTo("2026-03-10T12:00:00Z");
  }

  @Test
  void theProjectDecidesTheShop() {
    Shop shop = Shop.withDefaults("north");
    Shop north =
        new Shop(
            shop.id(),
            shop.timeZone(),
            "NOK",
            shop.revenueBasis(),
            shop.finalAfter(),
            shop.sessions(),
            shop.funnel(),
            List.of("phc_north", "17"));
    PostHogParser parser = parser(new Shops(Map.of("north", north)));
    String event = event("e", "u", "");

    for (String message :
        List.of(
            withEnd(inEnvelope(event), ",\"token\":\"phc_north\"}"),
            withEnd(event, ",\"api_key\":\"phc_north\"}"),
            withEnd(event, ",\"team_id\":17}"),
            event("e", "u", "\"token\":\"phc_north\""))) {
      assertThat(accepted(parser, message).shopId()).isEqualTo("north");
      assertThat(accepted(parser, message).currency()).isEqualTo("NOK");
    }
    assertThat(accepted(parser, withEnd(event, ",\"team_id\":18}")).shopId()).isEqualTo("main");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                            | not_json
          {"data":"{"}                                                  | not_json
          {"data":""}                                                   | not_json
          {"data":"[]"}                                                 | not_an_object
          {"data":"{}{}"}                                               | trailing_content
          {"data":"{\\"a\\":1,\\"a\\":2}"}                              | duplicate_key
          {"data":"{}","data":"{}"}                                     | duplicate_key
          {"data":"{\\"a\\":\\"\\\\u0000\\"}"}                          | nul_character
          {"data":"{\\"a\\":\\"\\\\ud800\\"}"}                          | not_utf8
          {"properties":"{\\"a\\":"}                                    | not_json
          {"properties":"{\\"a\\":NaN}"}                                | not_json
          []                                                            | not_an_object
          {}                                                            | missing_event_id
          {"uuid":"1"}                                                  | missing_event_type
          {"uuid":"1","event":"e"}                                      | missing_anonymous_id
          {"uuid":"1","event":"e","distinct_id":"u","timestamp":"soon"} | bad_type_event_time
          {"uuid":"1","event":"e","distinct_id":"u","timestamp":"1980-01-01T00:00:00Z"} | event_time_out_of_range
          {"uuid":"1","event":"e","distinct_id":"u","properties":[]}    | bad_type_properties
          {"uuid":"1","event":"purchase","distinct_id":"u","properties":{"products":[1]}} | bad_type_items
          {"uuid":"1","event":"purchase","distinct_id":"u","properties":{"products":[{"price":-1}]}} | negative_items.unit_price
          {"uuid":"1","event":"purchase","distinct_id":"u","properties":{"revenue":"a lot"}} | bad_type_order.total
          {"uuid":"1","event":"purchase","distinct_id":"u","properties":{"currency":"euro"}} | bad_currency
          """)
  void whatIsWrongIsRejectedByName(String message, String reason) {
    assertThat(Message.reason(PARSER.parse(message.getBytes(UTF_8), ARRIVAL))).isEqualTo(reason);
  }

  @Test
  void theSizeIsThatOfTheEventWithoutItsEnvelope() {
    PostHogParser parser =
        new PostHogParser(
            Shops.DEFAULT,
            Pseudonyms.forDevelopment(),
            new Limits(300, Limits.DEFAULT.maxFuture()));
    String fits = event("e", "u", "\"p\":\"%s\"".formatted("\\\"".repeat(70)));
    String tooLarge = event("e", "u", "\"p\":\"%s\"".formatted("x".repeat(300)));

    assertThat(fits.length()).isLessThan(300);
    assertThat(inEnvelope(fits).length()).isGreaterThan(360);
    assertThat(parser.parse(inEnvelope(fits).getBytes(UTF_8), ARRIVAL))
        .isInstanceOf(Accepted.class);
    assertThat(parser.parse(enriched("x".repeat(280)).getBytes(UTF_8), ARRIVAL))
        .isInstanceOf(Accepted.class);
    for (String message :
        List.of(tooLarge, inEnvelope(tooLarge), enriched("x".repeat(300)), "x".repeat(301))) {
      assertThat(parser.parse(message.getBytes(UTF_8), ARRIVAL))
          .isInstanceOfSatisfying(
              Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo("too_large"));
    }
    assertThat(Message.reason(parser.parse(null, ARRIVAL))).isEqualTo("not_json");
  }

  /** An event as a client posts it. */
  private static String event(String name, String distinctId, String properties) {
    return "{\"uuid\":\"%s\",\"event\":\"%s\",\"distinct_id\":\"%s\",\"timestamp\":\"%s\",\"properties\":{%s}}"
        .formatted(UUID, name, distinctId, TIME, properties);
  }

  /** The same as the collector, or PostHog's own receiver, passes it on. */
  private static String inEnvelope(String event) {
    return "{\"uuid\":\"%s\",\"ip\":\"10.1.2.3\",\"data\":%s,\"now\":\"%s\"}"
        .formatted(UUID, quoted(event), NOW);
  }

  /** The same as PostHog publishes it with what it knows of the person. */
  private static String enriched(String property) {
    return """
        {"uuid":"%s","event":"e","distinct_id":"u","timestamp":"%s","captured_at":"%s",
         "person_properties":"{\\"plan\\":\\"pro\\"}","properties":"{\\"p\\":\\"%s\\"}"}"""
        .formatted(UUID, TIME, NOW, property);
  }

  private static String withEnd(String object, String end) {
    return object.substring(0, object.length() - 1) + end;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    StrictJson.quote(text, quoted);
    return quoted.toString();
  }

  private static PostHogParser parser(Shops shops) {
    return new PostHogParser(shops, Pseudonyms.forDevelopment(), Limits.DEFAULT);
  }

  private static ShopEvent accepted(String message) {
    return accepted(PARSER, message);
  }

  private static ShopEvent accepted(PostHogParser parser, String message) {
    Parsed<ShopEvent> parsed = parser.parse(message.getBytes(UTF_8), ARRIVAL);
    assertThat(parsed).as(message).isInstanceOf(Accepted.class);
    return ((Accepted<ShopEvent>) parsed).record();
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }

  private static String time(Long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
