package io.shoplake.streaming;

import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Schemas;
import io.shoplake.layout.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Writes a batch of the records query: rejects, then changes of orders with the figures. */
final class RecordsSink {

  private final Lake lake;
  private final String query;
  private final long batch;
  private final Instant now = Instant.now();
  private boolean isNew = true;

  private RecordsSink(Lake lake, String query, long batch) {
    this.lake = lake;
    this.query = query;
    this.batch = batch;
  }

  /** Writes parsed messages; false if some of the batch was there already. */
  static boolean write(Lake lake, Dataset<Row> parsed, String query, long batch, BatchLog log) {
    if (lake.lastBatches(ORDER_CHANGES).getOrDefault(query, -1L) >= batch) {
      return false;
    }
    parsed.persist();
    // Not persisted: Spark would plan it anew as soon as the table it reads has another commit.
    Dataset<Row> counted = counted(parsed, known(lake)).localCheckpoint();
    try {
      RecordsSink sink = new RecordsSink(lake, query, batch);
      BatchFigures figures = BatchFigures.ofMessages(counted);
      parsed
          .groupBy("topic", "partition")
          .count()
          .collectAsList()
          .forEach(row -> figures.addRead(row.getString(0), row.getInt(1), row.getLong(2)));
      sink.write(counted, figures);
      log.say(query, figures.line());
      return sink.isNew;
    } finally {
      parsed.unpersist();
    }
  }

  private void write(Dataset<Row> counted, BatchFigures figures) {
    if (figures.read() == 0) {
      return;
    }
    CommitNote note =
        CommitNote.ofBatch(query, batch, figures.days(Set.of(Kind.ACCEPTED)))
            .withFigures(figures.ofPartitions(), figures.ofDays());
    if (figures.messages(Kind.REJECTED) > 0) {
      append(
          REJECTS,
          Packed.rows(counted, Kind.REJECTED, Packed.REJECT),
          CommitNote.ofBatch(query, batch, figures.days(Set.of(Kind.REJECTED))));
    }
    if (figures.messages(Kind.ACCEPTED) > 0) {
      append(ORDER_CHANGES, Packed.rows(counted, Kind.ACCEPTED, Packed.ORDER_CHANGE), note);
    } else {
      isNew &= lake.noteOnce(ORDER_CHANGES, note);
    }
  }

  private void append(Table table, Dataset<Row> rows, CommitNote note) {
    isNew &=
        lake.appendOnce(
            table, rows.withColumn("ingested_at", lit(now)).withColumn("batch", lit(batch)), note);
  }

  private static Dataset<Row> known(Lake lake) {
    Dataset<Row> stored =
        lake.isEmpty(ORDER_CHANGES)
            ? lake.spark().createDataFrame(List.<Row>of(), Schemas.of(ORDER_CHANGES))
            : lake.read(ORDER_CHANGES);
    return stored.select(
        col("shop_id").as("shop"), col("change_id"), col("content_hash").as("known_hash"));
  }

  /**
   * Messages with what they are: the first copy of a change by position counts, unless one is
   * stored already.
   */
  private static Dataset<Row> counted(Dataset<Row> parsed, Dataset<Row> known) {
    WindowSpec copies =
        Window.partitionBy("shop", "change_id").orderBy("topic", "partition", "offset");
    Column former = coalesce(col("known_hash"), first("content_hash").over(copies));
    Column kind =
        when(
                col("known_hash").isNull().and(row_number().over(copies).equalTo(1)),
                Kind.ACCEPTED.name())
            .when(col("content_hash").equalTo(former), Kind.DUPLICATE.name())
            .otherwise(Kind.CONFLICTING.name());
    Dataset<Row> changes =
        parsed
            .where(Kind.ACCEPTED.isKind())
            .join(known, new String[] {"shop", "change_id"}, "left")
            .withColumn("kind", kind)
            .drop("known_hash");
    return changes.unionByName(parsed.where(Kind.REJECTED.isKind()));
  }
}
