package io.shoplake.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A home of its own with running services, used through the launcher like a user would. */
final class Shop implements AutoCloseable {

  /** What a command printed and how it ended. */
  record Outcome(int exitCode, String output) {}

  private final Path home;
  private final Map<String, String> services = new HashMap<>();

  private Shop(Path home) {
    this.home = home;
  }

  /** The folder that holds the launcher. */
  static Path repository() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** Starts the services in {@code home} and makes the topics. */
  static Shop open(Path home) {
    Shop shop = new Shop(home);
    shop.succeed("up");
    try (Stream<String> lines = Files.lines(home.resolve("services.env"))) {
      lines
          .map(line -> line.split("=", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> shop.services.put(parts[0], parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shop.succeed("topics", "create");
    return shop;
  }

  /** Runs a command that must end with exit code 0; gives what it printed. */
  String succeed(String... arguments) {
    Outcome outcome = run(arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "./shoplake %s ended with %d:%n%s"
              .formatted(String.join(" ", arguments), outcome.exitCode(), outcome.output()));
    }
    return outcome.output();
  }

  /** Runs a command of the launcher. */
  Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(repository().resolve("shoplake").toString()));
    command.addAll(List.of(arguments));
    return execute(home, command, Map.of());
  }

  /** Runs any program with this home and {@code environment}. */
  static Outcome execute(Path home, List<String> command, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile("shoplake", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile());
      builder.environment().put("SHOPLAKE_HOME", home.toString());
      // The packages are there: this very build made them.
      builder.environment().put("SHOPLAKE_BUILD", "never");
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running after 15 minutes: " + command);
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Outcome(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Path home() {
    return home;
  }

  /** What {@code up} wrote: the endpoints and secrets of the services. */
  Map<String, String> services() {
    return services;
  }

  /** The rows of a query on the warehouse, each as its columns in text. */
  List<List<String>> warehouse(String query) {
    try (Connection connection =
            DriverManager.getConnection(
                services.get("SHOPLAKE_WAREHOUSE_URL"),
                services.get("SHOPLAKE_WAREHOUSE_USER"),
                services.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException("%s: %s".formatted(query, e.getMessage()), e);
    }
  }

  /** A fingerprint of the content of every published table, to compare two states. */
  Map<String, String> content() {
    Map<String, String> fingerprints = new HashMap<>();
    warehouse(
            """
            SELECT table_schema || '.' || table_name FROM information_schema.tables
            WHERE table_schema IN ('lake_gold', 'lake_silver')""")
        .forEach(
            table -> {
              String name = table.get(0);
              // Rejects and duplicates are history of arrival, not content.
              String columns =
                  name.equals("lake_gold.daily_quality") ? "shop_id, day, accepted, bot" : "*";
              fingerprints.put(
                  name,
                  warehouse(
                          """
                          SELECT count(*) || ' ' || coalesce(md5(string_agg(r, '|' ORDER BY r)), '')
                          FROM (SELECT row_to_json(t)::text AS r FROM (SELECT %s FROM %s) t) s"""
                              .formatted(columns, name))
                      .get(0)
                      .get(0));
            });
    return fingerprints;
  }

  @Override
  public void close() {
    succeed("down");
  }
}
