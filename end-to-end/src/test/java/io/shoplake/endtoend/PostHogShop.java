package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shoplake.collector.Clients;
import io.shoplake.collector.Clients.Sent;
import io.shoplake.collector.Clients.Visit;
import io.shoplake.collector.FlakyNetwork;
import io.shoplake.collector.RecordedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** Shops that are tracked by PostHog, from the requests of its clients to the sessions. */
class PostHogShop {

  private static final String TOKENS = "phc_test_";

  /** Each recorded request and each live client has a project, and thus a shop, of its own. */
  private static final int SHOPS = 8;

  /** A client under the address, the key and the mark of its events. */
  private interface Start {
    Visit visit(URI host, String key, String mark);
  }

  /** A published client and the shop that it visits. */
  enum Published {
    NODE(7, Clients::node),
    PYTHON(8, Clients::python);

    private final int number;
    private final Start start;

    Published(int number, Start start) {
      this.number = number;
      this.start = start;
    }

    String shop() {
      return "s" + number;
    }

    Visit visit(URI host) {
      return start.visit(host, TOKENS + number, "live-" + shop());
    }
  }

  /** What the clients have sent, and why the missing ones have not. */
  record Visits(Map<Published, List<Sent>> sent, Map<Published, String> missing) {}

  private final EverySource sources;

  PostHogShop(EverySource sources) {
    this.sources = sources;
  }

  @Test
  void whoIdentifiesAndThenBuysBuysInTheSameSession() {
    assertThat(sessions("shop_id = 'main'"))
        .containsExactly(
            List.of("main", "a:d-1", "4", "c-1", "[\"o-1\"]"),
            List.of("main", "a:n-2", "3", "c-2", "[\"o-2\"]"));
  }

  @Test
  void recordedRequestsThatAreSentTwiceCountOnce() {
    assumeTrue(
        Files.exists(RecordedRequest.FILE),
        "skipped: no recorded requests at " + RecordedRequest.FILE);
    assertThat(
            sources
                .shop()
                .warehouse(
                    """
                    SELECT shop_id, sum(accepted), sum(duplicate) FROM lake_gold.daily_quality
                    WHERE shop_id BETWEEN 's1' AND 's6' GROUP BY 1 ORDER BY 1"""))
        .containsExactly(
            List.of("s1", "5", "5"),
            List.of("s2", "5", "5"),
            List.of("s3", "5", "5"),
            List.of("s4", "5", "5"),
            List.of("s5", "5", "5"),
            List.of("s6", "1", "1"));
    assertThat(sessions("page_views > 0 AND shop_id IN ('s1', 's2', 's3', 's4')"))
        .containsExactlyElementsOf(
            Stream.of("s1", "s2", "s3", "s4")
                .map(id -> List.of(id, "a:anon-1", "3", "user-7", "[\"o-1\"]"))
                .toList());
    assertThat(
            sources
                .shop()
                .warehouse(
                    """
                    SELECT DISTINCT visitor_id FROM lake_silver.sessions
                    WHERE shop_id BETWEEN 's1' AND 's6'"""))
        .containsExactly(List.of("a:anon-1"));
  }

