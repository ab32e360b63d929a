package io.shoplake.batch;

import io.shoplake.cli.Cli;
import picocli.CommandLine.Command;

/** The batch jobs as a program of their own, for spark-submit. */
@Command(
    name = "shoplake",
    description = "Shoplake's batch jobs.",
    subcommands = {
      LakeCommand.class,
      TablesCommand.class,
      RestateJob.class,
      GoldJob.class,
      LoadJob.class,
      LedgerJob.class,
      RejectsCommand.class,
      SessionsCommand.class,
      SqlCommand.class
    })
public final class Batch {

  Batch() {}

  /** The command line; ends the process with the exit code of the command. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(new Batch(), arguments));
  }
}
