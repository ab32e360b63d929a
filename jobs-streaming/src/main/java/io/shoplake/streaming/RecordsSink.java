package io.shoplake.streaming;

import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Table;
import io.shoplake.streaming.BatchFigures.Group;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
    Dataset<Row> changes = counted(parsed, known(lake)).persist();
    try {
      RecordsSink sink = new RecordsSink(lake, query, batch);
      BatchFigures figures = figures(parsed, changes);
      sink.write(parsed, changes, figures);
      log.say(query, figures.line());
      return sink.isNew;
    } finally {
      changes.unpersist();
      parsed.unpersist();
    }
  }

  private void write(Dataset<Row> parsed, Dataset<Row> changes, BatchFigures figures) {
    if (figures.read() == 0) {
      return;
    }
    if (figures.messages(Kind.REJECTED) > 0) {
      append(
          REJECTS,
          parsed.where(is(Kind.REJECTED)).select("reject.*"),
          CommitNote.ofBatch(query, batch, figures.days(Set.of(Kind.REJECTED))));
    }
    CommitNote note =
        CommitNote.ofBatch(query, batch, figures.days(Set.of(Kind.ACCEPTED)))
            .withFigures(figures.ofPartitions(), figures.ofDays());
    if (figures.messages(Kind.ACCEPTED) > 0) {
      append(ORDER_CHANGES, changes.where(is(Kind.ACCEPTED)).drop("kind", "day"), note);
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
    return lake.read(ORDER_CHANGES)
        .select(col("shop_id"), col("change_id"), col("content_hash").as("known_hash"));
  }

  /**
   * Changes with what they are: the first copy by position counts, unless one is stored already.
   */
  static Dataset<Row> counted(Dataset<Row> parsed, Dataset<Row> known) {
    WindowSpec copies =
        Window.partitionBy("shop_id", "change_id").orderBy("topic", "partition", "offset");
    Column former = coalesce(col("known_hash"), first("content_hash").over(copies));
    Column kind =
        when(
                col("known_hash").isNull().and(row_number().over(copies).equalTo(1)),
                Kind.ACCEPTED.name())
            .when(col("content_hash").equalTo(former), Kind.DUPLICATE.name())
            .otherwise(Kind.CONFLICTING.name());
    return parsed
        .where(is(Kind.ACCEPTED))
        .select(col("day"), col("change.*"))
        .join(known, new String[] {"shop_id", "change_id"}, "left")
        .withColumn("kind", kind)
        .drop("known_hash");
  }

  private static BatchFigures figures(Dataset<Row> parsed, Dataset<Row> changes) {
    List<Group> groups = new ArrayList<>();
    String[] of = {"kind", "topic", "partition", "shop_id", "day", "reason"};
    changes
        .withColumn("reason", lit(null).cast("string"))
        .groupBy("kind", rest(of))
        .agg(count(lit(1)), min("offset"), max("offset"))
        .collectAsList()
        .forEach(row -> groups.add(group(row)));
    parsed
        .where(is(Kind.REJECTED))
        .select("kind", "reject.*")
        .groupBy("kind", rest(of))
        .agg(count(lit(1)), min("offset"), max("offset"))
        .collectAsList()
        .forEach(row -> groups.add(group(row)));
    BatchFigures figures = BatchFigures.of(groups);
    parsed
        .select(
            coalesce(col("change.topic"), col("reject.topic")).as("topic"),
            coalesce(col("change.partition"), col("reject.partition")).as("partition"))
        .groupBy("topic", "partition")
        .count()
        .collectAsList()
        .forEach(row -> figures.addRead(row.getString(0), row.getInt(1), row.getLong(2)));
    return figures;
  }

  private static String[] rest(String[] columns) {
    return List.of(columns).subList(1, columns.length).toArray(String[]::new);
  }

  private static Group group(Row row) {
    return new Group(
        Kind.valueOf(row.getString(0)),
        row.getString(1),
        row.getInt(2),
        new ShopDay(row.getString(3), day(row.get(4))),
        false,
        false,
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  private static LocalDate day(Object date) {
    return date instanceof java.sql.Date sqlDate ? sqlDate.toLocalDate() : (LocalDate) date;
  }

  private static Column is(Kind kind) {
    return col("kind").equalTo(kind.name());
  }
}
