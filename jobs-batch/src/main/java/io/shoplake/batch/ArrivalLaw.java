package io.shoplake.batch;

import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** Messages in Kafka that are not in bronze; what Kafka has let go of is no difference. */
    long missing() {
      if (kafkaFirst < 0) {
        return 0;
      }
      long fromHere = rows == 0 ? kafkaFirst : Math.min(Math.max(kafkaFirst, first), last + 1);
      return Math.max(0, fromHere - kafkaFirst)
          + Math.max(0, kafkaEnd - Math.max(last + 1, fromHere));
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

  /** Every partition that bronze or Kafka knows; {@code kafka} may be null. */
  static List<Partition> partitions(Lake lake, KafkaOptions kafka) {
    Map<TopicPartition, Row> bronze = bronze(lake);
    Set<String> topics = new TreeSet<>();
    Catalog.TOPICS.forEach(topic -> topics.add(topic.name()));
    bronze.keySet().forEach(place -> topics.add(place.topic()));
    Map<TopicPartition, long[]> inKafka = kafka == null ? Map.of() : inKafka(kafka, topics);
    Map<TopicPartition, Long> read = read(lake);
    TreeSet<TopicPartition> all =
        new TreeSet<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    all.addAll(bronze.keySet());
    all.addAll(inKafka.keySet());
    List<Partition> partitions = new ArrayList<>();
    for (TopicPartition place : all) {
      long[] kafkaOffsets = inKafka.getOrDefault(place, new long[] {-1, -1});
      Row row = bronze.get(place);
      partitions.add(
          new Partition(
              place.topic(),
              place.partition(),
              kafkaOffsets[0],
              kafkaOffsets[1],
              row == null ? -1 : row.getLong(3),
              row == null ? -1 : row.getLong(4),
              row == null ? 0 : row.getLong(5),
              row != null && row.getBoolean(2) ? read.getOrDefault(place, 0L) : -1));
    }
    return partitions;
  }

  // One query over all tables: each query of its own costs a second, however little there is.
  private static Map<TopicPartition, Row> bronze(Lake lake) {
    List<Table> read =
        Stream.of(EVENTS, ORDER_CHANGES).flatMap(table -> table.sources().stream()).toList();
    return Catalog.layer(Layer.BRONZE).stream()
        // The first version only creates the table.
        .filter(table -> lake.version(table) > 0)
        .map(
            table ->
                lake.read(table)
                    .select(
                        col("topic"),
                        col("partition"),
                        lit(read.contains(table)).as("is_read"),
                        col("offset")))
        .reduce(Dataset::union)
        .map(
            rows ->
                rows.groupBy("topic", "partition", "is_read")
                    .agg(min("offset"), max("offset"), count(lit(1)))
                    .collectAsList())
        .orElse(List.of())
        .stream()
        .collect(
            Collectors.toMap(
                row -> new TopicPartition(row.getString(0), row.getInt(1)), row -> row));
  }

  private static Map<TopicPartition, Long> read(Lake lake) {
    return lake.read(LEDGER).groupBy("topic", "partition").agg(sum("read")).collectAsList().stream()
        .collect(
            Collectors.toMap(
                row -> new TopicPartition(row.getString(0), row.getInt(1)), row -> row.getLong(2)));
  }

  private static Map<TopicPartition, long[]> inKafka(KafkaOptions kafka, Set<String> topics) {
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
