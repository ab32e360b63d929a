package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.simulate.Faults;
import io.shoplake.ingest.simulate.SimulatedShop;
import io.shoplake.ingest.simulate.Simulation;
import io.shoplake.ingest.simulate.Truth;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final int SMALL_SAMPLE = 200;
  private static final int LARGE_SAMPLE = 1200;

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
      description = "People who come at least once to a shop; each makes about 13 events.")
  private int visitors;

  @Option(
      names = "--shop",
      paramLabel = "ID[=N]",
      defaultValue = "main",
      description =
          "The shop to simulate, with N visitors (default: --visitors); may be given again.")
  private List<String> chosen;

  @Option(names = "--every-shop", description = "Simulate all shops of the shop file.")
  private boolean isEveryShop;

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
    require(rate == null || rate >= 1, "--rate must be at least 1");
    require(!isPacked || folder != null, "--gzip packs the files of --to, which is missing");
    requireShare("--duplicates", duplicates);
    requireShare("--conflicting", conflicting);
    requireShare("--late", late);
    requireShare("--malformed", malformed);
    requireShare("--bots", bots);
    requireShare("--disguised-bots", disguised);
    requireShare("--skewed", skewed);
    requireShare("--drift", drifting);
    requireShare("--untracked", untracked);
    Instant now = clock.instant();
    Simulation.Plan plan = plan(places(now));
    return duration == null ? plan : lasting(plan);
  }

  private Simulation.Plan plan(List<Simulation.Place> places) {
    return new Simulation.Plan(
        places,
        seed,
        days,
        untracked,
        new Faults(duplicates, conflicting, late, malformed, bots, disguised, skewed, drifting),
        Pseudonyms.of(System.getenv()));
  }

  private List<Simulation.Place> places(Instant now) {
    Shops shops = shopFile == null ? Shops.of(System.getenv()) : Shops.load(shopFile);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    if (isEveryShop) {
      require(!isGiven("--shop"), "--every-shop and --shop exclude each other");
      shops.all().forEach(shop -> sizes.put(shop.id(), visitors));
    } else {
      chosen.forEach(choice -> choose(choice, sizes));
    }
    return sizes.entrySet().stream()
        .map(size -> place(SimulatedShop.of(shops.shop(size.getKey())), size.getValue(), now))
        .toList();
  }

  private void choose(String choice, Map<String, Integer> sizes) {
    int equals = choice.lastIndexOf('=');
    String id = equals < 0 ? choice : choice.substring(0, equals);
    String number = choice.substring(equals + 1);
    require(
        !id.isEmpty() && (equals < 0 || number.matches("[1-9]\\d{0,8}")),
        "--shop must be an id, or an id and a number of visitors such as north=500, not '%s'"
            .formatted(choice));
    Integer before = sizes.put(id, equals < 0 ? visitors : Integer.parseInt(number));
    require(before == null, "--shop names '%s' twice".formatted(id));
  }

  private Simulation.Place place(SimulatedShop shop, int size, Instant now) {
    LocalDate lastEnd = end == null ? LocalDate.ofInstant(now, shop.timeZone()) : end;
    require(
        !lastEnd.atStartOfDay(shop.timeZone()).toInstant().isAfter(now),
        "--end must not lie in the future, as events of the future are rejected");
    return new Simulation.Place(shop, size, lastEnd);
  }

  /** As many visitors, the same in every shop, as send for about the duration. */
  private Simulation.Plan lasting(Simulation.Plan plan) {
    require(rate != null, "--duration needs a --rate");
    require(!isGiven("--visitors"), "--duration and --visitors exclude each other");
    require(!duration.isNegative() && !duration.isZero(), "--duration must be longer than nothing");
    long few = sample(plan, SMALL_SAMPLE);
    long many = sample(plan, LARGE_SAMPLE);
    double perVisitor = (double) (many - few) / (LARGE_SAMPLE - SMALL_SAMPLE);
    double wanted = rate * (duration.toMillis() / 1000.0);
    long scaled = Math.round(SMALL_SAMPLE + (wanted - few) / perVisitor);
    return sized(plan, (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, scaled)));
  }

  private static long sample(Simulation.Plan plan, int size) {
    long[] messages = new long[1];
    new Simulation(sized(plan, size), Destination.NOWHERE).run(sent -> messages[0] = sent);
    return messages[0];
  }

  private static Simulation.Plan sized(Simulation.Plan plan, int size) {
    return new Simulation.Plan(
        plan.places().stream()
            .map(place -> new Simulation.Place(place.shop(), size, place.end()))
            .toList(),
        plan.seed(),
        plan.days(),
        plan.untracked(),
        plan.faults(),
        plan.pseudonyms());
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
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
        : new PacedSink(sink, rate, System::nanoTime);
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
