package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.simulate.Simulation;
import io.shoplake.ingest.simulate.TrialRuns;
import io.shoplake.ingest.simulate.Truth;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.Pseudonyms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends what a believable shop would send, and writes down what is true of it. */
@Command(
    name = "simulate",
    description = {
      "Simulates shops: visitors, sessions, orders, and the faults of a real network.",
      "The same seed, end and options give the same messages and the same truth. Shares are"
          + " fractions: 0.02 is two in a hundred."
    })
final class Simulate implements Callable<Integer> {

  private static final List<String> TOPICS =
      List.of(
          Topics.SHOP_EVENTS.name(),
          Topics.SHOP_ORDERS.name(),
          Topics.SHOP_PRODUCTS.name(),
          Topics.SHOP_CUSTOMERS.name());
  private static final int PROGRESS_STEP = 1000;

  @Mixin private Destination destination;
  @Mixin private SimulatedShops shops;
  @Mixin private FaultOptions faults;
  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which shop life to simulate.")
  private long seed;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "14",
      description = "Days to simulate.")
  private int days;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Write JSON lines, one file per topic, instead of sending to Kafka.")
  private Path folder;

  @Option(names = "--gzip", description = "Pack the files of --to.")
  private boolean isPacked;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages per second of wall time (default: as fast as possible).")
  private Long rate;

  @Option(
      names = "--duration",
      paramLabel = "PT…",
      description =
          "How long to send at --rate, within a few hundredths; decides the number of visitors.")
  private Duration duration;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Write the true rows of the gold tables and the ledger's totals as JSON.")
  private Path truthFile;

  @Option(
      names = "--untracked",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Purchases of which the tracker does not hear.")
  private double untracked;

  @Override
  public Integer call() throws IOException {
    Simulation.Plan plan = plan(InstantSource.system());
    Truth truth;
    long[] sent = new long[1];
    try (MessageSink sink = sink();
        Progress progress = Progress.of("Simulating %d days".formatted(days))) {
      LongConsumer listener =
          count -> {
            if (count - sent[0] >= PROGRESS_STEP) {
              progress.at("%,d messages".formatted(count));
              sent[0] = count;
            }
          };
      truth = new Simulation(plan, sink).run(listener);
    }
    if (truthFile != null) {
      truth.write(truthFile);
    }
    spec.commandLine().getOut().print(summary(truth));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.number();
  }

  private String summary(Truth truth) {
    return destination.isDryRun()
        ? "Nothing was sent; a run without --dry-run would send:%n%s".formatted(truth.summary())
        : truth.summary();
  }

  private Simulation.Plan plan(InstantSource clock) {
    require(days >= 1 && days <= 3660, "--days must be from 1 to 3660");
    require(rate == null || rate >= 1, "--rate must be at least 1");
    require(!isPacked || folder != null, "--gzip packs the files of --to, which is missing");
    requireShare("--untracked", untracked);
    Simulation.Plan plan =
        new Simulation.Plan(
            shops.places(clock.instant(), days, spec),
            seed,
            days,
            untracked,
            faults.faults(),
            Pseudonyms.of(System.getenv()));
    return duration == null ? plan : lasting(plan);
  }

  private Simulation.Plan lasting(Simulation.Plan plan) {
    require(rate != null, "--duration needs a --rate");
    require(
        !SimulatedShops.isGiven("--visitors", spec),
        "--duration and --visitors exclude each other");
    require(
        !shops.isSizeGiven(), "--duration and a number of visitors in --shop exclude each other");
    require(!duration.isNegative() && !duration.isZero(), "--duration must be longer than nothing");
    return TrialRuns.sending(Math.round(rate * (duration.toMillis() / 1000.0)), plan);
  }

  private MessageSink sink() {
    MessageSink sink =
        folder != null && !destination.isDryRun()
            ? FileSink.into(folder, TOPICS, isPacked)
            : destination.sink(
                TOPICS,
                (origin, cause) -> {
                  throw new IllegalStateException(
                      "Kafka refused the simulated %s".formatted(origin), cause);
                });
    return rate == null || destination.isDryRun()
        ? sink
        : new PacedSink(sink, rate, System::nanoTime, LockSupport::parkNanos);
  }

  static void requireShare(String option, double share) {
    require(share >= 0 && share < 1, option + " must be a share of at least 0 and less than 1");
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new UserMistake(ExitCode.USAGE, otherwise + ".");
    }
  }
}
