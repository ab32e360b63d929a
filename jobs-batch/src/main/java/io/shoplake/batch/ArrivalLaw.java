package io.shoplake.batch;

import static io.shoplake.layout.ops.Ledger.LEDGER;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Schemas;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The law that every message in Kafka is a row of bronze, and is read once. */
final class ArrivalLaw {

  private static final List<String> COLUMNS =
      List.of(
          "topic",
          "partition",
          "kafka",
          "bronze",
          "read",
          "waiting",
          "missing",
          "gaps",
          "unread",
          "difference");

  private ArrivalLaw() {}

  /**
   * One partition of a topic.
   *
   * @param kafkaFirst first offset in Kafka, -1 where Kafka was not asked or has no such topic
   * @param kafkaEnd the offset after the last one in Kafka
   * @param first first offset in bronze, -1 where it has none
   * @param last last offset in bronze
   * @param rows rows in bronze
   * @param read messages read by the ledger; -1 where no stream reads the topic
   */
  record Partition(
      String topic,
      int partition,
      long kafkaFirst,
      long kafkaEnd,
      long first,
      long last,
      long rows,
      long read) {

    /** Messages in Kafka after the last one in bronze: they come with the next batch. */
    long waiting() {
      return kafkaFirst < 0 ? 0 : Math.max(0, kafkaEnd - Math.max(kafkaFirst, last + 1));
    }

    /** Messages in Kafka before the first one in bronze, which no batch will bring any more. */
    long missing() {
      return kafkaFirst < 0 || rows == 0 ? 0 : Math.max(0, first - kafkaFirst);
    }

    /** Offsets between the first and the last that bronze does not have, or has twice. */
    long gaps() {
      return rows == 0 ? 0 : Math.abs(last - first + 1 - rows);
    }

    long unread() {
      return read < 0 ? 0 : Math.abs(rows - read);
    }

    /** Zero where the law holds. */
    long difference() {
      return missing() + gaps() + unread();
    }
  }

  /** Every partition that the lake or Kafka knows; {@code kafka} may be null. */
  static List<Partition> partitions(Lake lake, KafkaOptions kafka) {
    Map<TopicPartition, Row> inLake = inLake(lake);
    Set<String> topics = topics(kafka);
    inLake.keySet().forEach(place -> topics.add(place.topic()));
    Map<TopicPartition, long[]> inKafka = kafka == null ? Map.of() : inKafka(kafka, topics);
    TreeSet<TopicPartition> all =
        new TreeSet<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    all.addAll(inLake.keySet());
    all.addAll(inKafka.keySet());
    return all.stream()
        .map(
            place ->
                partition(
                    place,
                    inKafka.getOrDefault(place, new long[] {-1, -1}),
                    Optional.ofNullable(inLake.get(place))))
        .toList();
  }

  private static Partition partition(TopicPartition place, long[] kafka, Optional<Row> lake) {
    Optional<Row> filled = lake.filter(row -> row.getLong(5) > 0);
    return new Partition(
        place.topic(),
        place.partition(),
        kafka[0],
        kafka[1],
        filled.map(row -> row.getLong(3)).orElse(-1L),
        filled.map(row -> row.getLong(4)).orElse(-1L),
        filled.map(row -> row.getLong(5)).orElse(0L),
        lake.filter(row -> row.getBoolean(2)).map(row -> row.getLong(6)).orElse(-1L));
  }

  /**
   * By partition: topic, partition, whether it is read, first, last and number of offsets, read.
   */
  private static Map<TopicPartition, Row> inLake(Lake lake) {
    List<Table> read =
        Catalog.layer(Layer.SILVER).stream().flatMap(table -> table.sources().stream()).toList();
    Dataset<Row> ledger =
        lake.exists(LEDGER)
            ? lake.read(LEDGER)
            : lake.spark().createDataFrame(List.<Row>of(), Schemas.of(LEDGER));
    Dataset<Row> all =
        ledger.selectExpr("topic", "partition", "true AS is_read", "NULL AS offset", "read");
    // One query over all tables: each of its own would cost a second, however little there is.
    for (Table table : Catalog.layer(Layer.BRONZE)) {
      // The first version only creates the table.
      if (lake.version(table) > 0) {
        String isRead = read.contains(table) + " AS is_read";
        all =
            all.union(
                lake.read(table).selectExpr("topic", "partition", isRead, "offset", "0L AS read"));
      }
    }
    return all
        .groupBy("topic", "partition")
        .agg(
            bool_or(col("is_read")),
            min("offset"),
            max("offset"),
            count(col("offset")),
            sum("read"))
        .collectAsList()
        .stream()
        .collect(
            Collectors.toMap(
                row -> new TopicPartition(row.getString(0), row.getInt(1)), row -> row));
  }

  /** The real topics that the settings name; may be added to. */
  static Set<String> topics(KafkaOptions kafka) {
    return kafka == null ? new TreeSet<>() : new TreeSet<>(kafka.topicNames().byReal().keySet());
  }

  /** First offset, and the one after the last, of each partition of those topics that exist. */
  static Map<TopicPartition, long[]> inKafka(KafkaOptions kafka, Set<String> topics) {
    Set<String> there = new TreeSet<>(kafka.topics());
    there.retainAll(topics);
    try (Admin admin = Admin.create(new TreeMap<String, Object>(kafka.settings()))) {
      List<TopicPartition> places =
          admin.describeTopics(there).allTopicNames().get().values().stream()
              .flatMap(
                  topic ->
                      topic.partitions().stream()
                          .map(info -> new TopicPartition(topic.name(), info.partition())))
              .toList();
      var first = admin.listOffsets(all(places, OffsetSpec.earliest())).all().get();
      var end = admin.listOffsets(all(places, OffsetSpec.latest())).all().get();
      return places.stream()
          .collect(
              Collectors.toMap(
                  place -> place,
                  place -> new long[] {first.get(place).offset(), end.get(place).offset()}));
    } catch (KafkaException | ExecutionException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "Kafka does not say its offsets (%s); start it, set --brokers, or leave it out by --no-kafka."
              .formatted(e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Kafka for its offsets", e);
    }
  }

  private static Map<TopicPartition, OffsetSpec> all(List<TopicPartition> places, OffsetSpec spec) {
    return places.stream().collect(Collectors.toMap(place -> place, place -> spec));
  }

  /** Prints one line per partition that holds anything. */
  static void print(List<Partition> partitions, boolean isKafkaAsked, PrintStream out) {
    List<List<String>> rows = new ArrayList<>();
    for (Partition partition : partitions) {
      if (partition.rows() > 0 || partition.missing() > 0) {
        rows.add(
            List.of(
                partition.topic(),
                String.valueOf(partition.partition()),
                isKafkaAsked && partition.kafkaFirst() >= 0
                    ? number(partition.kafkaEnd() - partition.kafkaFirst())
                    : "-",
                number(partition.rows()),
                partition.read() < 0 ? "-" : number(partition.read()),
                number(partition.waiting()),
                number(partition.missing()),
                number(partition.gaps()),
                number(partition.unread()),
                number(partition.difference())));
      }
    }
    Format.TABLE.print(COLUMNS, rows, out);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
