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
import io.shoplake.layout.Table;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes a batch of the records query: rejects, records of products and customers, then changes of
 * orders with the figures of all. That last commit is made whatever the batch has read.
 */
final class RecordsSink {

  private static final StructType KNOWN =
      new StructType()
          .add("record", DataTypes.StringType)
          .add("shop", DataTypes.StringType)
          .add("identity", DataTypes.StringType)
          .add("known_hash", DataTypes.LongType);

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
    try {
      List<Row> read = parsed.groupBy("record", "topic", "partition").count().collectAsList();
      if (read.isEmpty()) {
        return true;
      }
      Map<RecordKind, Set<String>> topics = topics(read);
      // Not persisted: Spark would plan it anew as soon as a table it reads has another commit.
      Dataset<Row> counted = counted(parsed, known(lake, topics.keySet(), batch)).localCheckpoint();
      BatchFigures figures = BatchFigures.ofMessages(counted);
      read.forEach(row -> figures.addRead(row.getString(1), row.getInt(2), row.getLong(3)));
      RecordsSink sink = new RecordsSink(lake, query, batch);
      sink.write(counted, figures, topics);
      log.say(query, figures.line());
      return sink.isNew;
    } finally {
      parsed.unpersist();
    }
  }

  private static Map<RecordKind, Set<String>> topics(List<Row> read) {
    Map<RecordKind, Set<String>> topics = new EnumMap<>(RecordKind.class);
    for (Row row : read) {
      topics
          .computeIfAbsent(RecordKind.valueOf(row.getString(0)), kind -> new TreeSet<>())
          .add(row.getString(1));
    }
    return topics;
  }

  private void write(
      Dataset<Row> counted, BatchFigures figures, Map<RecordKind, Set<String>> topics) {
    if (figures.messages(Kind.REJECTED) > 0) {
      append(
          REJECTS,
          Packed.rows(counted, Kind.REJECTED, Packed.REJECT),
          CommitNote.ofBatch(query, batch, figures.days(Set.of(Kind.REJECTED))));
    }
    for (RecordKind kind : RecordKind.values()) {
      BatchFigures own = figures.ofTopics(topics.getOrDefault(kind, Set.of()));
      CommitNote note = CommitNote.ofBatch(query, batch, own.days(Set.of(Kind.ACCEPTED)));
      if (kind == RecordKind.ORDER) {
        note = note.withFigures(figures.ofPartitions(), own.ofDays());
      }
      if (own.messages(Kind.ACCEPTED) > 0) {
        Dataset<Row> ofKind = counted.where(kind.isKind());
        append(kind.silver(), Packed.rows(ofKind, Kind.ACCEPTED, kind.packed()), note);
      } else if (kind == RecordKind.ORDER) {
        isNew &= lake.noteOnce(kind.silver(), note);
      }
    }
  }

  private void append(Table table, Dataset<Row> rows, CommitNote note) {
    isNew &=
        lake.appendOnce(
            table, rows.withColumn("ingested_at", lit(now)).withColumn("batch", lit(batch)), note);
  }

  /**
   * What was stored before {@code batch}: of a batch that was cut off, some tables may have its
   * rows already, and it is to count them again.
   */
  private static Dataset<Row> known(Lake lake, Set<RecordKind> kinds, long batch) {
    return kinds.stream()
        .filter(kind -> !lake.isEmpty(kind.silver()))
        .map(kind -> stored(lake, kind).where(col("batch").notEqual(batch)).drop("batch"))
        .reduce(Dataset::union)
        .orElseGet(() -> lake.spark().createDataFrame(List.of(), KNOWN));
  }

  private static Dataset<Row> stored(Lake lake, RecordKind kind) {
    return lake.read(kind.silver())
        .select(
            lit(kind.name()).as("record"),
            col("shop_id").as("shop"),
            kind.identity().as("identity"),
            col("content_hash").as("known_hash"),
            col("batch"));
  }

  /**
   * Messages with what they are: the first copy of a record by position counts, unless one is
   * stored already.
   */
  private static Dataset<Row> counted(Dataset<Row> parsed, Dataset<Row> known) {
    String[] identity = {"record", "shop", "identity"};
    WindowSpec copies =
        Window.partitionBy(Stream.of(identity).map(functions::col).toArray(Column[]::new))
            .orderBy("topic", "partition", "offset");
    Column former = coalesce(col("known_hash"), first("content_hash").over(copies));
    Column kind =
        when(
                col("known_hash").isNull().and(row_number().over(copies).equalTo(1)),
                Kind.ACCEPTED.name())
            .when(col("content_hash").equalTo(former), Kind.DUPLICATE.name())
            .otherwise(Kind.CONFLICTING.name());
    Dataset<Row> records =
        parsed
            .where(Kind.ACCEPTED.isKind())
            .join(known, identity, "left")
            .withColumn("kind", kind)
            .drop("known_hash");
    return records.unionByName(parsed.where(Kind.REJECTED.isKind()));
  }
}
