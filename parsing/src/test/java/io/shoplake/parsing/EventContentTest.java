package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.layout.Field;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.OrderChanges;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an accepted message becomes. */
class EventContentTest {

  private static final Set<String> OF_ARRIVAL =
      Set.of("topic", "partition", "offset", "kafka_time", "ingested_at", "batch", "is_late");

  @Test
  void aFullEventKeepsEverything() {
    ShopEvent parsed =
        event()
            .with("schema_version", "1")
            .with("event_type", "'purchase'")
            .with("shop_id", "'north'")
            .with("user_id", "'u1'")
            .with("client_session_id", "'s1'")
            .with("platform", "'web'")
            .with("language", "'de-DE'")
            .with("ip", "'203.0.113.77'")
            .with("page", "{'url':'https://shop.example/a','title':'A \\u00e9','referrer':'r'}")
            .with(
                "campaign",
                "{'source':'news','medium':'email','name':'n','term':'t','content':'c','click_id':'k'}")
            .with("search_query", "'kettle'")
            .with("cart_id", "'c1'")
            .with(
                "items",
                "[{'product_id':'p1','name':'n','category':'c','brand':'b','variant':'v','quantity':3,'unit_price':'2.50','discount':0.5},{}]")
            .with(
                "order",
                "{'order_id':'o1','total':7,'tax':1,'shipping':2,'discount':0,'coupon':'X'}")
            .with("properties", "{'a':1}")
            .accepted();
    assertThat(parsed.visitorId()).isEqualTo("a:a1");
    assertThat(parsed.shopId()).isEqualTo("north");
    assertThat(parsed.isKnownType()).isTrue();
    assertThat(parsed.pageTitle()).isEqualTo("A \u00e9");
    assertThat(parsed.ipPrefix()).isEqualTo("203.0.113.0");
    assertThat(parsed.campaignClickId()).isEqualTo("k");
    assertThat(parsed.items())
        .containsExactly(
            new ShopEvent.Item(
                "p1", "n", "c", "b", "v", 3, Decimals.amount(25_000), Decimals.amount(5_000)),
            new ShopEvent.Item(null, null, null, null, null, 1, null, null));
    assertThat(parsed.orderId()).isEqualTo("o1");
    assertThat(parsed.orderShipping()).isEqualTo("2.0000");
    assertThat(parsed.orderCoupon()).isEqualTo("X");
    assertThat(parsed.properties()).isEqualTo("{\"a\":1}");
  }

  @Test
  void aFullOrderChangeKeepsEverything() {
    OrderChange change =
        Message.orderChange()
            .with("shop_id", "'north'")
            .with("status", "'refunded'")
            .with("placed_at", "'2026-03-01T00:00Z'")
            .with("customer_id", "'ann@example.com'")
            .with("currency", "'GBP'")
            .with(
                "lines",
                "[{'line_id':'1','product_id':'p','name':'n','category':'c','sub_category':'s','unit_price':2,'unit_cost':1}]")
            .with(
                "refund",
                "{'refund_id':'r1','amount':'2.00','lines':[{'line_id':'9','quantity':4}]}")
            .with(
                "ship",
                "{'mode':'air','shipped_at':0,'country':'FR','region':'r','city':'c','postal_code':'p'}")
            .with("segment", "'gold'")
            .with("payment_method", "'card'")
            .with("channel", "'web'")
            .with("warehouse", "7")
            .acceptedChange();
    assertThat(change.customerId()).startsWith("p1:");
    assertThat(change.lines()).hasSize(1);
    assertThat(change.lines().get(0).quantity()).isEqualTo(1);
    assertThat(change.lines().get(0).unitCost()).isEqualTo("1.0000");
    assertThat(change.refund().amount()).isEqualTo("2.0000");
    assertThat(change.refund().lines().get(0).lineId()).isEqualTo("9");
    assertThat(change.refund().lines().get(0).quantity()).isEqualTo(4);
    assertThat(change.lines().get(0).lineId()).isEqualTo("1");
    assertThat(change.ship().shippedAt()).isZero();
    assertThat(change.properties()).isEqualTo("{\"warehouse\":7}");
  }

