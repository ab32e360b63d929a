package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_EVENTS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_ORDERS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_PRODUCTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.streaming.StreamScript.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.cli.Cli;
import io.shoplake.cli.ExitCode;
import io.shoplake.ingest.Broker;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LocalSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The streams as programs, on a real broker. */
class StreamingIT {

  @TempDir static Path folder;
  private static Broker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start(folder);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() throws Exception {
    producer.close();
    broker.close();
  }

  @Test
  void bronzeKeepsEveryMessageOnceByteForByteWithItsHeaders() throws Exception {
    createTopics("web.clicks", "app.clicks", "shop.orders", "shop.products");
    Lake lake = lake("bytes");
    byte[] odd = {0, (byte) 0xff, 'x'};
    ProducerRecord<byte[], byte[]> withHeader =
        new ProducerRecord<>("web.clicks", 1, "k".getBytes(StandardCharsets.UTF_8), odd);
    withHeader.headers().add(new RecordHeader("trace", odd));
    producer.send(withHeader).get();
    producer.send(new ProducerRecord<>("app.clicks", 0, null, null)).get();
    producer.send(new ProducerRecord<>("shop.orders", 0, null, odd)).get();

    String[] settings = {
      "--topics", "shop.events=web.clicks", "--topics", "shop.events=app.clicks"
    };
    assertThat(bronze(lake, settings)).isZero();
    assertThat(bronze(lake, settings)).isZero();
    producer.send(new ProducerRecord<>("app.clicks", 0, null, odd)).get();
    assertThat(bronze(lake, settings)).isZero();

    assertThat(
            lake.read(SHOP_EVENTS)
                .selectExpr(
                    "topic",
                    "partition",
                    "offset",
                    "hex(key)",
                    "hex(value)",
                    "headers[0].key",
                    "hex(headers[0].value)")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactlyInAnyOrder(
            "web.clicks 1 0 6B 00FF78 trace 00FF78",
            "app.clicks 0 0 null null null null",
            "app.clicks 0 1 null 00FF78 null null");
    assertThat(lake.read(SHOP_ORDERS).count()).isEqualTo(1);
    assertThat(lake.version(SHOP_EVENTS)).isEqualTo(2);
    assertThat(lake.version(SHOP_PRODUCTS)).isZero();
  }

  @Test
  void topicsThatDoNotExistAreAMistakeToPutRight() {
    assertThat(bronze(lake("none"), "--topics", "shop.events=a", "--topics", "shop.orders=b"))
        .isEqualTo(ExitCode.CONFIGURATION.number());
  }

  @Test
  void sigtermEndsAnEndlessStreamBetweenTwoBatchesAndTheNextRunGoesOn() throws Exception {
    createTopics("shop.events");
    Lake lake = lake("endless");
    send(0, 50);
    Process endless =
        ChildJvm.start(
            Streaming.class,
            "stream",
            "all",
            "--every",
            "PT1S",
            "--brokers",
            broker.address(),
            "--lake",
            lake.root());
    try {
      awaitEvents(lake, 50);
      send(50, 100);
      endless.destroy();
      assertThat(endless.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(endless.exitValue()).isEqualTo(ExitCode.STOPPED.number());
    } finally {
      endless.destroyForcibly();
    }

    assertThat(run("all", lake)).isZero();
    assertThat(lake.read(EVENTS).count()).isEqualTo(100);
    assertThat(lake.read(EVENTS).select("event_id").distinct().count()).isEqualTo(100);
  }

  private static void send(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      byte[] event =
          view("v" + i % 7, "e" + i, "10:%02d:00".formatted(i % 60))
              .getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("shop.events", i % 2, null, event)).get();
    }
  }

  private static void awaitEvents(Lake lake, long expected) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!lake.exists(EVENTS) || lake.read(EVENTS).count() < expected) {
      assertThat(System.nanoTime()).as("the stream is slow").isLessThan(deadline);
      Thread.sleep(500);
    }
  }

  private static int bronze(Lake lake, String... more) {
    return run("bronze", lake, more);
  }

  private static int run(String stream, Lake lake, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "stream",
                stream,
                "--trigger",
                "available-now",
                "--brokers",
                broker.address(),
                "--lake",
                lake.root()));
    arguments.addAll(List.of(more));
    return Cli.run(new Streaming(), arguments.toArray(String[]::new));
  }

  private static Lake lake(String name) {
    return Lake.at(LocalSpark.session(), folder.resolve(name).toUri().toString());
  }

  private static void createTopics(String... names) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      admin
          .createTopics(
              List.of(names).stream().map(name -> new NewTopic(name, 2, (short) 1)).toList())
          .all()
          .get();
    }
  }
}
