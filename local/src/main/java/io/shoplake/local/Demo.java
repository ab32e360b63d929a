package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Outcome;
import io.shoplake.cli.Progress;
import io.shoplake.cli.Terminal;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.services.Services;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole of it, once: a simulated shop, from Kafka to a report that proves its numbers. */
@Command(
    name = "demo",
    description = {
      "Starts the services, simulates a shop, brings its events from Kafka to the warehouse, proves"
          + " every number and writes a report.",
      "Everything lies in the folder 'demo' of the home; a later demo begins anew there and touches"
          + " nothing else."
    })
public final class Demo implements Callable<Integer> {

  private static final int STEPS = 6;
  private static final int LAST_LINES = 15;
  private static final long POLL_MILLIS = 200;

  @Mixin private HomeOptions options;

  @Option(names = "--days", defaultValue = "14", description = "Days of the shop's life.")
  private int days;

  @Option(names = "--seed", defaultValue = "1", description = "Another number, another shop.")
  private long seed;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "9000",
      description = "People who come at least once; each makes about 13 events.")
  private int visitors;

  @Option(names = "--down", description = "Stop the services at the end.")
  private boolean down;

  private int step;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Home home = new Home(options.home().folder().resolve("demo"));
    home.prepare();
    try (FileChannel channel =
            FileChannel.open(
                home.folder().resolve("demo.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new UserMistake(
            ExitCode.LEASE,
            "Another demo is at work in '%s'; wait until it is done, or choose another --home."
                .formatted(home.folder()));
      }
      return demo(home);
    }
  }

  private int demo(Home home) throws IOException, InterruptedException {
    Progress whole = Progress.of("Demo");
    Path truth = home.folder().resolve("truth.json");
    Path report = home.folder().resolve("report.html");
    Services services = new Services(options.installation(), home);
    try {
      begin(services);
      run(home, "Creating the topics", "topics", "create");
      run(
          home,
          "Simulating %d days of a shop with %,d visitors".formatted(days, visitors),
          "simulate",
          "--days=" + days,
          "--seed=" + seed,
          "--visitors=" + visitors,
          "--truth=" + truth);
      run(home, "From Kafka to the warehouse: bronze, silver, gold, load, ledger", "refresh");
      run(home, "Proving every number against the truth", "verify", "--truth=" + truth);
      run(home, "Writing the report", "report", "--out=" + report);
      System.out.printf("%n%s", Figures.of(EnvironmentFile.read(home.servicesFile())));
      System.out.printf("%nAll numbers agree with the truth.%n");
    } catch (StepFailed e) {
      System.err.println(e.getMessage());
      return e.exitCode;
    } finally {
      if (down) {
        services.stop();
      }
    }
    System.out.print(places(home, truth, report));
    System.out.printf("%nThe demo took %s.%n", Progress.seconds(whole.elapsed()));
    return ExitCode.OK.number();
  }

  private void begin(Services services) {
    announce("Starting Kafka, an S3 server and PostgreSQL");
    services.stop();
    services.wipe();
    services.start(List.of(), Map.of());
  }

  private void run(Home home, String what, String... words)
      throws IOException, InterruptedException {
    announce(what);
    Path log = home.log(words[0]);
    Progress progress = Progress.of("      " + words[0]);
    Path outcome = home.temporary().resolve(words[0] + ".outcome");
    Files.deleteIfExists(outcome);
    ProcessBuilder builder = process(home, log, List.of(words));
    builder.environment().put(Outcome.VARIABLE, outcome.toString());
    Process process = builder.start();
    Thread end = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)
        && Outcome.read(outcome).isEmpty()) {
      progress.at(lastLine(log));
    }
    Runtime.getRuntime().removeShutdownHook(end);
    // What it does after its outcome, such as archiving its classes, nobody has to wait for.
    int exitCode = Outcome.read(outcome).orElseGet(process::exitValue);
    if (exitCode != 0) {
      progress.say("      failed (%s)".formatted(Progress.seconds(progress.elapsed())));
      throw new StepFailed(exitCode, failure(words[0], exitCode, log));
    }
    progress.say("      done (%s)".formatted(Progress.seconds(progress.elapsed())));
  }

  /** The same process that ./shoplake would start for these words. */
  private ProcessBuilder process(Home home, Path log, List<String> words) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    // Never the endpoints of somebody's real shop: the demo knows its own.
    environment.keySet().removeIf(name -> name.startsWith("SHOPLAKE_"));
    environment.put(Home.VARIABLE, home.folder().toString());
    Map<String, String> forPeople = new HashMap<>(environment);
    forPeople.put(Terminal.VARIABLE, "true");
    Invocation invocation = new Launch(options.installation(), forPeople).invocation(words);
    ProcessBuilder process = new ProcessBuilder(invocation.words());
    process.environment().clear();
    process.environment().putAll(environment);
    process.environment().putAll(invocation.environment());
    return process
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(log.toFile());
  }

  private void announce(String what) {
    step++;
    System.err.printf("[%d/%d] %s%n", step, STEPS, what);
  }

  private static String failure(String name, int exitCode, Path log) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    String tail =
        String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    return "'%s' ended with exit code %d; the end of its log %s:%n%s"
        .formatted(name, exitCode, log, tail);
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
  }

  private String places(Home home, Path truth, Path report) {
    String folder = home.folder().toString();
    String after =
        down
            ? "Start its services again with: ./shoplake up --home '%s'".formatted(folder)
            : "Its services still run; stop them with: ./shoplake down --home '%s'"
                .formatted(folder);
    return """

        Report      %s
        Truth       %s
        Lake        %s
        Endpoints   %s
        Logs        %s
        Ask it      ./shoplake sql --home '%s' --on warehouse "SELECT * FROM lake_gold.daily_revenue"
        %s
        """
        .formatted(
            report,
            truth,
            home.data("s3"),
            home.servicesFile(),
            home.folder().resolve("log"),
            folder,
            after);
  }

  /** A step that did not end with 0; the demo ends as it did. */
  private static final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    StepFailed(int exitCode, String message) {
      super(message);
      this.exitCode = exitCode;
    }
  }
}
