package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.Secrets;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.RowStore;
import io.shoplake.ingest.extract.SourceTables;
import io.shoplake.ingest.jdbc.Database;
import io.shoplake.ingest.jdbc.JdbcExtraction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Extracts the tables of a PostgreSQL, MySQL or MariaDB database. */
@Command(
    name = "jdbc",
    description = {
      "Reads tables of PostgreSQL, MySQL or MariaDB and sends every row that is new or changed to"
          + " source.rows, and what the rows say of orders, customers and products to their topics.",
      "Goes on where an interrupted extraction stopped. Only reads, in a snapshot. The password is"
          + " read from SHOPLAKE_SOURCE_PASSWORD, or from the file that"
          + " SHOPLAKE_SOURCE_PASSWORD_FILE names."
    })
final class ExtractJdbc implements Callable<Integer> {

  private final Waiting waiting;

  @Mixin private ExtractOptions options;

  @Option(
      names = "--url",
      required = true,
      paramLabel = "JDBC_URL",
      defaultValue = "${env:SHOPLAKE_SOURCE_URL}",
      description =
          "The database, as jdbc:postgresql://HOST:PORT/DATABASE, jdbc:mysql:… or jdbc:mariadb:…"
              + " (SHOPLAKE_SOURCE_URL).")
  private String url;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "${env:SHOPLAKE_SOURCE_USER}",
      description = "Who signs in (SHOPLAKE_SOURCE_USER).")
  private String user;

  @Option(
      names = "--drivers",
      paramLabel = "DIR",
      defaultValue = "${env:SHOPLAKE_HOME:-.shoplake}/drivers",
      description = "Where the jars of other drivers are; that of PostgreSQL comes along.")
  private Path drivers;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Extract again and again with this time in between, such as PT1M.")
  private Duration every;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "5",
      description = "Repetitions when the database cannot be reached.")
  private int retries;

  ExtractJdbc() {
    this(null);
  }

  /**
   * With a time of its own.
   *
   * @param waiting null for real time, with an ear for signals
   */
  ExtractJdbc(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  public Integer call() {
    if ((every != null && every.toMillis() < 1) || retries < 0) {
      throw new UserMistake(
          ExitCode.USAGE, "--every must be positive, and --retries not negative.");
    }
    if (waiting != null) {
      return extract(waiting);
    }
    try (StopSignal signal = StopSignal.listening()) {
      return extract(signal);
    }
  }

  private int extract(Waiting wait) {
    SourceTables tables = options.tables();
    String password = Secrets.of(System.getenv(), "SHOPLAKE_SOURCE_PASSWORD");
    Database database = new Database(url, user, password, drivers);
    try (MessageSink sink = options.sink(tables);
        RowStore store = options.store(tables, "jdbc " + database.place())) {
      while (true) {
        int exitCode = round(database, tables, store, sink, wait);
        if (every == null) {
          return exitCode;
        }
        wait.pause(every);
      }
    } catch (Waiting.Stopped e) {
      return ExitCode.STOPPED.number();
    }
  }

  private int round(
      Database database, SourceTables tables, RowStore store, MessageSink sink, Waiting wait) {
    Delivery delivery = options.delivery(tables, store, sink, InstantSource.system());
    try (Progress progress = Progress.of("Extracting " + tables.source())) {
      new JdbcExtraction(database, tables, store, delivery, retries, wait, progress).round();
    } catch (Waiting.Stopped e) {
      options.report(delivery.tally());
      throw e;
    }
    return options.report(delivery.tally());
  }
}
