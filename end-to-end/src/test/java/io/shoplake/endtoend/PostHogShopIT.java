package io.shoplake.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.collector.Clients;
import io.shoplake.collector.Clients.Sent;
import io.shoplake.collector.Clients.Visit;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Shops that are tracked by PostHog, from the requests of its clients to the sessions. */
class PostHogShopIT {

  private static final Path RECORDED = recorded("shared/data/posthog/recorded_clients.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "phc_test_key";

  /** The published clients that visit, by the shop they visit. */
  private static final Map<String, Published> LIVE =
      Map.of("s7", Clients::node, "s8", Clients::python);

  /** Headers that the HTTP client sets itself. */
  private static final Set<String> OWN_HEADERS = Set.of("content-length", "host", "connection");

  /** A client under the address, the key and the mark of its events. */
  private interface Published {
    Visit visit(URI host, String key, String mark);
  }

  /** What this machine lacks for a published client. */
  private final List<String> missing = new ArrayList<>();

  @Test
  void whoIdentifiesAndThenBuysBuysInTheSameSession(@TempDir Path folder) throws Exception {
    Path shops = shops(folder);
    try (Shop shop = Shop.open(folder.resolve("home"))) {
      boolean isRecorded = Files.exists(RECORDED);
      Map<String, List<Sent>> live = track(shop, isRecorded);
      shop.succeed("replay", "--topic", "posthog.events", visits(folder).toString());

      shop.succeed("refresh", "--shops", shops.toString());

      assertThat(sessions(shop, "shop_id = 'main'"))
          .containsExactly(
              List.of("main", "a:d-1", "4", "c-1", "[\"o-1\"]"),
              List.of("main", "a:n-2", "3", "c-2", "[\"o-2\"]"));
      if (isRecorded) {
        assertRecorded(shop);
      }
      live.forEach((id, sent) -> assertLive(shop, id, sent));
      Map<String, String> content = shop.content();
      shop.succeed("replay", "--topic", "posthog.events", visits(folder).toString());
      shop.succeed("refresh", "--shops", shops.toString());
      assertThat(shop.content()).isEqualTo(content);
      assumeTrue(isRecorded, "skipped in part: no recorded requests at " + RECORDED);
      assumeTrue(live.size() == LIVE.size(), "skipped in part: " + missing);
    }
  }

  /** The file beside the repository or further up. */
  private static Path recorded(String file) {
    Path above = Shop.repository().getParent();
    while (above.getParent() != null && !Files.exists(above.resolve(file))) {
      above = above.getParent();
    }
    return above.resolve(file);
  }

  private static void assertRecorded(Shop shop) {
    assertThat(
            shop.warehouse(
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
    assertThat(sessions(shop, "page_views > 0 AND shop_id IN ('s1', 's2', 's3', 's4')"))
        .containsExactlyElementsOf(
            Stream.of("s1", "s2", "s3", "s4")
                .map(id -> List.of(id, "a:anon-1", "3", "user-7", "[\"o-1\"]"))
                .toList());
    assertThat(
            shop.warehouse(
                "SELECT DISTINCT visitor_id FROM lake_silver.sessions WHERE shop_id BETWEEN 's1' AND 's6'"))
        .containsExactly(List.of("a:anon-1"));
  }

  /** Exactly what the client sent, each visitor's purchase in the session of the first page. */
  private static void assertLive(Shop shop, String id, List<Sent> sent) {
    assertThat(
            shop.answer(
                    "sql",
                    "--on",
                    "lake",
                    "--format",
                    "csv",
                    "SELECT event_id FROM silver.events WHERE shop_id = '%s'".formatted(id))
                .lines()
                .skip(1))
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(Sent::uuid).toList());
    assertThat(
            shop.warehouse(
                """
                SELECT replace(visitor_id, '-visitor', ''), page_views, order_ids::text
                FROM lake_silver.sessions WHERE shop_id = '%s' AND order_ids::text <> '[]'"""
                    .formatted(id)))
        .containsExactlyInAnyOrderElementsOf(
            sent.stream()
                .filter(event -> event.event().equals("Order Completed"))
                .map(event -> event.distinctId().replace("-customer", ""))
                .map(mark -> List.of("a:" + mark, "1", "[\"%s-1\"]".formatted(mark)))
                .toList());
  }

  private static List<List<String>> sessions(Shop shop, String condition) {
    return shop.warehouse(
        """
        SELECT shop_id, visitor_id, events, user_id, order_ids::text FROM lake_silver.sessions
        WHERE %s ORDER BY 1, 2"""
            .formatted(condition));
  }

  /** Each recorded request has a project, and thus a shop, of its own. */
  private static Path shops(Path folder) throws IOException {
    String shops =
        IntStream.rangeClosed(1, 8)
            .mapToObj("  s%1$d: {posthog: {tokens: [phc_test_%1$d]}}%n"::formatted)
            .collect(Collectors.joining());
    return Files.writeString(folder.resolve("shops.yaml"), "shops:\n" + shops);
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

  /** Sends the recorded requests twice and lets published clients visit; gives what these sent. */
  private Map<String, List<Sent>> track(Shop shop, boolean isRecorded) throws Exception {
    String keys =
        IntStream.rangeClosed(1, 8).mapToObj(i -> "phc_test_" + i).collect(Collectors.joining(","));
    Process collector =
        shop.start(Map.of("SHOPLAKE_COLLECT_API_KEYS", keys), "collect", "--port", "0");
    try (BufferedReader output = collector.inputReader()) {
      String line = output.readLine();
      while (!line.startsWith("Taking events at ")) {
        line = output.readLine();
      }
      URI address = URI.create(line.substring("Taking events at ".length()).split("/v1")[0]);
      List<String> requests = isRecorded ? Files.readAllLines(RECORDED) : List.of();
      for (int i = 0; i < requests.size(); i++) {
        JsonNode request = JSON.readTree(requests.get(i));
        send(address, request, "phc_test_" + (i + 1));
        send(address, request, "phc_test_" + (i + 1));
      }
      return live(address);
    } finally {
      collector.destroy();
      collector.waitFor();
    }
  }

  private Map<String, List<Sent>> live(URI address) {
    Map<String, List<Sent>> live = new TreeMap<>();
    LIVE.forEach(
        (id, client) -> {
          try (Visit visit = client.visit(address, id.replace("s", "phc_test_"), "live-" + id)) {
            live.put(id, visit.sent());
          } catch (TestAbortedException e) {
            missing.add(e.getMessage());
          }
        });
    return live;
  }

  private static void send(URI address, JsonNode request, String token) throws Exception {
    byte[] body = request.get("body").binaryValue();
    boolean isPacked = body[0] == 0x1f;
    String text = new String(isPacked ? unpacked(body) : body, UTF_8).replace(TOKEN, token);
    List<String> headers = new ArrayList<>();
    request
        .get("headers")
        .properties()
        .forEach(
            header -> {
              if (!OWN_HEADERS.contains(header.getKey())) {
                headers.add(header.getKey());
                headers.add(header.getValue().asText().replace(TOKEN, token));
              }
            });
    HttpRequest post =
        HttpRequest.newBuilder(address.resolve(request.get("path").asText()))
            .headers(headers.toArray(String[]::new))
            .POST(
                BodyPublishers.ofByteArray(
                    isPacked ? packed(text.getBytes(UTF_8)) : text.getBytes(UTF_8)))
            .build();
    var answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static byte[] unpacked(byte[] body) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }
}
