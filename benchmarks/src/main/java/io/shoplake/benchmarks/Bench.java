package io.shoplake.benchmarks;

import io.shoplake.cli.Cli;
import picocli.CommandLine.Command;

/** Measures parts of the product beside something that does less. */
@Command(
    name = "shoplake bench",
    description = "Measures how fast a part of Shoplake is on this machine.",
    subcommands = CollectorBench.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Bench {

  public static void main(String[] arguments) {
    System.exit(Cli.run(new Bench(), arguments));
  }
}
