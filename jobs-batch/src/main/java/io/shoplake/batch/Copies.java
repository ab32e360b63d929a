package io.shoplake.batch;

import static io.shoplake.layout.silver.Events.EVENTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first_value;
import static org.apache.spark.sql.functions.row_number;
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
 * for the stream to see both.
 */
final class Copies {

  private static final int MOST_IN_ONE_COMMIT = 5_000;

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
    Dataset<Row> events = lake.read(EVENTS);
    Dataset<Row> identities = events.select(identityHash().as("identity"));
    if (version >= 0) {
      Dataset<Row> fresh = lake.addedSince(EVENTS, version).select(identityHash().as("identity"));
      identities = identities.join(fresh, new String[] {"identity"}, "left_semi");
    }
    List<Long> doubled =
        identities.groupBy("identity").count().where("count > 1").collectAsList().stream()
            .map(row -> row.getLong(0))
            .toList();
    if (doubled.isEmpty()) {
      return 0;
    }
    List<Copy> copies = copies(events.where(identityHash().isin(doubled.toArray())));
    for (int from = 0; from < copies.size(); from += MOST_IN_ONE_COMMIT) {
      List<Copy> some = copies.subList(from, Math.min(from + MOST_IN_ONE_COMMIT, copies.size()));
      lake.delete(EVENTS, condition(some), note(some));
    }
    return copies.size();
  }

  private static Column identityHash() {
    return xxhash64(col("shop_id"), col("visitor_id"), col("event_id"));
  }

  /** Events with the same {@code columns}, in the order in which they were accepted. */
  static WindowSpec asAccepted(String... columns) {
    return Window.partitionBy(Stream.of(columns).map(functions::col).toArray(Column[]::new))
        .orderBy("batch", "topic", "partition", "offset");
  }

  private static List<Copy> copies(Dataset<Row> candidates) {
    WindowSpec sameEvent = asAccepted("shop_id", "visitor_id", "event_id");
    return candidates
        .withColumn("position", row_number().over(sameEvent))
        .withColumn("first_hash", first_value(col("content_hash")).over(sameEvent))
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