  @Test
  void anOrderChangeSaysOnlyWhatItSays() {
    OrderChange change = Message.orderChange().acceptedChange();
    assertThat(change.lines()).isNull();
    assertThat(change.refund()).isNull();
    assertThat(change.ship()).isNull();
    assertThat(change.currency()).isNull();
    assertThat(change.shopId()).isEqualTo("main");
    assertThat(Message.orderChange().with("lines", "[]").acceptedChange().lines()).isEmpty();
  }

  @Test
  void nullAndEmptyIdsAreAbsent() {
    ShopEvent parsed =
        event()
            .with("anonymous_id", "''")
            .with("user_id", "'u1'")
            .with("shop_id", "''")
            .with("cart_id", "''")
            .with("order", "{'order_id':''}")
            .with("items", "null")
            .with("page", "null")
            .with("properties", "null")
            .accepted();
    assertThat(parsed.visitorId()).isEqualTo("u:u1");
    assertThat(parsed.shopId()).isEqualTo("main");
    assertThat(parsed.cartId()).isNull();
    assertThat(parsed.orderId()).isNull();
    assertThat(parsed.items()).isNull();
    assertThat(parsed.properties()).isNull();
  }

  @Test
  void anUnknownTypeIsAcceptedAndFlagged() {
    assertThat(event().with("event_type", "'wishlist'").accepted().isKnownType()).isFalse();
  }

  @Test
  void lengthsCountCharactersAndNotTheirEncoding() {
    String smile = "\\ud83d\\ude00";
    assertThat(event().with("event_id", "'" + smile.repeat(128) + "'").reason())
        .isEqualTo("accepted");
    assertThat(event().with("event_id", "'" + smile.repeat(129) + "'").reason())
        .isEqualTo("too_long_event_id");
  }

  @Test
  void aHundredLevelsAreNotTooDeep() {
    assertThat(event().with("x", "[".repeat(99) + "]".repeat(99)).reason()).isEqualTo("accepted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'a':1}         | {'x':2}           | {'a':1,'x':2}",
        "{'x':1}         | {'x':2}           | {'x':1}",
        "null            | {'x':2,'y':[1]}   | {'x':2,'y':[1]}",
        "{}              | {}                | ",
        "null            | {'x':null}        | ",
        "{'a':null}      | {}                | {'a':null}",
        "{ 'a' : [ 1 , { 'b' : 1.50 } ] } | {} | {'a':[1,{'b':1.50}]}",
        "{'a':'\\u00e9\\n\\''} | {}          | {'a':'\u00e9\\n\\''}",
        "{'a':1e999}     | {}                | {'a':1e999}",
      })
  void whatIsNotDeclaredIsKeptAsJson(String properties, String others, String kept) {
    Message message = event().with("properties", properties);
    String fields = others.trim().substring(1, others.trim().length() - 1);
    byte[] value =
        (message.json().substring(0, message.json().length() - 1)
                + (fields.isEmpty() ? "" : "," + fields.replace('\'', '"'))
                + "}")
            .getBytes(StandardCharsets.UTF_8);
    Parsed<ShopEvent> parsed = Message.EVENTS.parse(value, Message.ARRIVAL);
    assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
    assertThat(((Parsed.Accepted<ShopEvent>) parsed).record().properties())
        .isEqualTo(kept == null ? null : kept.replace('\'', '"'));
  }

  @Test
  void personalDataInPropertiesIsLeftOut() {
    assertThat(
            event()
                .with("E-Mail", "'ann@example.com'")
                .with(
                    "properties",
                    "{'plan':'pro','first_name':'Ann','a':[{'creditCard':{'n':1},'ok':1}],"
                        + "'password':'x','phone_number':1,'IBAN':'x','ssn':1}")
                .accepted()
                .properties())
        .isEqualTo("{\"plan\":\"pro\",\"a\":[{\"ok\":1}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"iban\":\"DE89\",\"card_number\":\"4111\",\"n\":1.50}|{\"n\":1.50}",
        "[{\"first_name\":\"Ann\"},\"ann\\u0040example.com\",\"/a?email=x&b=c\"]|[{},\"/a?email=&b=c\"]",
        "{\"again\":\"{\\\"pin\\\":1}\"}|{\"again\":\"{}\"}",
        "{\"b\": [1e400, 1], \"b\": \"https://shop.example/a\"}|{\"b\": [1e400, 1], \"b\": \"https://shop.example/a\"}",
        "[sale] today|[sale] today",
        "{\"pin\":1, \"cut|",
      })
  void personalDataInJsonThatStandsInATextIsLeftOut(String sent, String kept) {
    StringBuilder properties = new StringBuilder("{'payload':");
    StrictJson.quote(sent, properties);
    StringBuilder expected = new StringBuilder("{\"payload\":");
    StrictJson.quote(String.valueOf(kept), expected);
    ShopEvent parsed =
        event().with("properties", properties.append(",'ok':1}").toString()).accepted();
    assertThat(parsed.properties())
        .isEqualTo(kept == null ? "{\"ok\":1}" : expected.append(",\"ok\":1}").toString());
  }

