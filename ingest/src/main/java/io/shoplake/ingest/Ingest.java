package io.shoplake.ingest;

import io.shoplake.cli.Cli;
import picocli.CommandLine.Command;

/** The ways in: how data gets into the topics. */
@Command(
    name = "shoplake",
    description = "Brings data into the topics.",
    subcommands = {
      Topics.class,
      Replay.class,
      Import.class,
      Pull.class,
      Extract.class,
      Simulate.class,
      Check.class,
      Send.class,
      Tail.class,
      Schema.class
    })
public final class Ingest {

  Ingest() {}

  public static void main(String[] arguments) {
    System.exit(Cli.run(new Ingest(), arguments));
  }
}
