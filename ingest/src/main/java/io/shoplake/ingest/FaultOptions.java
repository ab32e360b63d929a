package io.shoplake.ingest;

import io.shoplake.ingest.simulate.Faults;
import picocli.CommandLine.Option;

/** How often things go wrong in a simulation. */
final class FaultOptions {

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description = "Messages sent again.")
  private double duplicates;

  @Option(
      names = "--conflicting",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Copies that say something else, as a share of the copies.")
  private double conflicting;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Messages that come minutes to days after their time.")
  private double late;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      defaultValue = "0.005",
      description = "Messages to be rejected, in addition to the others.")
  private double malformed;

  @Option(
      names = "--bots",
      paramLabel = "SHARE",
      defaultValue = "0.03",
      description = "Sessions of programs that say so, as a share of all sessions.")
  private double bots;

  @Option(
      names = "--disguised-bots",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Sessions of programs that look like browsers: without sleep, or with a new id for every"
              + " hit. The truth leaves them out.")
  private double disguised;

  @Option(
      names = "--skewed",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Sessions on a device whose clock is wrong.")
  private double skewed;

  @Option(
      names = "--drift",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description =
          "Visitors whose tracker changes its schema in the middle: another field, prices as text.")
  private double drifting;

  /** The chosen shares. */
  Faults faults() {
    Simulate.requireShare("--duplicates", duplicates);
    Simulate.requireShare("--conflicting", conflicting);
    Simulate.requireShare("--late", late);
    Simulate.requireShare("--malformed", malformed);
    Simulate.requireShare("--bots", bots);
    Simulate.requireShare("--disguised-bots", disguised);
    Simulate.requireShare("--skewed", skewed);
    Simulate.requireShare("--drift", drifting);
    return new Faults(duplicates, conflicting, late, malformed, bots, disguised, skewed, drifting);
  }
}
