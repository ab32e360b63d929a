package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.dummyjson.Api;
import io.shoplake.ingest.dummyjson.PullState;
import io.shoplake.ingest.dummyjson.Recording;
import io.shoplake.ingest.dummyjson.Resource;
import io.shoplake.ingest.dummyjson.Source;
import io.shoplake.ingest.dummyjson.Tally;
import io.shoplake.ingest.dummyjson.Times;
import io.shoplake.ingest.dummyjson.Transfer;
import io.shoplake.ingest.dummyjson.Transfer.Extent;
import io.shoplake.ingest.dummyjson.Translation;
import io.shoplake.parsing.Shops;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pulls users, products, carts and posts of the DummyJSON API. */
@Command(
    name = "dummyjson",
    description = {
      "Pulls the users, products, carts and posts of the DummyJSON API to shop.customers,"
          + " shop.products, shop.orders and shop.events.",
      "Goes on where an interrupted pull stopped; otherwise sends every object, and what was sent"
          + " before counts as a duplicate. With --every only what is new or changed is sent."
          + " Passwords, bank, card and identity numbers are taken out. Times and statuses that the"
          + " source lacks are made up from the seed and named in properties.synthesized."
    })
final class PullDummyJson implements Callable<Integer> {

  private static final int MOST_NAMED = 20;
  private static final int MOST_OBJECTS = 1000;

  private final InstantSource clock;
  private final Waiting waiting;

