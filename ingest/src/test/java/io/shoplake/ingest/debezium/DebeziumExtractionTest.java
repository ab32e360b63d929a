package io.shoplake.ingest.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.Waiting;
import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.RowStore;
import io.shoplake.ingest.extract.SourceTables;
import io.shoplake.ingest.extract.TablesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of rows as Debezium writes them. */
class DebeziumExtractionTest {

  private static final TopicPartition PARTITION = new TopicPartition("shop.orders", 0);

  @TempDir private Path folder;

  private final List<String> bad = new ArrayList<>();
  private SourceTables tables;
  private RowStore store;
  private Delivery delivery;
  private int records;

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.EARLIEST);

  @BeforeEach
  void begin() throws IOException {
    begin("{source: s, tables: {orders: }}");
  }

  private void begin(String file) throws IOException {
    tables = TablesFile.read(Files.writeString(folder.resolve("t.yaml"), file).toString());
    store = RowStore.inMemory(tables);
    delivery =
        new Delivery(
            tables,
            store,
            MessageSink.NOWHERE,
            new HashSet<>(),
            Instant::now,
            (place, reason) -> bad.add(reason));
    prepare(consumer);
  }

  private static void prepare(MockConsumer<byte[], byte[]> consumer) {
    consumer.updatePartitions(
        "shop.orders",
        List.of(new PartitionInfo("shop.orders", 0, Node.noNode(), new Node[0], new Node[0])));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
  }

  private void change(String key, String before, String after, String source) {
    String value =
        "{'op': 'u', 'before': %s, 'after': %s, 'source': {'table': 'orders', 'ts_ms': 1, %s}}"
            .formatted(before, after, source);
    consumer.addRecord(new ConsumerRecord<>("shop.orders", 0, records++, bytes(key), bytes(value)));
    consumer.updateEndOffsets(Map.of(PARTITION, (long) records));
  }

  private static byte[] bytes(String json) {
    return json == null ? null : json.replace('\'', '"').getBytes(UTF_8);
  }

  private void run(Consumer<byte[], byte[]> consumer, boolean isEndless, Waiting waiting) {
    ChangeTopics topics = new ChangeTopics(consumer, List.of("shop.orders"), true);
    new DebeziumExtraction(tables, store, delivery, topics, waiting, text -> {}).run(isEndless);
  }

  /** Adds records once it is reading: those that were there before it does not get. */
  private void run(Runnable records) {
    consumer.schedulePollTask(records);
    consumer.updateEndOffsets(Map.of(PARTITION, this.records + 1L));
    run(consumer, false, new Rounds(100));
  }

  /** Asks for the end after some rounds. */
  private static final class Rounds implements Waiting {
    private int left;

    Rounds(int rounds) {
      left = rounds;
    }

    @Override
    public void pause(Duration time) {
      check();
    }

    @Override
    public void check() {
      if (left-- == 0) {
        throw new Stopped();
      }
    }
  }

  @Test
  void aTableWithoutAKeyIsRefused() {
    assertThatThrownBy(() -> run(() -> change(null, null, "{'a': 1}", "'lsn': 1")))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("name columns that tell its rows apart with 'key'")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.CONFIGURATION);
  }

  @Test
  void aKeyThatTheTablesFileNamesTakesTheOthersPlace() throws IOException {
    begin("{source: s, tables: {orders: {key: a}}}");
    run(() -> change(null, null, "{'a': 1}", "'lsn': 1"));
    assertThat(store.keys(tables.tables().get(0))).toIterable().containsExactly("1");
  }

  @Test
  void aRowWithoutAColumnOfItsKeyIsBad() {
    run(
        () -> {
          change("{'a': 1, 'b': 2}", null, "{'a': 1}", "'lsn': 1");
          change("{'a': 1, 'b': 2}", null, "{'a': 1, 'b': 2}", "'lsn': 2");
        });
    assertThat(bad).containsExactly("its row lacks the column 'b' of the key");
    assertThat(store.keys(tables.tables().get(0))).toIterable().containsExactly("[1,2]");
  }

  @Test
  void aNumberBeyondAllMeasureIsKeptAsText() {
    run(() -> change("{'a': 1}", null, "{'a': 1, 'b': 1e999999999, 'c': null}", "'lsn': 1"));
    assertThat(store.row("orders", "1")).hasToString("{\"a\":1,\"b\":\"1E+999999999\",\"c\":null}");
  }

  @Test
  void aValueThatIsNotAsTheTablesFileSaysIsNamedWithItsColumn() throws IOException {
    begin("{source: s, tables: {orders: {types: {b: io.debezium.time.Date}}}}");
    run(() -> change("{'a': 1}", null, "{'a': 1, 'b': 'soon'}", "'lsn': 1"));
    assertThat(bad).containsExactly("b: it is 'soon', which is no io.debezium.time.Date");
  }

  @Test
  void aTableWhoseKeyChangesIsNotReadOn() {
    run(() -> change("{'a': 1}", null, "{'a': 1, 'b': 2}", "'lsn': 1"));
    assertThatThrownBy(
            () -> run(() -> change("{'a': 1, 'b': 2}", null, "{'a': 1, 'b': 2}", "'lsn': 2")))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("its key was 'a'")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.CONFIGURATION);
  }

  @Test
  void nothingIsDoneAgainWhileNothingIsNew() {
    AtomicInteger commits = new AtomicInteger();
    MockConsumer<byte[], byte[]> counting =
        new MockConsumer<>(OffsetResetStrategy.EARLIEST) {
          @Override
          public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            commits.incrementAndGet();
          }
        };
    prepare(counting);
    assertThatThrownBy(() -> run(counting, true, new Rounds(5)))
        .isInstanceOf(Waiting.Stopped.class);
    assertThat(commits).hasValue(1);
  }

  @Test
  void theLogOfAnotherServerBeginsAnew() {
    String log = "'file': 'mysql-bin.000007', 'pos': %d, 'server_id': %d";
    run(
        () -> {
          change("{'a': 1}", null, "{'a': 1, 'b': 1}", log.formatted(900, 1));
          change("{'a': 1}", null, "{'a': 1, 'b': 2}", log.formatted(20, 2));
          change("{'a': 1}", null, "{'a': 1, 'b': 3}", log.formatted(10, 2));
        });
    assertThat(store.row("orders", "1").get("b").asInt()).isEqualTo(2);
  }

  @Test
  void secretsWithinJsonAreNotTaken() {
    run(
        () ->
            change(
                "{'a': 1}",
                null,
                "{'a': 1, 'b': '{\\'iban\\': \\'DE89\\', \\'c\\': 2}', 'hstore': {'pin': '1', 'd': '2'}}",
                "'lsn': 1"));
    assertThat(store.row("orders", "1").toString())
        .isEqualTo("{\"a\":1,\"b\":\"{\\\"c\\\":2}\",\"hstore\":{\"d\":\"2\"}}");
  }
}