  @ParameterizedTest
  @EnumSource
  void whatAPublishedClientSendsAgainCountsOnce(Published client) {
    List<Sent> sent = sentBy(client);
    assertThat(sent).isNotEmpty();
    assertThat(sources.rowsOf(client.shop(), "silver.events"))
        .extracting(event -> event.get("event_id").asText())
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(Sent::uuid).toList());
    assertThat(messagesOf(client)).hasSizeGreaterThan(sent.size());
  }

  @ParameterizedTest
  @EnumSource
  void whoBuysWithAPublishedClientBuysInTheSessionOfTheFirstPage(Published client) {
    List<List<String>> purchases =
        sentBy(client).stream()
            .filter(event -> event.event().equals("Order Completed"))
            .map(event -> event.distinctId().replace("-customer", ""))
            .map(mark -> List.of("a:" + mark, "1", "[\"%s-1\"]".formatted(mark)))
            .toList();
    assertThat(purchases).isNotEmpty();
    assertThat(
            sources
                .shop()
                .warehouse(
                    """
                    SELECT replace(visitor_id, '-visitor', ''), page_views, order_ids::text
                    FROM lake_silver.sessions WHERE shop_id = '%s' AND order_ids::text <> '[]'"""
                        .formatted(client.shop())))
        .containsExactlyInAnyOrderElementsOf(purchases);
  }

  private List<Sent> sentBy(Published client) {
    assumeTrue(
        sources.visits().sent().containsKey(client), () -> sources.visits().missing().get(client));
    return sources.visits().sent().get(client);
  }

  private List<String> messagesOf(Published client) {
    String token = TOKENS + client.number;
    return sources.lake().get("bronze.posthog_events").stream()
        .filter(message -> message.contains(token))
        .toList();
  }

  private List<List<String>> sessions(String condition) {
    return sources
        .shop()
        .warehouse(
            """
            SELECT shop_id, visitor_id, events, user_id, order_ids::text FROM lake_silver.sessions
            WHERE %s ORDER BY 1, 2"""
                .formatted(condition));
  }

  /** A file that gives each project its shop. */
  static Path shops(Path folder) throws IOException {
    String shops =
        numbers()
            .mapToObj("  s%1$d: {posthog: {tokens: [phc_test_%1$d]}}%n"::formatted)
            .collect(Collectors.joining());
    return Files.writeString(folder.resolve("shops.yaml"), "shops:\n" + shops);
  }

  /** The keys of all projects, with commas between them. */
  static String keys() {
    return numbers().mapToObj(number -> TOKENS + number).collect(Collectors.joining(","));
  }

  private static IntStream numbers() {
    return IntStream.rangeClosed(1, SHOPS);
  }

  /** Sends what PostHog itself would publish, with a purchase before what ties it to a visitor. */
  static void replay(Shop shop, Path folder) throws IOException {
    shop.succeed("replay", "--topic", "posthog.events", visits(folder).toString());
  }

  /** A browser that says its device and identifies, and a server that names the ids only. */
  private static Path visits(Path folder) throws IOException {
    String browser = "\"$device_id\":\"d-1\",\"$lib\":\"web\"";
    String order = "\"order_id\":\"%s\",\"revenue\":9.99,\"currency\":\"EUR\"";
    return Files.write(
        folder.resolve("visits.jsonl"),
        List.of(
            event("1", "$pageview", "d-1", "10:00", browser + ",\"$is_identified\":false"),
            event("2", "$identify", "c-1", "10:01", browser + ",\"$anon_distinct_id\":\"d-1\""),
            event("3", "Product Added", "c-1", "10:02", browser + ",\"product_id\":\"7\""),
            event("4", "Order Completed", "c-1", "10:03", order.formatted("o-1")),
            event("5", "Order Completed", "c-2", "10:03", order.formatted("o-2")),
            event("6", "$pageview", "n-2", "10:00", ""),
            event("7", "$identify", "c-2", "10:01", "\"$anon_distinct_id\":\"n-2\"")));
  }

  private static String event(
      String id, String name, String distinctId, String time, String properties) {
    return """
        {"uuid":"%s","event":"%s","distinct_id":"%s","timestamp":"2026-03-01T%s:00Z","properties":{%s}}"""
        .formatted(id, name, distinctId, time, properties);
  }

  /** Sends the recorded requests twice, and lets the published clients visit in a bad network. */
  static Visits visit(URI collector) throws Exception {
    List<RecordedRequest> requests = RecordedRequest.all();
    for (int i = 0; i < requests.size(); i++) {
      RecordedRequest request = requests.get(i).withKey(TOKENS + (i + 1));
      send(collector, request);
      send(collector, request);
    }
    Visits visits = new Visits(new EnumMap<>(Published.class), new EnumMap<>(Published.class));
    for (Published client : Published.values()) {
      try (FlakyNetwork network = FlakyNetwork.before(collector);
          Visit visit = client.visit(network.address())) {
        visits.sent().put(client, visit.sent());
      } catch (TestAbortedException e) {
        visits.missing().put(client, e.getMessage());
      }
    }
    return visits;
  }

  private static void send(URI address, RecordedRequest request) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(address.resolve(request.path()))
            .headers(request.headers().toArray(String[]::new))
            .POST(BodyPublishers.ofByteArray(request.body()))
            .build();
    var answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