  @Mixin private Destination destination;
  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "https://dummyjson.com",
      description = "The API: the address before /users.")
  private String url;

  @Option(
      names = "--from-recording",
      paramLabel = "DIR",
      description = "Read users.json, products.json, carts.json and posts.json there instead.")
  private Path recording;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Pull again and again with this time in between, such as PT5M.")
  private Duration every;

  @Option(
      names = "--page-size",
      paramLabel = "N",
      defaultValue = "30",
      description = "Objects to ask for at once.")
  private int pageSize;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "8",
      description = "Requests per second at most.")
  private double rate;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "6",
      description = "Repetitions of a request that fails for reasons that may pass.")
  private int retries;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "PT30S",
      description = "How long an answer may take.")
  private Duration timeout;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which times carts and posts get.")
  private long seed;

  @Option(
      names = "--first-day",
      paramLabel = "DATE",
      defaultValue = "2025-01-01",
      description = "The first day, in UTC, of these times.")
  private LocalDate firstDay;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "Days to spread these times over.")
  private int days;

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
          "The shop file with the shop's currency, which prices are in (default: the environment's"
              + " SHOPLAKE_SHOPS).")
  private Path shopFile;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "${env:SHOPLAKE_HOME:-.shoplake}/data/pull",
      description = "Where to remember what has arrived, for each source and Kafka.")
  private Path stateFolder;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Write JSON lines, one file per topic, instead of sending to Kafka; nothing is"
              + " remembered.")
  private Path folder;

  PullDummyJson() {
    this(InstantSource.system(), null);
  }

  /**
   * With a time of its own.
   *
   * @param waiting null for real time, with an ear for signals
   */
  PullDummyJson(InstantSource clock, Waiting waiting) {
    this.clock = clock;
    this.waiting = waiting;
  }

  @Override
  public Integer call() {
    Times times = times();
    if (waiting != null) {
      return pull(times, waiting);
    }
    try (StopSignal signal = StopSignal.listening()) {
      return pull(times, signal);
    }
  }

  private int pull(Times times, Waiting wait) {
    Teller teller = new Teller(spec.commandLine().getErr());
    Set<Origin> refused = ConcurrentHashMap.newKeySet();
    KafkaSink.RefusalListener onRefusal =
        (origin, cause) -> {
          refused.add(origin);
          teller.bad(origin.place(), cause.getMessage());
        };
    try (MessageSink sink = sink(onRefusal);
        PullState state = state(times)) {
      Transfer transfer =
          new Transfer(
              source(wait, teller),
              pageSize,
              new Translation(shopId, shops().shop(shopId).currency(), times),
              state,
              sink,
              refused,
              clock,
              wait,
              teller);
      if (every == null) {
        if (state.isUnfinished()) {
          teller.say("Going on where the last pull stopped.");
        }
        return report(round(transfer, Extent.EVERYTHING, teller));
      }
      while (true) {
        report(round(transfer, Extent.CHANGES, teller));
        wait.pause(every);
      }
    } catch (Waiting.Stopped e) {
      return ExitCode.STOPPED.number();
    }
  }

  private Tally round(Transfer transfer, Extent extent, Teller teller) {
    try (Progress progress = Progress.of("Pulling " + place())) {
      teller.begin(progress);
      return transfer.run(extent);
    }
  }

  private int report(Tally tally) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%s %s%s"
            .formatted(
                destination.isDryRun() ? "Would pull" : "Pulled",
                tally,
                tally.bad() == 0 ? "." : "; %,d were bad.".formatted(tally.bad())));
    out.flush();
    return (tally.bad() == 0 ? ExitCode.OK : ExitCode.DATA).number();
  }

  private Source source(Waiting wait, Teller teller) {
    return recording != null
        ? new Recording(recording)
        : new Api(new Api.Manner(base(), rate, retries, timeout, seed), clock, wait, teller::at);
  }

  private MessageSink sink(KafkaSink.RefusalListener listener) {
    return folder != null && !destination.isDryRun()
        ? FileSink.into(folder, Resource.topics())
        : destination.sink(Resource.topics(), listener);
  }

  /** What was sent into files, or nowhere, is not in Kafka; a dry run knows what is there. */
  private PullState state(Times times) {
    if (folder != null || (destination.isDryRun() && !PullState.isAny(stateFolder))) {
      return PullState.inMemory();
    }
    String identity =
        "%s %s %s %s".formatted(place(), shopId, times, destination.identityOf(Resource.topics()));
    return destination.isDryRun()
        ? PullState.copy(stateFolder, identity)
        : PullState.open(stateFolder, identity);
  }

  private Shops shops() {
    return shopFile == null ? Shops.of(System.getenv()) : Shops.load(shopFile);
  }

  private String place() {
    return recording == null
        ? base().toString()
        : recording.toAbsolutePath().normalize().toString();
  }

  private URI base() {
    try {
      URI base = new URI(url.replaceAll("/+$", ""));
      if (base.getHost() != null
          && Set.of("http", "https").contains(base.getScheme())
          && base.getUserInfo() == null
          && base.getQuery() == null
          && base.getFragment() == null) {
        return base;
      }
    } catch (URISyntaxException e) {
      // Said below, as for any other address that is none.
    }
    throw new UserMistake(
        ExitCode.USAGE,
        "--url is no address of an API; give one like https://HOST, without a login or a query.");
  }

  private Times times() {
    require(pageSize >= 1 && pageSize <= MOST_OBJECTS, "--page-size must be from 1 to 1000");
    require(rate > 0 && rate <= 1000, "--rate must be more than 0 and at most 1000");
    require(retries >= 0, "--retries must not be negative");
    require(timeout.toMillis() >= 1, "--timeout must be positive");
    require(every == null || every.toMillis() >= 1, "--every must be positive");
    require(days >= 1 && days <= 36_600, "--days must be from 1 to 36600");
    require(firstDay.getYear() >= 1990, "--first-day must not lie before 1990");
    require(shopId.matches("\\S+"), "--shop must be an id without blanks");
    Times times = new Times(seed, firstDay, days);
    require(
        !times.end().isAfter(clock.instant()),
        "--first-day and --days must end in the past, as events of the future are rejected");
    return times;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new UserMistake(ExitCode.USAGE, otherwise + ".");
    }
  }

  /** Names what is bad, until there is too much of it, and says how far a round is. */
  private static final class Teller implements Transfer.Listener {

    private final PrintWriter err;
    private Progress progress;
    private int named;

    Teller(PrintWriter err) {
      this.err = err;
    }

    void begin(Progress ofRound) {
      progress = ofRound;
      named = 0;
    }

    void say(String line) {
      err.println(line);
    }

    @Override
    public void at(String position) {
      progress.at(position);
    }

    @Override
    public synchronized void bad(String place, String reason) {
      named++;
      if (named <= MOST_NAMED) {
        say("%s: %s".formatted(place, reason));
      } else if (named == MOST_NAMED + 1) {
        say("Further bad objects are only counted.");
      }
    }
  }
}
