package io.shoplake.streaming;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.AnotherWriterException;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Starts queries whose batches write to several tables. */
final class Follower {

  /** Writes one micro-batch. */
  interface Batch {
    /** Gives false if some of the batch was in its tables already. */
    boolean write(Dataset<Row> rows, long batch);
  }

  /** Whether projections are compiled or interpreted. */
  private static final String PROJECTIONS = "spark.sql.codegen.factoryMode";

  private Follower() {}

  static StreamingQuery start(Dataset<Row> rows, Checkpoint checkpoint, Run run, Batch batch) {
    RuntimeConfig settings = rows.sparkSession().conf();
    String before = settings.get(PROJECTIONS);
    try {
      // A query keeps the settings it starts with, and for many rows generated code pays.
      settings.set(PROJECTIONS, "FALLBACK");
      return rows.writeStream()
          .queryName(checkpoint.query())
          .option("checkpointLocation", checkpoint.folder())
          .outputMode("append")
          .trigger(run.options().trigger())
          .foreachBatch(new Guarded(checkpoint.query(), run.stop(), batch)::write)
          .start();
    } catch (TimeoutException e) {
      throw new IllegalStateException("The query did not start in time", e);
    } finally {
      settings.set(PROJECTIONS, before);
    }
  }

  /** A batch that ends its query when another writer is at work. */
  private static final class Guarded {

    private final String query;
    private final Stop stop;
    private final Batch batch;
    private boolean isFirst = true;

    Guarded(String query, Stop stop, Batch batch) {
      this.query = query;
      this.stop = stop;
      this.batch = batch;
    }

    void write(Dataset<Row> rows, Long number) {
      stop.check();
      boolean isNew;
      try {
        isNew = batch.write(rows, number);
      } catch (AnotherWriterException e) {
        throw anotherWriter(number, e);
      }
      // After a crash the first batch may be there already; a later one was written by another.
      if (!isNew && !isFirst) {
        throw anotherWriter(number, null);
      }
      isFirst = false;
    }

    private UserMistake anotherWriter(long number, Exception cause) {
      return new UserMistake(
          ExitCode.LEASE,
          "Another instance of %s has written batch %d; stop one of the two."
              .formatted(query, number),
          cause);
    }
  }
}
