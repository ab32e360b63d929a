package io.shoplake.batch;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first_value;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Events that were accepted twice, since their copies carry different times and came too far apart
 * for the stream to see both, or were sent once with a device and once without.
 *
 * <p>An event of PostHog that does not name its device is known by its id alone if that is a UUID,
 * which nobody guesses; with another id by the id of its client, too. All others are known by
 * visitor and id. None of this depends on ties: a row that goes is gone, whereas a tie that comes
 * later may still give events to somebody else.
 */
final class Copies {

  private static final int MOST_IN_ONE_COMMIT = 5_000;
  private static final String[] EVENT = {"shop_id", "event_id"};

  private static final String IS_UUID =
      "event_id RLIKE '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

  /** Who sent an event; the visitor of one that does not name its device depends on ties. */
  private static final String SENDER = "coalesce('d:' || distinct_id, visitor_id)";

  private static final String[] IDENTITY = {"identity"};

  private Copies() {}

  /** A row of {@code silver.events} that has to go. */
  private record Copy(
      ShopDay day,
      String topic,
      int partition,
      long offset,
      boolean isConflicting,
      boolean isLate,
      boolean isBot) {}

  /**
   * Deletes the copies among the events that came after {@code version}, whichever of the two is
   * the older one; the one accepted first stays. Gives their number.
   */
  static int delete(Lake lake, long version) {
    AtomicInteger gone = new AtomicInteger();
    Corrections.retried(
        () -> {
          List<Copy> copies = copies(lake, version);
          for (int from = 0; from < copies.size(); from += MOST_IN_ONE_COMMIT) {
            int to = Math.min(from + MOST_IN_ONE_COMMIT, copies.size());
            List<Copy> some = copies.subList(from, to);
            lake.delete(EVENTS, condition(some), note(some));
            gone.addAndGet(some.size());
          }
          return copies.size();
        });
    return gone.get();
  }

  private static List<Copy> copies(Lake lake, long version) {
    boolean mayNameNoDevice = Ties.mayBe(lake);
    // Other ids may be those of many visitors; these are not looked through.
    String sender = mayNameNoDevice ? "if(%s, NULL, %s)".formatted(IS_UUID, SENDER) : "visitor_id";
    Column[] identity = {col("shop_id"), col("event_id"), expr(sender)};
    Dataset<Row> events = lake.read(EVENTS).withColumn("identity", xxhash64(identity));
    Dataset<Row> identities = events.select("identity");
    if (version >= 0) {
      Dataset<Row> fresh =
          lake.addedSince(EVENTS, version).select(xxhash64(identity).as("identity"));
      identities = identities.join(fresh, IDENTITY, "left_semi");
    }
    Dataset<Row> repeated =
        identities
            .groupBy("identity")
            .count()
            .where("count > 1")
            .select("identity")
            .localCheckpoint();
    return repeated.isEmpty()
        ? List.of()
        : copies(
            events.join(repeated, IDENTITY, "left_semi"),
            mayNameNoDevice ? topicsOfPostHog(lake) : new Object[0]);
  }

  private static Object[] topicsOfPostHog(Lake lake) {
    return lake.read(POSTHOG_EVENTS).select("topic").distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .toArray();
  }

  private static Column[] columns(String... names) {
    return Stream.of(names).map(functions::col).toArray(Column[]::new);
  }

  /** Events with the same {@code columns}, in the order in which they were accepted. */
  private static WindowSpec asAccepted(String... columns) {
    // Batches are counted anew by each checkpoint.
    return Window.partitionBy(columns(columns))
        .orderBy("ingested_at", "batch", "topic", "partition", "offset");
  }

