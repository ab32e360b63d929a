package io.shoplake.streaming;

import io.shoplake.lake.Lake;
import java.time.Duration;
import org.apache.spark.sql.streaming.Trigger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a stream runs. */
public final class StreamOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  boolean availableNow;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description = "Time between the starts of two batches of an endless stream.")
  Duration every = Duration.ofSeconds(10);

  @Option(
      names = "--checkpoints",
      paramLabel = "URI",
      description = "Folder of the checkpoints, one per query. Default: _checkpoints in the lake.")
  String checkpoints;

  @Option(
      names = "--stop-timeout",
      paramLabel = "DURATION",
      defaultValue = "PT1M",
      description = "How long SIGTERM waits for the batch at work; it is repeated if cut off.")
  Duration stopTimeout = Duration.ofMinutes(1);

  @Option(
      names = "--trigger",
      paramLabel = "available-now",
      description = "Take what is there, then end. Without it the stream is endless.")
  void trigger(String trigger) {
    if (trigger != null && !trigger.equals("available-now")) {
      throw new ParameterException(
          command.commandLine(),
          "--trigger %s is not understood; it can be available-now.".formatted(trigger));
    }
    availableNow = trigger != null;
  }

  /** Options of a run that takes what is there and ends. */
  public static StreamOptions once() {
    StreamOptions options = new StreamOptions();
    options.availableNow = true;
    return options;
  }

  Trigger trigger() {
    return availableNow
        ? Trigger.AvailableNow()
        : Trigger.ProcessingTime(every.toMillis() + " milliseconds");
  }

  String checkpointRoot(Lake lake) {
    return checkpoints == null ? lake.root() + "/_checkpoints" : checkpoints.replaceAll("/+$", "");
  }
}
