package io.shoplake.streaming;

import io.shoplake.cli.Cli;
import picocli.CommandLine.Command;

/** The streaming jobs as a program of their own, for spark-submit. */
@Command(
    name = "shoplake",
    description = "Shoplake's streaming jobs.",
    subcommands = {
      Streaming.Stream.class,
      BronzeJob.class,
      EventsJob.class,
      RecordsJob.class,
      StreamAll.class
    })
public final class Streaming {

  /** The streams by name. */
  @Command(
      name = "stream",
      description = "Follows Kafka into bronze and silver.",
      subcommands = {BronzeJob.class, EventsJob.class, RecordsJob.class, StreamAll.class})
  public static final class Stream {}

  Streaming() {}

  /** The command line; ends the process with the exit code of the command. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(new Streaming(), arguments));
  }
}
