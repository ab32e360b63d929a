package io.shoplake.streaming;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.ShopDay;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What became of the messages of one batch, counted in one pass. */
final class BatchFigures {

  /** Before any event was accepted. */
  private static final long NEVER = Long.MIN_VALUE;

  /** Equal fates of messages of one partition. */
  record Group(
      Kind kind,
      String topic,
      int partition,
      ShopDay day,
      boolean isBot,
      String reason,
      long messages,
      long first,
      long last) {}

  private final List<Group> groups = new ArrayList<>();
  private final SortedMap<String, SortedMap<Integer, Long>> read = new TreeMap<>();
  private long revisions;
  private long watermark = NEVER;

  private BatchFigures() {}

  /** Counts the rows of the stateful operator; columns as in {@link Result}. */
  static BatchFigures of(Dataset<Row> results) {
    BatchFigures figures = new BatchFigures();
    Column[] fate = {
      col("kind"),
      col("topic"),
      col("partition"),
      col("shop"),
      col("day"),
      col("bot"),
      col("reason")
    };
    results
        .groupBy(fate)
        .agg(count(lit(1)), min("offset"), max("offset"), sum("number"), max("watermark"))
        .collectAsList()
        .forEach(figures::take);
    return figures;
  }

  /** Counts messages that passed no stateful operator; columns as in {@link Result} where known. */
  static BatchFigures ofMessages(Dataset<Row> messages) {
    return of(
        messages
            .withColumn("bot", lit(false))
            .withColumn("number", lit(0L))
            .withColumn("watermark", lit(NEVER)));
  }

  private void take(Row row) {
    Kind kind = Kind.valueOf(row.getString(0));
    switch (kind) {
      case READ -> {
        addRead(row.getString(1), row.getInt(2), row.getLong(10));
        watermark = Math.max(watermark, row.getLong(11));
      }
      case REVISION -> revisions += row.getLong(7);
      case ACCEPTED, DUPLICATE, CONFLICTING, LATE, REJECTED ->
          groups.add(
              new Group(
                  kind,
                  row.getString(1),
                  row.getInt(2),
                  new ShopDay(row.getString(3), LocalDate.ofEpochDay(row.getInt(4))),
                  row.getBoolean(5),
                  row.getString(6),
                  row.getLong(7),
                  row.getLong(8),
                  row.getLong(9)));
    }
  }

  /** Says that so many messages of a partition came in. */
  void addRead(String topic, int partition, long messages) {
    read.computeIfAbsent(topic, name -> new TreeMap<>()).merge(partition, messages, Long::sum);
  }

  /** The same figures, with what late events turned out to be in place of the late ones. */
  BatchFigures settled(BatchFigures late) {
    BatchFigures figures = new BatchFigures();
    groups.stream().filter(group -> group.kind() != Kind.LATE).forEach(figures.groups::add);
    figures.groups.addAll(late.groups);
    figures.read.putAll(read);
    figures.revisions = revisions;
    figures.watermark = watermark;
    return figures;
  }

  /** What became of the messages of these topics alone. */
  BatchFigures ofTopics(Set<String> topics) {
    BatchFigures figures = new BatchFigures();
    groups.stream().filter(group -> topics.contains(group.topic())).forEach(figures.groups::add);
    return figures;
  }

  long messages(Kind kind) {
    return groups.stream().filter(group -> group.kind() == kind).mapToLong(Group::messages).sum();
  }

  long revisions() {
    return revisions;
  }

  /** Messages that were handed to the operator. */
  long read() {
    return read.values().stream()
        .flatMap(partitions -> partitions.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The days of the messages of these kinds. */
  SortedSet<ShopDay> days(Collection<Kind> kinds) {
    SortedSet<ShopDay> days = new TreeSet<>();
    groups.stream().filter(group -> kinds.contains(group.kind())).forEach(g -> days.add(g.day()));
    return days;
  }

  /**
   * The figures of the ledger.
   *
   * @throws UserMistake if a message is unaccounted for
   */
  List<Figures> ofPartitions() {
    List<Figures> rows = new ArrayList<>();
    read.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, messages) -> rows.add(figures(topic, partition, messages))));
    for (Figures row : rows) {
      if (!row.addsUp()) {
        throw new UserMistake(
            ExitCode.DATA,
            "Of %s partition %d, %d messages were read, but %d accepted, %d duplicate and %d rejected;"
                    .formatted(
                        row.topic(),
                        row.partition(),
                        row.read(),
                        row.accepted(),
                        row.duplicate(),
                        row.rejectedTotal())
                + " nothing was committed, please report this.");
      }
    }
    return rows;
  }

  private Figures figures(String topic, int partition, long messages) {
    List<Group> ofPartition =
        groups.stream()
            .filter(group -> group.topic().equals(topic) && group.partition() == partition)
            .toList();
    SortedMap<String, Long> rejected = new TreeMap<>();
    ofPartition.stream()
        .filter(group -> group.kind() == Kind.REJECTED)
        .forEach(group -> rejected.merge(group.reason(), group.messages(), Long::sum));
    return new Figures(
        topic,
        partition,
        ofPartition.stream().mapToLong(Group::first).min().orElse(-1),
        ofPartition.stream().mapToLong(Group::last).max().orElse(-1),
        messages,
        total(ofPartition, group -> isAccepted(group)),
        total(ofPartition, group -> isDuplicate(group)),
        total(ofPartition, group -> group.kind() == Kind.CONFLICTING),
        total(ofPartition, group -> group.kind() == Kind.LATE),
        total(ofPartition, group -> isAccepted(group) && group.isBot()),
        rejected);
  }

  /** Accepted and duplicate messages by event day. */
  List<DayFigures> ofDays() {
    SortedMap<ShopDay, List<Group>> byDay = new TreeMap<>();
    groups.stream()
        .filter(group -> group.kind() != Kind.REJECTED)
        .forEach(group -> byDay.computeIfAbsent(group.day(), day -> new ArrayList<>()).add(group));
    return byDay.entrySet().stream()
        .map(
            entry ->
                new DayFigures(
                    entry.getKey(),
                    total(entry.getValue(), group -> isAccepted(group)),
                    total(entry.getValue(), group -> isDuplicate(group)),
                    total(entry.getValue(), group -> group.kind() == Kind.CONFLICTING)))
        .toList();
  }

  private static boolean isAccepted(Group group) {
    return group.kind() == Kind.ACCEPTED || group.kind() == Kind.LATE;
  }

  private static boolean isDuplicate(Group group) {
    return group.kind() == Kind.DUPLICATE || group.kind() == Kind.CONFLICTING;
  }

  private static long total(List<Group> groups, Predicate<Group> which) {
    return groups.stream().filter(which).mapToLong(Group::messages).sum();
  }

  /** What became of the messages, for people. */
  String line() {
    return "%,d accepted, %,d duplicate, %,d rejected"
        .formatted(
            total(groups, group -> isAccepted(group)),
            total(groups, group -> isDuplicate(group)),
            messages(Kind.REJECTED));
  }

  /** The same, and up to when the stream no longer waits for events. */
  String lineOfEvents(Duration lateness) {
    return "%s, %,d late, watermark %s (lateness %s)"
        .formatted(
            line(),
            messages(Kind.LATE),
            watermark == NEVER ? "none" : Origin.Instants.of(watermark),
            lateness);
  }
}
