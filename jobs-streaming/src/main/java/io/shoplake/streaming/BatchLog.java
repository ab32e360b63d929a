package io.shoplake.streaming;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line per batch. */
final class BatchLog extends StreamingQueryListener {

  private static final Logger LOG = LoggerFactory.getLogger(BatchLog.class);

  private final SparkSession spark;
  private final Map<String, String> figures = new ConcurrentHashMap<>();
  private final Map<UUID, String> names = new ConcurrentHashMap<>();

  private BatchLog(SparkSession spark) {
    this.spark = spark;
  }

  static BatchLog attachedTo(SparkSession spark) {
    BatchLog log = new BatchLog(spark);
    spark.streams().addListener(log);
    return log;
  }

  void detach() {
    spark.streams().removeListener(this);
  }

  /** What a batch of {@code query} wants its line to say. */
  void say(String query, String text) {
    figures.put(query, text);
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    names.put(event.id(), event.name());
    LOG.info("{} starts", event.name());
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    StreamingQueryProgress progress = event.progress();
    if (progress.numInputRows() > 0) {
      String text = figures.remove(progress.name());
      LOG.info(
          "{} batch {}: {} messages in {} s{}",
          progress.name(),
          progress.batchId(),
          "%,d".formatted(progress.numInputRows()),
          "%.1f".formatted(progress.batchDuration() / 1000.0),
          text == null ? "" : ", " + text);
    }
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    LOG.info("{} has ended", names.remove(event.id()));
  }
}