  private static List<Copy> copies(Dataset<Row> candidates, Object[] topicsOfPostHog) {
    WindowSpec sameId = asAccepted(EVENT);
    // Those known by their id alone are none of the others' copies, as they go with the first one.
    WindowSpec sameSender = asAccepted("shop_id", "event_id", "by_id", "sender");
    return candidates
        .withColumn("sender", expr(SENDER))
        .withColumn("names_no_device", col("distinct_id").isNotNull())
        .withColumn(
            "by_id",
            expr(IS_UUID)
                .and(col("topic").isin(topicsOfPostHog).or(col("names_no_device")))
                .and(col("names_no_device").or(first("names_no_device", sameId))))
        .withColumn(
            "position",
            when(col("by_id"), row_number().over(sameId)).otherwise(row_number().over(sameSender)))
        .withColumn(
            "first_hash",
            when(col("by_id"), first("content_hash", sameId))
                .otherwise(first("content_hash", sameSender)))
        .where("position > 1")
        .selectExpr(
            "shop_id",
            "day",
            "topic",
            "partition",
            "offset",
            "content_hash <> first_hash",
            "is_late",
            "is_bot")
        .collectAsList()
        .stream()
        .map(
            row ->
                new Copy(
                    new ShopDay(row.getString(0), row.getDate(1).toLocalDate()),
                    row.getString(2),
                    row.getInt(3),
                    row.getLong(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    row.getBoolean(7)))
        .sorted(
            Comparator.comparing(Copy::topic)
                .thenComparing(Copy::partition)
                .thenComparing(Copy::offset))
        .toList();
  }

  private static Column first(String column, WindowSpec copies) {
    return first_value(col(column)).over(copies);
  }

  private static String condition(List<Copy> copies) {
    String days = Lake.condition(copies.stream().map(Copy::day).toList());
    String coordinates =
        byPartition(copies).entrySet().stream()
            .map(
                entry ->
                    "(topic = '%s' AND partition = %d AND offset IN (%s))"
                        .formatted(
                            entry.getKey().topic().replace("'", "\\'"),
                            entry.getKey().partition(),
                            entry.getValue().stream()
                                .map(copy -> String.valueOf(copy.offset()))
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining(" OR "));
    return "(%s) AND (%s)".formatted(days, coordinates);
  }

  private static CommitNote note(List<Copy> copies) {
    List<Figures> figures = new ArrayList<>();
    byPartition(copies).forEach((partition, some) -> figures.add(figures(partition, some)));
    Map<ShopDay, List<Copy>> byDay =
        copies.stream()
            .collect(Collectors.groupingBy(Copy::day, TreeMap::new, Collectors.toList()));
    List<DayFigures> days = new ArrayList<>();
    byDay.forEach(
        (day, some) -> days.add(new DayFigures(day, -some.size(), some.size(), conflicting(some))));
    return Corrections.note(byDay.keySet()).withFigures(figures, days);
  }

  // What was counted as accepted, late or from a program is taken back and counted as a duplicate.
  private static Figures figures(TopicPartition partition, List<Copy> copies) {
    return new Figures(
        partition.topic(),
        partition.partition(),
        copies.get(0).offset(),
        copies.get(copies.size() - 1).offset(),
        0,
        -copies.size(),
        copies.size(),
        conflicting(copies),
        -copies.stream().filter(Copy::isLate).count(),
        -copies.stream().filter(Copy::isBot).count(),
        new TreeMap<>());
  }

  private static long conflicting(List<Copy> copies) {
    return copies.stream().filter(Copy::isConflicting).count();
  }

  private record TopicPartition(String topic, int partition) implements Comparable<TopicPartition> {
    @Override
    public int compareTo(TopicPartition other) {
      return Comparator.comparing(TopicPartition::topic)
          .thenComparing(TopicPartition::partition)
          .compare(this, other);
    }
  }

  private static Map<TopicPartition, List<Copy>> byPartition(List<Copy> copies) {
    return copies.stream()
        .collect(
            Collectors.groupingBy(
                copy -> new TopicPartition(copy.topic(), copy.partition()),
                TreeMap::new,
                Collectors.toList()));
  }
}
