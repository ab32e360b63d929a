package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.collector.Client.Reply;
import io.shoplake.collector.Clients.Visit;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.ShopEvent;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page of docs/sources/javascript.md in a real browser. */
@ExtendWith(Kafka.Shared.class)
class SnippetIT {

  private static final Path PAGE = Path.of("docs/sources/javascript/shop.html");
  private static final EventParser PARSER =
      new EventParser(Shops.DEFAULT, Pseudonyms.forDevelopment(), Limits.DEFAULT);

  private final Kafka kafka;
  private final Client collector;

  SnippetIT(Kafka kafka, Client collector) {
    this.kafka = kafka;
    this.collector = collector;
  }

  @Test
  void aVisitOfTheExamplePageArrives() {
    List<ShopEvent> events = visit("snippet", collector, PAGE);

    assertThat(events)
        .extracting(ShopEvent::eventType)
        .containsExactly("page_view", "add_to_cart", "login", "page_view", "purchase");
    assertThat(events)
        .extracting(ShopEvent::anonymousId)
        .doesNotContainNull()
        .containsOnly(events.get(0).anonymousId());
    assertThat(events)
        .extracting(ShopEvent::userId)
        .containsExactly(null, null, "customer-7", "customer-7", "customer-7");
    assertThat(events.get(0).campaignMedium()).isEqualTo("email");
    assertThat(events.get(1).items().get(0).unitPrice()).isEqualByComparingTo("12.50");
    assertThat(events.get(4).orderTotal()).isEqualByComparingTo("25.00");
  }

  @Test
  void aCustomerMayBeNumberZero(@TempDir Path folder) throws IOException {
    String shop = Files.readString(Path.of("..").resolve(PAGE));
    Path page = Files.writeString(folder.resolve("shop.html"), shop.replace("'customer-7'", "0"));

    assertThat(visit("snippet-zero", collector, page))
        .extracting(ShopEvent::userId)
        .containsExactly(null, null, "0", "0", "0");
  }

  @Test
  void whatIsLostOnTheWayIsSentAgain() throws Exception {
    try (FlakyNetwork network = FlakyNetwork.before(collector)) {
      assertThat(visit("snippet-again", Client.of(network.address()), PAGE)).hasSize(5);
    }
  }

  @Test
  void whoAsksNotToBeTrackedSendsNothing() {
    try (Visit visit =
        Clients.browser(collector.address(), Client.KEY, "snippet-dnt", PAGE, "do-not-track")) {
      assertThat(visit.sent()).isEmpty();
      assertThat(visit.complaints()).isEmpty();
    }
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "snippet-dnt")).isEmpty();
  }

  @Test
  void nothingIsLostInAFullStorageOrToACollectorThatTakesLittle() {
    try (Visit visit = Clients.adversity(collector.address(), Client.KEY, "adversity", PAGE)) {
      assertThat(visit.sent()).isEmpty();
    }
  }

  @Test
  void aBrowserMayKeepTheSnippetForAnHour() {
    Reply reply = collector.get("/shoplake.js");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).startsWith("text/javascript");
    assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=3600");
  }

  @Test
  void theSnippetIsPackedForThoseWhoTakeThat() throws Refusal {
    Reply plain = snippet("gzip;q=0, *");
    Reply packed = snippet("br, gzip;q=0.5");

    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.body()).hasSizeLessThan(2_000);
    assertThat(Gzip.unpacked(packed.body(), 100_000)).isEqualTo(plain.body());
    assertThat(List.of(plain, packed))
        .allSatisfy(
            reply ->
                assertThat(reply.headers().allValues("Vary"))
                    .containsExactly("Origin", "Accept-Encoding"));
  }

  private Reply snippet(String encodings) {
    return collector.send("GET", "/shoplake.js", new byte[0], "Accept-Encoding", encodings);
  }

  /** What silver would count of a visit, in the order of its event times. */
  private List<ShopEvent> visit(String mark, Client host, Path page) {
    try (Visit visit = Clients.browser(host.address(), Client.KEY, mark, page)) {
      visit.sent();
      Map<String, ShopEvent> events = new LinkedHashMap<>();
      kafka
          .textsUntil(
              Topics.SHOP_EVENTS, "/" + mark + "/", texts -> texts.stream().distinct().count() == 5)
          .forEach(
              text -> {
                ShopEvent event = accepted(text);
                events.put(event.eventId(), event);
              });
      return events.values().stream().sorted(Comparator.comparing(ShopEvent::eventTime)).toList();
    }
  }

  private static ShopEvent accepted(String text) {
    Parsed<ShopEvent> parsed = PARSER.parse(text.getBytes(UTF_8), Instant.now());
    assertThat(parsed).as(text).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted<ShopEvent>) parsed).record();
  }
}
