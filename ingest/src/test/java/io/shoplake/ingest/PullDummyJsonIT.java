package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.ingest.dummyjson.DummyJsonServer;
import io.shoplake.ingest.dummyjson.Resource;
import io.shoplake.ingest.dummyjson.StagedTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pull against a real broker: what is remembered is what has arrived. */
@Timeout(120)
class PullDummyJsonIT {

  private static final int OBJECTS = 30;

  @TempDir private static Path data;
  private static Broker broker;

  @TempDir private Path folder;

  private final StagedTime time = new StagedTime();
  private DummyJsonServer server;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start(data);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = DummyJsonServer.start(DummyJsonServer.SAMPLE);
    createTopics();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    deleteTopics();
  }

  private static void createTopics() throws Exception {
    Run run = Run.of(new Ingest(), "topics", "create", "--brokers", broker.address());
    assertThat(run.exitCode()).as(run.err()).isZero();
    awaitTopics(known -> known.containsAll(Resource.topics()));
  }

  private static void deleteTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      admin.deleteTopics(Resource.topics()).all().get();
    }
    awaitTopics(known -> Collections.disjoint(known, Resource.topics()));
  }

  /** The controller has decided before the broker knows. */
  private static void awaitTopics(Predicate<Set<String>> condition) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      while (!condition.test(admin.listTopics().names().get())) {
        Thread.onSpinWait();
      }
    }
  }

  private Run pull(String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(
        List.of(
            "--url=" + server.address(),
            "--page-size=3",
            "--retries=0",
            "--state=" + folder,
            "--brokers=" + broker.address()));
    return Run.of(new PullDummyJson(time, time), words.toArray(new String[0]));
  }

  @Test
  void everyObjectArrivesUnderItsKeyAndASecondPullRepeatsTheBytes() {
    Run run = pull();
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> once = arrived();
    assertThat(once)
        .hasSize(OBJECTS)
        .anyMatch(message -> message.startsWith("shop.customers 7 {\"customer_id\":\"7\""))
        .anyMatch(message -> message.startsWith("shop.products 5 {\"product_id\":\"5\""))
        .anyMatch(message -> message.startsWith("shop.orders cart-8 {\"change_id\":\"cart-8-1\""))
        .anyMatch(message -> message.startsWith("shop.events 4 {\"event_id\":\"post-10\""));
    assertThat(pull().exitCode()).isZero();
    assertThat(arrived()).hasSize(2 * OBJECTS).containsOnlyElementsOf(once);
  }

  @Test
  void anInterruptedPullGoesOnWhereItStopped() {
    server.failAfter(5, DummyJsonServer.status(500));
    assertThat(pull().exitCode()).isEqualTo(6);
    int before = arrived().size();
    assertThat(before).isBetween(1, OBJECTS - 1);
    server.recover();
    server.forget();
    Run run = pull();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("0 products to shop.products (5 were there before)");
    assertThat(server.requests()).startsWith("carts?limit=3&skip=0");
    assertThat(arrived()).hasSize(OBJECTS).doesNotHaveDuplicates();
  }

  @Test
  void aPollSendsWhatChangedSinceTheLastPull() {
    assertThat(pull().exitCode()).isZero();
    time.beforeNextPoll(() -> server.object(Resource.USERS, 0).put("firstName", "Eva"))
        .beforeNextPoll(() -> {});
    assertThat(pull("--every=" + StagedTime.POLL).exitCode()).isEqualTo(143);
    assertThat(arrived())
        .hasSize(OBJECTS + 1)
        .filteredOn(message -> message.contains("Eva Kiesel"))
        .hasSize(1);
  }

  @Test
  void topicsThatWereMadeAnewGetEverythingAgain() throws Exception {
    time.beforeNextPoll(() -> {});
    pull("--every=" + StagedTime.POLL);
    deleteTopics();
    createTopics();
    pull("--every=" + StagedTime.POLL);
    assertThat(arrived()).hasSize(OBJECTS);
  }

  @Test
  void anotherSourceOrSeedHasAStateOfItsOwn() throws Exception {
    pull();
    pull("--seed=2");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".json"))).hasSize(2);
    }
    assertThat(new HashSet<>(arrived()))
        .as("carts and posts have other times")
        .hasSize(OBJECTS + 8 + 10);
  }

  @Test
  void aTopicThatIsMissingIsNamed() throws Exception {
    deleteTopics();
    Run run = pull();
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("'shop.customers'").contains("topics create");
    assertThat(server.requests()).isEmpty();
    createTopics();
  }

  /** Topic, key and value of each message. */
  private static List<String> arrived() {
    List<String> messages = new ArrayList<>();
    Map<String, Object> settings = new TreeMap<>(Map.of("bootstrap.servers", broker.address()));
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          Resource.topics().stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long wanted =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      while (messages.size() < wanted) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(
                record ->
                    messages.add(
                        "%s %s %s".formatted(record.topic(), record.key(), record.value())));
      }
    }
    return messages;
  }
}