  @Test
  void jsonInATextThatIsTooDeepToBeLookedThroughIsLeftOut() {
    String deep = "[".repeat(2000) + "]".repeat(2000);
    assertThat(event().with("properties", "{'a':'" + deep + "','b':1}").accepted().properties())
        .isEqualTo("{\"b\":1}");
  }

  @Test
  void whatHoldsAnEmailAddressIsLeftOut() {
    ShopEvent parsed =
        event()
            .with("page", "{'title':'Mail from ann@example.com','url':'/a'}")
            .with("items", "[{'name':'Gift for ann@example.com','product_id':'p'}]")
            .with("user_agent", "'Mozilla/5.0 (compatible; SpiderBot; ann@example.com)'")
            .with("note", "'call ann@example.com'")
            .with("ann@example.com", "1")
            .with(
                "properties",
                "{'a':'ann%40example.com','b':['x','ann@example.com',{'c':'ann@example.com'},'y'],"
                    + "'d':'tea @ home'}")
            .accepted();
    assertThat(parsed.toString()).doesNotContain("example.com");
    assertThat(parsed.properties()).isEqualTo("{\"b\":[\"x\",{},\"y\"],\"d\":\"tea @ home\"}");
    assertThat(parsed.isBot()).isTrue();
    assertThat(parsed.items().get(0).productId()).isEqualTo("p");
  }

  @Test
  void theHashIgnoresInsignificantWhiteSpaceAndNothingElse() {
    String compact = "{\"a\":\"b c\",\"d\":[1,\"\\\"  \"]}";
    long hash = hash(compact);
    assertThat(hash(" {\n\t\"a\" : \"b c\" ,\r\n\"d\":[ 1 , \"\\\"  \" ] } ")).isEqualTo(hash);
    assertThat(hash("{\"a\":\"bc\",\"d\":[1,\"\\\"  \"]}")).isNotEqualTo(hash);
    assertThat(hash("{\"a\":\"b c\",\"d\":[1,\"\\\" \"]}")).isNotEqualTo(hash);
    assertThat(hash("{ \"a\" : \"b c\" }")).isEqualTo(hash("{\"a\":\"b c\"}"));
    assertThat(event().accepted().contentHash()).isEqualTo(hash(event().json()));
  }

  @Test
  void theHashIsXxh64() {
    byte[] text = "Nobody inspects the spammish repetition".getBytes(StandardCharsets.UTF_8);
    assertThat(ContentHash.hash(text, text.length, 0)).isEqualTo(0xFBCEA83C8A378BF1L);
    assertThat(ContentHash.hash(text, 0, 0)).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(ContentHash.hash(new byte[] {'a'}, 1, 0)).isEqualTo(0xD24EC4F1A98C6E5BL);
  }

  @Test
  void theRecordsHaveTheColumnsOfTheirTables() {
    assertThat(names(ShopEvent.class)).isEqualTo(columns(Events.EVENTS.fields()));
    assertThat(names(OrderChange.class)).isEqualTo(columns(OrderChanges.ORDER_CHANGES.fields()));
  }

  @Test
  void aParserTravelsWithATask() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Message.EVENTS);
      out.writeObject(Message.ORDER_CHANGES);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      EventParser parser = (EventParser) in.readObject();
      Message personal = event().with("user_id", "'ann@example.com'");
      assertThat(parser.parse(personal.bytes(), Message.ARRIVAL))
          .isEqualTo(new Parsed.Accepted<>(personal.accepted()));
    }
  }

  private static long hash(String json) {
    return ContentHash.of(json.getBytes(StandardCharsets.UTF_8), json.indexOf('\\') >= 0);
  }

  private static List<String> columns(List<Field> fields) {
    return fields.stream().map(Field::name).filter(name -> !OF_ARRIVAL.contains(name)).toList();
  }

  private static List<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }
}
