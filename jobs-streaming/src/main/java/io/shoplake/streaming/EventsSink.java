package io.shoplake.streaming;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Table;
import io.shoplake.streaming.BatchFigures.Group;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.types.StructType;

/**
 * Writes a batch of the events query: rejects, session revisions, events, in this order. Only the
 * commit of the events carries the figures, so they are there exactly if everything is.
 */
final class EventsSink {

  private static final String[] IDENTITY = {"shop_id", "day", "visitor_id", "event_id"};

  private final Lake lake;
  private final String query;
  private final long batch;
  private final BatchSteps steps;
  private final Instant now = Instant.now();
  private boolean isNew = true;

  private EventsSink(Lake lake, String query, long batch, BatchSteps steps) {
    this.lake = lake;
    this.query = query;
    this.batch = batch;
    this.steps = steps;
  }

  /** Writes what the stateful operator gave; false if some of it was there already. */
  static boolean write(
      Lake lake, Dataset<Row> results, String query, long batch, BatchSteps steps, BatchLog log) {
    // Even a batch that is in the tables already is computed: Spark wants the state to move on.
    results.persist();
    try {
      return new EventsSink(lake, query, batch, steps).write(results, log);
    } finally {
      results.unpersist();
    }
  }

  private boolean write(Dataset<Row> results, BatchLog log) {
    BatchFigures figures = BatchFigures.of(results);
    if (figures.read() == 0) {
      return true;
    }
    Dataset<Row> events =
        rows(results, Kind.ACCEPTED, Packed.EVENT).withColumn("is_late", lit(false));
    if (figures.messages(Kind.LATE) > 0) {
      Dataset<Row> late =
          settled(rows(results, Kind.LATE, Packed.EVENT), figures.days(Set.of(Kind.LATE)))
              .persist();
      try {
        figures = figures.settled(groups(late));
        events =
            events.unionByName(
                late.where(is(Kind.LATE)).drop("kind").withColumn("is_late", lit(true)));
        writeAll(results, events, figures);
      } finally {
        late.unpersist();
      }
    } else {
      writeAll(results, events, figures);
    }
    log.say(query, figures.line());
    return isNew;
  }

  private void writeAll(Dataset<Row> results, Dataset<Row> events, BatchFigures figures) {
    CommitNote note =
        CommitNote.ofBatch(
                query,
                batch,
                figures.days(Set.of(Kind.ACCEPTED, Kind.LATE, Kind.DUPLICATE, Kind.CONFLICTING)))
            .withFigures(figures.ofPartitions(), figures.ofDays());
    if (figures.messages(Kind.REJECTED) > 0) {
      CommitNote ofRejects = CommitNote.ofBatch(query, batch, figures.days(Set.of(Kind.REJECTED)));
      append(REJECTS, rows(results, Kind.REJECTED, Packed.REJECT), ofRejects);
    }
    if (figures.revisions() > 0) {
      append(
          SESSION_REVISIONS,
          rows(results, Kind.REVISION, Packed.REVISION),
          CommitNote.ofBatch(query, batch, List.of()));
    }
    if (figures.messages(Kind.ACCEPTED) + figures.messages(Kind.LATE) > 0) {
      append(EVENTS, events, note);
    } else {
      steps.before(EVENTS.name());
      isNew &= lake.noteOnce(EVENTS, note);
      steps.after(EVENTS.name());
    }
  }

  private void append(Table table, Dataset<Row> rows, CommitNote note) {
    steps.before(table.name());
    isNew &=
        lake.appendOnce(
            table, rows.withColumn("ingested_at", lit(now)).withColumn("batch", lit(batch)), note);
    steps.after(table.name());
  }

  /**
   * Late events with what they are after all: late, duplicate or conflicting. The state has let go
   * of their time, so the table itself is asked, on the days they carry.
   */
  private Dataset<Row> settled(Dataset<Row> late, Set<ShopDay> days) {
    // A copy that carries another time can have come in as a row of its own, until restate finds
    // it:
    // one row per identity, or the join would multiply late events.
    Dataset<Row> known =
        lake.read(EVENTS)
            .where(Lake.condition(days))
            .groupBy(col("shop_id"), col("day"), col("visitor_id"), col("event_id"))
            .agg(collect_set("content_hash").as("known_hashes"));
    Column kind =
        when(col("known_hashes").isNull(), Kind.LATE.name())
            .when(array_contains(col("known_hashes"), col("content_hash")), Kind.DUPLICATE.name())
            .otherwise(Kind.CONFLICTING.name());
    return late.join(known, IDENTITY, "left").withColumn("kind", kind).drop("known_hashes");
  }

  private static List<Group> groups(Dataset<Row> late) {
    return late
        .groupBy("kind", "topic", "partition", "shop_id", "day", "is_bot")
        .agg(count(lit(1)), min("offset"), max("offset"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Group(
                    Kind.valueOf(row.getString(0)),
                    row.getString(1),
                    row.getInt(2),
                    new ShopDay(row.getString(3), day(row.get(4))),
                    row.getBoolean(5),
                    true,
                    null,
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8)))
        .toList();
  }

  private static LocalDate day(Object date) {
    return date instanceof java.sql.Date sqlDate ? sqlDate.toLocalDate() : (LocalDate) date;
  }

  private static Dataset<Row> rows(Dataset<Row> results, Kind kind, StructType type) {
    PackedRow packed = new PackedRow(type);
    return results
        .where(is(kind))
        .select("packed")
        .as(Encoders.BINARY())
        .map((MapFunction<byte[], Row>) packed::unpack, RowEncoder.encoderFor(type, true));
  }

  private static Column is(Kind kind) {
    return col("kind").equalTo(kind.name());
  }
}
