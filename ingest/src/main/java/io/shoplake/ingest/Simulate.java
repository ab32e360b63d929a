package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.simulate.Faults;
import io.shoplake.ingest.simulate.SimulatedShop;
import io.shoplake.ingest.simulate.Simulation;
import io.shoplake.ingest.simulate.Truth;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
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
      "Simulates a shop: visitors, sessions, orders, and the faults of a real network.",
      "The same seed, end and options give the same messages and the same truth. Shares are"
          + " fractions: 0.02 is two in a hundred."
    })
final class Simulate implements Callable<Integer> {

  private static final List<String> TOPICS =
      List.of(Topics.SHOP_EVENTS.name(), Topics.SHOP_ORDERS.name());
  private static final int PROGRESS_STEP = 1000;

  @Mixin private Destination destination;
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
      names = "--end",
      paramLabel = "DATE",
      description = "The day after the last one, in the shop's time zone (default: today).")
  private LocalDate end;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "9000",
      description = "People who come at least once; each makes about 13 events.")
  private int visitors;

  @Option(
      names = "--shop",
      paramLabel = "ID",
      defaultValue = "main",
      description = "The shop_id of all messages.")
  private String shopId;

  @Option(
      names = "--shops",
      paramLabel = "FILE",
      description =
          "The shop file with time zone, currency and session rules (default: the environment's"
              + " SHOPLAKE_SHOPS).")
  private Path shopFile;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Write JSON lines, one file per topic, instead of sending to Kafka.")
  private Path folder;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Write the true rows of the gold tables and the ledger's totals as JSON.")
  private Path truthFile;

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
      description = "Sessions of programs, as a share of all sessions.")
  private double bots;

  @Option(
      names = "--skewed",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Sessions on a device whose clock is wrong.")
  private double skewed;

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
    spec.commandLine().getOut().print(truth.summary());
    spec.commandLine().getOut().flush();
    return ExitCode.OK.number();
  }

  private Simulation.Plan plan(InstantSource clock) {
    require(days >= 1 && days <= 3660, "--days must be from 1 to 3660");
    require(visitors >= 1, "--visitors must be at least 1");
    requireShare("--duplicates", duplicates);
    requireShare("--conflicting", conflicting);
    requireShare("--late", late);
    requireShare("--malformed", malformed);
    requireShare("--bots", bots);
    requireShare("--skewed", skewed);
    requireShare("--untracked", untracked);
    SimulatedShop shop = shop();
    Instant now = clock.instant();
    LocalDate lastEnd = end == null ? LocalDate.ofInstant(now, shop.timeZone()) : end;
    require(
        !lastEnd.atStartOfDay(shop.timeZone()).toInstant().isAfter(now),
        "--end must not lie in the future, as events of the future are rejected");
    return new Simulation.Plan(
        shop,
        seed,
        visitors,
        lastEnd,
        days,
        untracked,
        new Faults(duplicates, conflicting, late, malformed, bots, skewed));
  }

  private SimulatedShop shop() {
    Shops shops = shopFile == null ? Shops.of(System.getenv()) : Shops.load(shopFile);
    return SimulatedShop.of(shops.shop(shopId));
  }

  private MessageSink sink() {
    if (folder != null && !destination.isDryRun()) {
      return FileSink.into(folder, TOPICS);
    }
    return destination.sink(
        TOPICS,
        (origin, cause) -> {
          throw new IllegalStateException(
              "Kafka refused the simulated %s".formatted(origin), cause);
        });
  }

  private void requireShare(String option, double share) {
    require(share >= 0 && share < 1, option + " must be a share of at least 0 and less than 1");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new UserMistake(ExitCode.USAGE, otherwise + ".");
    }
  }
}
