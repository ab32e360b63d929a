package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.layout.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaIT {

  @TempDir private static Path data;
  private static Broker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  @Order(1)
  void aTopicThatIsMissingIsNamedWithTheWayToCreateIt() throws IOException {
    Run run = replay("shop.events", file("a.jsonl", "{}\n"));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("'shop.events'").contains("topics create");
  }

  @Test
  @Order(2)
  void topicsAreCreatedOnceAndDifferencesAreTold() {
    assertThat(ingest("topics", "create").out())
        .contains("shop.events created with 2 partitions")
        .contains("source.rows created");
    Run again = ingest("topics", "create", "--partitions", "3");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("shop.events exists and differs: 2 partitions, not 3");
    assertThat(ingest("topics", "create").out()).contains("shop.events exists\n");
    assertThat(ingest("topics", "list").out()).containsPattern("shop\\.orders +2 +0 ");
  }

  @Test
  @Order(3)
  void aFileIsSentByteForByteInOrderWithTheKeyOfEachMessage() throws IOException {
    byte[] notUtf8 = {'{', '"', (byte) 0xC3, 0x28, '"', '}'};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("{ \"anonymous_id\" : \"a1\", \"n\":1.50 }\n\n".getBytes(UTF_8));
    bytes.write("{\"user_id\":\"ü2\",\"anonymous_id\":\"\"}\r\n".getBytes(UTF_8));
    bytes.write(notUtf8);
    bytes.write('\n');
    bytes.write("no json at all".getBytes(UTF_8));
    Path file = folder.resolve("events.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      bytes.writeTo(out);
    }
    Run run = replay("shop.events", file);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Sent 4 messages to shop.events.");
    List<ConsumerRecord<byte[], byte[]>> arrived = broker.read("shop.events");
    assertThat(arrived)
        .extracting(ConsumerRecord::value)
        .containsExactlyInAnyOrder(
            "{ \"anonymous_id\" : \"a1\", \"n\":1.50 }".getBytes(UTF_8),
            "{\"user_id\":\"ü2\",\"anonymous_id\":\"\"}".getBytes(UTF_8),
            notUtf8,
            "no json at all".getBytes(UTF_8));
    assertThat(arrived)
        .extracting(record -> record.key() == null ? null : new String(record.key(), UTF_8))
        .containsExactlyInAnyOrder("a1", "ü2", null, null);
    assertThat(arrived)
        .allSatisfy(
            record ->
                assertThat(System.currentTimeMillis() - record.timestamp())
                    .isBetween(0L, 600_000L));
  }

  @Test
  @Order(4)
  void aLineThatIsTooLargeForTheBrokerIsNamedAndTheRestIsSent() throws IOException {
    byte[] noise = new byte[Topic.MAX_MESSAGE_BYTES];
    new Random(1).nextBytes(noise);
    for (int index = 0; index < noise.length; index++) {
      // Letters without a pattern, which no compression makes small.
      noise[index] = (byte) ('0' + (noise[index] & 0x3F));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("{\"order_id\":\"o1\"}\n".getBytes(UTF_8));
    bytes.write(noise);
    bytes.write("too long\n".getBytes(UTF_8));
    bytes.write(Arrays.copyOf(noise, 5_000_000));
    bytes.write("\n{\"order_id\":\"o2\"}\n".getBytes(UTF_8));
    Path file = folder.resolve("orders.jsonl");
    Files.write(file, bytes.toByteArray());
    Run run = replay("shop.orders", file);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains(file + ":2 was refused");
    assertThat(run.out()).contains("Sent 3 messages to shop.orders; 1 were refused.");
    assertThat(broker.read("shop.orders"))
        .extracting(record -> record.value().length)
        .containsExactlyInAnyOrder(17, 5_000_000, 17);
  }

  @Test
  @Order(5)
  void aSimulatedShopArrivesInFull() throws IOException {
    Path truth = folder.resolve("truth.json");
    long before = broker.read("shop.events").size();
    Run run =
        ingest("simulate", "--visitors", "60", "--end", "2026-11-01", "--truth", truth.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("shop.events: %,d sent".formatted(broker.read("shop.events").size() - before));
    assertThat(truth).isNotEmptyFile();
  }

  @Test
  @Order(6)
  void oneMessageIsCheckedSentAndSeen() {
    String order =
        "{\"change_id\": \"c1\", \"order_id\": \"o9\", \"changed_at\": \"2026-01-01T00:00:00Z\"}";
    long before = broker.read("shop.orders").size();
    assertThat(ingest("send", "--topic", "shop.orders", order).out())
        .containsPattern("Sent to shop.orders, partition \\d, offset \\d+\\.");
    Run refused = ingest("send", "--topic", "shop.orders", "{\"order_id\": \"o9\"}");
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("missing_change_id").contains("Nothing was sent");
    Run unchecked =
        ingest("send", "--unchecked", "--topic", "shop.orders", "{\"order_id\": \"o9\"}");
    assertThat(unchecked.exitCode()).isZero();
    assertThat(ingest("send", "--dry-run").out()).contains("Would send");
    List<ConsumerRecord<byte[], byte[]>> all = broker.read("shop.orders");
    assertThat(all).hasSize((int) before + 2);
    assertThat(all.stream().filter(each -> new String(each.value(), UTF_8).equals(order)))
        .extracting(each -> new String(each.key(), UTF_8))
        .containsExactly("o9");

    Run tail = ingest("tail", "--topic=shop.orders", "--from-beginning", "--max=" + all.size());
    assertThat(tail.exitCode()).as(tail.err()).isZero();
    assertThat(tail.out().lines()).hasSize(all.size() + 1).allMatch(line -> line.length() <= 80);
    assertThat(tail.out()).contains("order o9").contains("✗ missing_change_id");
    assertThat(
            ingest("tail", "--topic=shop.orders", "--from-beginning", "--rejected", "--max=1")
                .out()
                .lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("✗");
  }

  @Test
  @Order(7)
  void badLinesOfAnImportArriveAsTheyAreWithReasonFileAndLine() throws IOException {
    Path file =
        file(
            "export.jsonl",
            "{\"uuid\": \"1\", \"event\": \"$pageview\", \"distinct_id\": \"d\", \"timestamp\":"
                + " \"2026-01-01T00:00:00Z\"}\n\nno json, ann@example.com\n");
    for (int time = 0; time < 2; time++) {
      Run run = ingest("import", "--mapping", "posthog-export", file.toString());
      assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    }
    assertThat(broker.read("posthog.events"))
        .filteredOn(each -> each.headers().lastHeader("shoplake.reject") != null)
        .hasSize(2)
        .allSatisfy(
            each -> {
              assertThat(each.value()).isEqualTo("no json, ann@example.com".getBytes(UTF_8));
              assertThat(headers(each))
                  .containsEntry("shoplake.reject", "bad_line")
                  .containsEntry("shoplake.detail", "it is no JSON from character 1 on")
                  .containsEntry("shoplake.file", "export.jsonl")
                  .containsEntry("shoplake.line", "3");
            });
    assertThat(
            ingest("tail", "--topic=posthog.events", "--from-beginning", "--rejected", "--max=1")
                .out())
        .contains("✗ bad_line")
        .doesNotContain("ann");
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> headers = new TreeMap<>();
    message.headers().forEach(each -> headers.put(each.key(), new String(each.value(), UTF_8)));
    return headers;
  }

  @Test
  @Order(8)
  void topicsOfOtherNamesAreCreatedSentToAndSeen() throws IOException {
    String names = "--topics=shop.events=pageviews,shop.orders=orders";
    assertThat(ingest("topics", "create", names).out())
        .contains("pageviews created", "orders created", "shop.products exists")
        .doesNotContain("shop.events");
    assertThat(ingest("topics", "list", names).out()).containsPattern("pageviews +2 +0 ");
    Path file = file("o.jsonl", "{\"order_id\": \"o1\"}\n");
    assertThat(ingest("replay", names, "--topic", "shop.orders", file.toString()).exitCode())
        .isZero();
    assertThat(ingest("replay", names, "--topic", "orders", file.toString()).exitCode()).isZero();
    assertThat(broker.read("orders"))
        .extracting(each -> new String(each.key(), UTF_8))
        .containsExactly("o1", "o1");
    assertThat(ingest("send", names).out()).contains("Sent to pageviews, partition");
    assertThat(
            ingest(
                    "tail",
                    names,
                    "--topic=shop.events",
                    "--topic=orders",
                    "--from-beginning",
                    "--max=3")
                .out())
        .contains("pageviews/", "page_view", "orders/");
  }

  @Test
  @Order(9)
  void anImportIntoATopicOfAnotherNameHasKeys() throws IOException {
    String names = "--topics=shop.customers=people";
    ingest("topics", "create", names);
    Path mapping =
        file("m.yaml", "topic: people\ncolumns: {c: {}}\nmessage: {customer_id: '${c}'}\n");
    Path rows = file("c.csv", "c\nann\n");
    Run run = ingest("import", names, "--mapping", mapping.toString(), rows.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(broker.read("people"))
        .extracting(each -> each.key() == null ? null : new String(each.key(), UTF_8))
        .containsExactly("ann");
  }

  @Test
  @Order(10)
  void whatTheBrokerRefusesOfAnImportIsBadAndNotSent() throws IOException {
    Path mapping =
        file(
            "m.yaml",
            "topic: shop.products\ncolumns: {t: {}}\nmessage: {a: '${t}', b: '${t}', c: '${t}'}\n");
    String large = "x".repeat(Topic.MAX_MESSAGE_BYTES / 2);
    Path rows = file("t.jsonl", "{\"t\":\"%s\"}\n{\"t\":\"small\"}\n".formatted(large));
    Run run = ingest("import", "--mapping", mapping.toString(), rows.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.out())
        .contains("Imported 2 rows of 1 files as 1 messages to shop.products; 1 were bad.");
  }

  private static Run replay(String topic, Path file) {
    return ingest("replay", "--topic", topic, file.toString());
  }

  private static Run ingest(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.add("--brokers");
    arguments.add(broker.address());
    return Run.of(new Ingest(), arguments.toArray(new String[0]));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
