package io.shoplake.ingest;

import static io.shoplake.ingest.dummyjson.DummyJsonServer.body;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.later;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shoplake.ingest.dummyjson.DummyJsonServer;
import io.shoplake.ingest.dummyjson.Resource;
import io.shoplake.ingest.dummyjson.Secrets;
import io.shoplake.ingest.dummyjson.StagedTime;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullDummyJsonTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path folder;

  private final StagedTime time = new StagedTime();

  private Run pull(String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--to=" + folder);
    return Run.of(new PullDummyJson(time, time), words.toArray(new String[0]));
  }

  private List<String> lines(Resource resource) throws IOException {
    return Files.readAllLines(folder.resolve(resource.topic() + ".jsonl"));
  }

  @Test
  void theDefaultsPullEverythingOnceBelowThePublicLimit() {
    Map<String, String> defaults = Run.defaults(new PullDummyJson());
    assertThat(defaults.remove("--state")).endsWith("/data/pull");
    assertThat(defaults)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("--url", "https://dummyjson.com"),
                Map.entry("--page-size", "30"),
                Map.entry("--rate", "8"),
                Map.entry("--retries", "6"),
                Map.entry("--timeout", "PT30S"),
                Map.entry("--seed", "1"),
                Map.entry("--first-day", "2025-01-01"),
                Map.entry("--days", "365"),
                Map.entry("--shop", "main")));
  }

  @Test
  void anApiBecomesAFileForEachTopic() throws Exception {
    try (DummyJsonServer server = DummyJsonServer.start(DummyJsonServer.SAMPLE)) {
      server.failNext(status(500), later(429, "2"));
      Run run = pull("--url=" + server.address() + "/", "--page-size=4");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .isEqualTo(
              "Pulled 7 users to shop.customers, 5 products to shop.products, 8 carts to"
                  + " shop.orders, 10 posts to shop.events.\n");
      assertThat(server.requests()).endsWith("posts?limit=4&skip=8");
    }
    assertThat(lines(Resource.CARTS)).hasSize(8);
  }

  @Test
  void pricesAreInTheCurrencyOfTheShop() throws IOException {
    Path shops =
        Files.writeString(folder.resolve("shops.yaml"), "shops: {main: {currency: JPY}}\n");
    String recording = "--from-recording=" + DummyJsonServer.SAMPLE;
    assertThat(pull(recording, "--shops=" + shops).exitCode()).isZero();
    assertThat(lines(Resource.PRODUCTS)).allMatch(line -> line.contains("\"currency\":\"JPY\""));
    assertThat(pull(recording).exitCode()).isZero();
    assertThat(lines(Resource.PRODUCTS)).allMatch(line -> line.contains("\"currency\":\"EUR\""));
  }

  @Test
  void aRecordingGivesTheSameAsTheApi() throws Exception {
    assertThat(pull("--from-recording=" + DummyJsonServer.SAMPLE).exitCode()).isZero();
    Map<Resource, List<String>> recorded = new TreeMap<>();
    for (Resource resource : Resource.values()) {
      recorded.put(resource, lines(resource));
    }
    try (DummyJsonServer server = DummyJsonServer.start(DummyJsonServer.SAMPLE)) {
      assertThat(pull("--url=" + server.address()).exitCode()).isZero();
    }
    for (Resource resource : Resource.values()) {
      assertThat(lines(resource)).isEqualTo(recorded.get(resource));
    }
  }

  @Test
  void pollingSaysWhatEachRoundBroughtUntilItIsStopped() throws Exception {
    try (DummyJsonServer server = DummyJsonServer.start(DummyJsonServer.SAMPLE)) {
      time.beforeNextPoll(() -> {})
          .beforeNextPoll(() -> server.object(Resource.PRODUCTS, 0).put("price", 1));
      Run run = pull("--url=" + server.address(), "--every=" + StagedTime.POLL);
      assertThat(run.exitCode()).isEqualTo(143);
      assertThat(run.out().lines()).hasSize(3);
      assertThat(run.out().lines().skip(1))
          .allMatch(line -> line.contains("0 users to shop.customers (7 were there before)"));
      assertThat(run.out())
          .contains("0 products to shop.products (5 were there before)")
          .contains("1 products to shop.products (4 were there before)");
    }
    assertThat(lines(Resource.PRODUCTS)).hasSize(6);
  }

  @Test
  void aDryRunNeedsNeitherBrokerNorFolder() {
    Path to = folder.resolve("to");
    Run run =
        Run.of(
            new PullDummyJson(time, time),
            "--from-recording=" + DummyJsonServer.SAMPLE,
            "--dry-run",
            "--brokers=",
            "--to=" + to,
            "--state=" + folder.resolve("state"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Would pull 7 users to shop.customers");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void badObjectsAreNamedAndTheExitCodeSaysSo() throws Exception {
    try (DummyJsonServer server = DummyJsonServer.start(DummyJsonServer.SAMPLE)) {
      server.object(Resource.CARTS, 0).remove("userId");
      server.failNext(body("nonsense"));
      Run run = pull("--url=" + server.address());
      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.err())
          .contains("users after 0: this is not JSON", "carts/1: userId is missing");
      assertThat(run.out()).endsWith("; 2 were bad.\n");
    }
  }

  @Test
  void aSourceThatStaysAwayEndsTheCommand() throws Exception {
    try (DummyJsonServer server = DummyJsonServer.start(DummyJsonServer.SAMPLE)) {
      server.failAfter(2, status(503));
      Run run = pull("--url=" + server.address(), "--retries=2");
      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.err()).contains("status 503 after 3 attempts").doesNotContain("\tat ");
    }
  }

  @Test
  void anAddressThatIsWrongIsNamed() throws Exception {
    try (DummyJsonServer server = DummyJsonServer.start(DummyJsonServer.SAMPLE)) {
      Run run = pull("--url=" + server.address() + "/api");
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("/api/users").contains("status 404; correct --url");
    }
    for (String url :
        List.of(
            "dummyjson.com", "ftp://a/", "http://", "http://a/?q=1", "ht tp:", "http://u:pw@a")) {
      Run run = pull("--url=" + url);
      assertThat(run.exitCode()).as(url).isEqualTo(2);
      assertThat(run.err()).contains("--url is no address").doesNotContain("pw");
    }
  }

  @Test
  void aRecordingThatIsNotThereIsNamed() throws IOException {
    Run nothing = pull("--from-recording=" + folder.resolve("nowhere"));
    assertThat(nothing.exitCode()).isEqualTo(3);
    assertThat(nothing.err()).contains("nowhere");
    Run empty = pull("--from-recording=" + Files.createDirectory(folder.resolve("empty")));
    assertThat(empty.exitCode()).isEqualTo(3);
    assertThat(empty.err()).contains("users.json");
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    for (String option :
        List.of(
            "--page-size=0",
            "--rate=0",
            "--retries=-1",
            "--every=PT0S",
            "--timeout=PT0S",
            "--days=0",
            "--first-day=1989-12-31",
            "--first-day=2026-11-20",
            "--shop=a b",
            "--shop=")) {
      Run run = pull("--from-recording=" + DummyJsonServer.SAMPLE, option);
      assertThat(run.exitCode()).as(option).isEqualTo(2);
      assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
    }
  }

  @Test
  void theRealAnswersGiveTheirCountsAndTotals() throws IOException {
    Path data = PublicData.folder("dummyjson");
    assumeTrue(Files.isDirectory(data), "Skipped: there is no data set at " + data);
    Run run = pull("--from-recording=" + data);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(lines(Resource.USERS)).hasSize(208);
    assertThat(lines(Resource.PRODUCTS)).hasSize(194);
    assertThat(lines(Resource.CARTS)).hasSize(208);
    assertThat(lines(Resource.POSTS)).hasSize(251);

    Set<String> categories = new TreeSet<>();
    int withoutBrand = 0;
    for (String line : lines(Resource.PRODUCTS)) {
      JsonNode product = JSON.readTree(line);
      categories.add(product.get("category").asText());
      withoutBrand += product.has("brand") ? 0 : 1;
    }
    assertThat(categories).hasSize(24);
    assertThat(withoutBrand).isEqualTo(92);

    OrderChangeParser orders = new OrderChangeParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);
    int cartLines = 0;
    long units = 0;
    BigDecimal gross = BigDecimal.ZERO;
    BigDecimal net = BigDecimal.ZERO;
    BigDecimal total = BigDecimal.ZERO;
    for (String line : lines(Resource.CARTS)) {
      OrderChange order = accepted(orders.parse(line.getBytes(StandardCharsets.UTF_8), ARRIVAL));
      total = total.add(order.total());
      for (OrderChange.Line one : order.lines()) {
        BigDecimal amount = one.unitPrice().multiply(BigDecimal.valueOf(one.quantity()));
        cartLines++;
        units += one.quantity();
        gross = gross.add(amount);
        net = net.add(amount).subtract(one.discount());
      }
    }
    assertThat(cartLines).isEqualTo(800);
    assertThat(units).isEqualTo(2417);
    assertThat(gross).isEqualByComparingTo("3834278.63");
    assertThat(net).isEqualByComparingTo("3456709.58");
    assertThat(total).isEqualByComparingTo("3456709.58");

    EventParser events =
        new EventParser(Shops.DEFAULT, Pseudonyms.forDevelopment(), Limits.DEFAULT);
    for (String line : lines(Resource.POSTS)) {
      assertThat(accepted(events.parse(line.getBytes(StandardCharsets.UTF_8), ARRIVAL)).eventType())
          .isEqualTo("post");
    }

    List<JsonNode> users = new ArrayList<>();
    JSON.readTree(data.resolve("users.json").toFile()).forEach(users::add);
    Set<String> secrets = Secrets.of(users);
    assertThat(secrets).hasSizeGreaterThan(208 * 5);
    for (Resource resource : Resource.values()) {
      String sent = Files.readString(folder.resolve(resource.topic() + ".jsonl"));
      assertThat(secrets).noneMatch(sent::contains);
    }
  }

  private static <T> T accepted(Parsed<T> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
    return ((Parsed.Accepted<T>) parsed).record();
  }
}
