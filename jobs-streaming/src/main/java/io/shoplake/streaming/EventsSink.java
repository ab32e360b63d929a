package io.shoplake.streaming;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes a batch of the events query: rejects, session revisions, events, in this order. Only the
 * commit of the events carries the figures, so they are there exactly if everything is.
 */
final class EventsSink {

  private final Lake lake;
  private final String query;
  private final long batch;
  private final Instant now = Instant.now();
  private boolean isNew = true;

  private EventsSink(Lake lake, String query, long batch) {
    this.lake = lake;
    this.query = query;
    this.batch = batch;
  }

  /** Writes what the stateful operator gave; false if some of it was there already. */
  static boolean write(
      Lake lake, Dataset<Row> results, String query, long batch, Consumer<BatchFigures> told) {
    // Even a batch that is in the tables already is computed: Spark wants the state to move on.
    results.persist();
    try {
      return new EventsSink(lake, query, batch).write(results, told);
    } finally {
      results.unpersist();
    }
  }

  private boolean write(Dataset<Row> results, Consumer<BatchFigures> told) {
    BatchFigures figures = BatchFigures.of(results);
    if (figures.read() == 0) {
      return true;
    }
    Dataset<Row> events = accepted(results, Kind.ACCEPTED, false);
    if (figures.messages(Kind.LATE) > 0) {
      Dataset<Row> late = settled(results, figures.days(Set.of(Kind.LATE)));
      figures = figures.settled(BatchFigures.of(late));
      events = events.unionByName(accepted(late, Kind.LATE, true));
    }
    writeAll(results, events, figures);
    told.accept(figures);
    return isNew;
  }

  private static Dataset<Row> accepted(Dataset<Row> results, Kind kind, boolean isLate) {
    return Packed.rows(results, kind, Packed.EVENT).withColumn("is_late", lit(isLate));
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
      append(REJECTS, Packed.rows(results, Kind.REJECTED, Packed.REJECT), ofRejects);
    }
    if (figures.revisions() > 0) {
      append(
          SESSION_REVISIONS,
          Packed.rows(results, Kind.REVISION, Packed.REVISION),
          CommitNote.ofBatch(query, batch, List.of()));
    }
    if (figures.messages(Kind.ACCEPTED) + figures.messages(Kind.LATE) > 0) {
      append(EVENTS, events, note);
    } else {
      isNew &= lake.noteOnce(EVENTS, note);
    }
  }

  private void append(Table table, Dataset<Row> rows, CommitNote note) {
    isNew &=
        lake.appendOnce(
            table, rows.withColumn("ingested_at", lit(now)).withColumn("batch", lit(batch)), note);
  }

  /**
   * Late events with what they are after all: late, duplicate or conflicting. The state has let go
   * of their time, so the table itself is asked, on the days they carry.
   */
  private Dataset<Row> settled(Dataset<Row> results, Set<ShopDay> days) {
    // A copy with another time can be a row of its own until restate finds it; so one row per
    // identity, or the join would multiply late events.
    Dataset<Row> known =
        lake.read(EVENTS)
            .where(Lake.condition(days))
            .groupBy(
                col("shop_id").as("shop"),
                unix_date(col("day")).as("day"),
                col("visitor_id").as("visitor"),
                col("event_id").as("event"))
            .agg(collect_set("content_hash").as("known"));
    Column kind =
        when(col("known").isNull(), Kind.LATE.name())
            .when(array_contains(col("known"), col("hash")), Kind.DUPLICATE.name())
            .otherwise(Kind.CONFLICTING.name());
    // Not persisted: Spark would plan it anew as soon as the table it reads has another commit.
    return results
        .where(Kind.LATE.isKind())
        .join(known, new String[] {"shop", "day", "visitor", "event"}, "left")
        .withColumn("kind", kind)
        .drop("known")
        .localCheckpoint();
  }
}
