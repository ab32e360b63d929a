package io.shoplake.ingest.dummyjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.dummyjson.Translation.Draft;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.ShopEvent;
import io.shoplake.parsing.Shops;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TranslationTest {

  private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");
  private static final Times TIMES = new Times(1, LocalDate.of(2025, 1, 1), 365);
  private static final Translation TRANSLATION = new Translation("main", "EUR", TIMES);
  private static final EventParser EVENTS =
      new EventParser(Shops.DEFAULT, Pseudonyms.forDevelopment(), Limits.DEFAULT);
  private static final OrderChangeParser ORDERS =
      new OrderChangeParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);

  private static Draft draft(Resource resource, String json) throws Exception {
    return TRANSLATION.draft(resource, Pages.JSON.readTree(json));
  }

  private static JsonNode message(Resource resource, String json) throws Exception {
    return Pages.JSON.readTree(draft(resource, json).bytes(1, null));
  }

  private static OrderChange order(Draft draft) {
    Parsed<OrderChange> parsed = ORDERS.parse(draft.bytes(1, null), ARRIVAL);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted<OrderChange>) parsed).record();
  }

  private static ShopEvent event(Draft draft) {
    Parsed<ShopEvent> parsed = EVENTS.parse(draft.bytes(1, null), ARRIVAL);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted<ShopEvent>) parsed).record();
  }

  @Test
  void aUserIsACustomerWithoutSecrets() throws Exception {
    JsonNode customer =
        message(
            Resource.USERS,
            """
            {"id": 7, "firstName": "Ada", "lastName": "Kiesel", "email": "a@shop.example",
             "phone": "+00", "password": "p", "age": 30, "ssn": "s",
             "address": {"city": "Lyon", "state": "Rhône", "country": "France"},
             "bank": {"iban": "i"}}""");
    assertThat(customer)
        .isEqualTo(
            Pages.JSON.readTree(
                """
                {"customer_id": "7", "email": "a@shop.example", "phone": "+00",
                 "name": "Ada Kiesel", "country": "France", "region": "Rhône", "city": "Lyon",
                 "properties": {"source": "dummyjson", "redacted": ["bank", "password", "ssn"],
                   "age": 30,
                   "address": {"city": "Lyon", "state": "Rhône", "country": "France"}}}"""));
  }

  @Test
  void aProductKeepsItsPriceToTheDigitAndMayHaveNoBrand() throws Exception {
    JsonNode product =
        message(
            Resource.PRODUCTS,
            """
            {"id": 3, "title": "Teapot", "category": "kitchen", "price": 24.90, "stock": 5,
             "rating": 4.50, "meta": {"updatedAt": "2025-04-30T09:41:02.053Z"}}""");
    assertThat(product)
        .isEqualTo(
            Pages.JSON.readTree(
                """
                {"product_id": "3", "name": "Teapot", "category": "kitchen", "price": "24.90",
                 "currency": "EUR",
                 "stock": 5, "updated_at": "2025-04-30T09:41:02.053Z",
                 "properties": {"source": "dummyjson", "rating": 4.50,
                   "meta": {"updatedAt": "2025-04-30T09:41:02.053Z"}}}"""));
  }

  @Test
  void theDiscountOfALineIsExactWhereTheSourceComputesInBinary() throws Exception {
    OrderChange order =
        order(
            draft(
                Resource.CARTS,
                """
                {"id": 2, "userId": 9, "total": 99.94999999999999, "discountedTotal": 93.12,
                 "products": [{"id": 86, "title": "Shirt", "price": 19.99, "quantity": 5,
                   "total": 99.94999999999999, "discountedTotal": 93.12}]}"""));
    OrderChange.Line line = order.lines().get(0);
    assertThat(line.unitPrice()).isEqualByComparingTo("19.99");
    assertThat(line.discount()).isEqualByComparingTo("6.83");
    assertThat(order.total()).isEqualByComparingTo("93.12");
    assertThat(order.status()).isEqualTo("placed");
    assertThat(order.placedAt()).isEqualTo(order.changedAt());
    assertThat(order.customerId()).isEqualTo("9");
    assertThat(order.properties())
        .contains("\"synthesized\":[\"status\",\"changed_at\",\"placed_at\"]");
  }

  @Test
  void twoLinesOfOneProductStayTwoLines() throws Exception {
    String line = "{\"id\": 5, \"price\": 1, \"quantity\": 1, \"discountedTotal\": 1}";
    OrderChange order =
        order(
            draft(
                Resource.CARTS,
                "{\"id\": 1, \"userId\": 1, \"discountedTotal\": 2, \"products\": [%s, %s]}"
                    .formatted(line, line)));
    assertThat(order.lines()).extracting(OrderChange.Line::lineId).containsExactly("1", "2");
  }

  @Test
  void aPostIsAnEventOfItsUserAtAMadeUpTimeThatIsMarked() throws Exception {
    ShopEvent event =
        event(
            draft(Resource.POSTS, "{\"id\": 4, \"userId\": 121, \"title\": \"t\", \"views\": 3}"));
    assertThat(event.eventId()).isEqualTo("post-4");
    assertThat(event.eventType()).isEqualTo("post");
    assertThat(event.isKnownType()).isFalse();
    assertThat(event.userId()).isEqualTo("121");
    assertThat(event.properties())
        .contains("\"synthesized\":[\"event_time\"]", "\"title\":\"t\"", "\"views\":3");
  }

  @Test
  void madeUpTimesComeFromTheSeedAndLieInTheirDays() {
    Times other = new Times(2, TIMES.firstDay(), TIMES.days());
    int equal = 0;
    for (int id = 1; id <= 1000; id++) {
      Instant moment = TIMES.of(Resource.CARTS, String.valueOf(id));
      assertThat(moment)
          .isEqualTo(TIMES.of(Resource.CARTS, String.valueOf(id)))
          .isBetween(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-12-31T23:59:59Z"));
      equal += moment.equals(other.of(Resource.CARTS, String.valueOf(id))) ? 1 : 0;
    }
    assertThat(equal).isLessThan(10);
    assertThat(TIMES.of(Resource.POSTS, "1")).isNotEqualTo(TIMES.of(Resource.CARTS, "1"));
  }

  @Test
  void anotherShopIsNamedInEveryMessage() throws Exception {
    Translation outlet = new Translation("outlet", "EUR", TIMES);
    for (Resource resource : Resource.values()) {
      byte[] file = Files.readAllBytes(DummyJsonServer.SAMPLE.resolve(resource.path() + ".json"));
      for (JsonNode object : Pages.read(resource, file).objects()) {
        assertThat(outlet.draft(resource, object).message().get("shop_id").asText())
            .isEqualTo("outlet");
      }
    }
  }

  /** Whatever a cart holds, it is named as bad or arrives with its own amounts. */
  @Test
  void everyCartThatIsSentIsAcceptedWithTheAmountsOfTheSource() {
    Random random = new Random(20261121);
    int sent = 0;
    for (int round = 0; round < 3000; round++) {
      ObjectNode cart = cart(random);
      Draft draft;
      try {
        draft = TRANSLATION.draft(Resource.CARTS, cart);
      } catch (BadObjectException e) {
        continue;
      }
      sent++;
      OrderChange order = order(draft);
      BigDecimal gross = BigDecimal.ZERO;
      BigDecimal net = BigDecimal.ZERO;
      BigDecimal expectedGross = BigDecimal.ZERO;
      BigDecimal expectedNet = BigDecimal.ZERO;
      for (OrderChange.Line line : order.lines()) {
        BigDecimal amount = line.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
        gross = gross.add(amount);
        net = net.add(amount).subtract(line.discount());
      }
      for (JsonNode line : cart.get("products")) {
        expectedGross =
            expectedGross.add(
                line.get("price").decimalValue().multiply(line.get("quantity").decimalValue()));
        expectedNet = expectedNet.add(line.get("discountedTotal").decimalValue());
      }
      assertThat(gross).isEqualByComparingTo(expectedGross);
      assertThat(net).isEqualByComparingTo(expectedNet);
      assertThat(order.total())
          .isEqualByComparingTo(
              cart.get("discountedTotal").decimalValue().setScale(4, RoundingMode.HALF_UP));
      assertThat(order.lines()).hasSameSizeAs(cart.get("products"));
    }
    assertThat(sent).isBetween(1500, 2900);
  }

  private static ObjectNode cart(Random random) {
    ObjectNode cart = Pages.JSON.createObjectNode();
    cart.put("id", random.nextInt(1, 1000)).put("userId", random.nextInt(1, 1000));
    ArrayNode lines = cart.putArray("products");
    for (int count = random.nextInt(5); count > 0; count--) {
      ObjectNode line = lines.addObject();
      line.put("id", random.nextInt(1, 200)).put("title", text(random));
      BigDecimal price = BigDecimal.valueOf(random.nextLong(0, 10_000_000), random.nextInt(5));
      long quantity = random.nextLong(0, 100);
      line.put("price", price).put("quantity", quantity);
      line.put("total", price.doubleValue() * quantity);
      line.put(
          "discountedTotal",
          price
              .multiply(BigDecimal.valueOf(quantity * random.nextLong(0, 101), 2))
              .setScale(random.nextInt(3), RoundingMode.HALF_UP));
      line.put("discountPercentage", random.nextDouble());
      spoil(line, random);
    }
    cart.put("discountedTotal", BigDecimal.valueOf(random.nextLong(0, 100_000_000), 2));
    cart.put(text(random), text(random));
    spoil(cart, random);
    return cart;
  }

  private static void spoil(ObjectNode object, Random random) {
    if (random.nextInt(12) == 0) {
      String name = object.fieldNames().next();
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.putNull(name);
        case 2 -> object.putArray(name);
        default -> object.put("discountedTotal", "a lot");
      }
    }
  }

  @Test
  void everyPostThatIsSentIsAccepted() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 1000; round++) {
      ObjectNode post = Pages.JSON.createObjectNode();
      post.put("id", round).put("userId", random.nextInt(1, 500)).put("title", text(random));
      post.put("body", text(random)).put("views", random.nextLong());
      post.putArray("tags").add(text(random)).addNull().add(random.nextDouble());
      post.putObject("reactions").put("likes", random.nextInt());
      ShopEvent event = event(TRANSLATION.draft(Resource.POSTS, post));
      assertThat(event.eventId()).isEqualTo("post-" + round);
      assertThat(event.properties()).contains("\"source\":\"dummyjson\"", "\"synthesized\"");
    }
  }

  /** Text that needs escaping now and then. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(1, 20); length > 0; length--) {
      text.appendCodePoint("aé\"\\\n/\t {}[]:,漢😀".codePoints().toArray()[random.nextInt(15)]);
    }
    return text.toString();
  }
}
