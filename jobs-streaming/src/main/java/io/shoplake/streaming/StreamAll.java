package io.shoplake.streaming;

import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.Shops;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All streams in one driver. */
@Command(name = "all", description = "bronze, events and records in one driver.")
public final class StreamAll implements Callable<Integer> {

  @Mixin LakeOptions lakeOptions = new LakeOptions();
  @Mixin StreamOptions stream = new StreamOptions();
  @Mixin Settings settings = new Settings();

  /** What the streams ask for. */
  public static final class Settings {
    @Mixin KafkaOptions kafka = new KafkaOptions();
    @Mixin BronzeJob.Settings bronze = new BronzeJob.Settings();
    @Mixin ParsingOptions parsing = new ParsingOptions();
    @Mixin EventsJob.Settings events = new EventsJob.Settings();

    /** Where Kafka is, and what its topics are called. */
    public KafkaOptions kafka() {
      return kafka.with(shops());
    }

    /** The shops of the shop file. */
    public Shops shops() {
      return parsing.shops();
    }
  }

  @Override
  public Integer call() {
    return Queries.run(lakeOptions, "shoplake streams", stream, run -> start(run, settings));
  }

  /**
   * Takes everything that is in the topics now through bronze into silver.
   *
   * @throws io.shoplake.cli.UserMistake if the operator can put right what went wrong
   */
  public static void runOnce(Lake lake, Settings settings) {
    Stop stop = new Stop();
    BatchLog log = BatchLog.attachedTo(lake.spark());
    try {
      Queries.await(start(new Run(lake, StreamOptions.once(), stop, log), settings), stop);
    } finally {
      log.detach();
    }
  }

  private static List<StreamingQuery> start(Run run, Settings settings) {
    StreamingQuery bronze = BronzeJob.start(run, settings.kafka(), settings.bronze);
    if (run.options().availableNow) {
      // What is there now for silver is what bronze has just brought.
      Queries.await(List.of(bronze), run.stop());
      if (run.stop().isRequested()) {
        return List.of();
      }
    }
    return List.of(
        bronze,
        EventsJob.start(run, settings.parsing, settings.events),
        RecordsJob.start(run, settings.parsing));
  }
}
