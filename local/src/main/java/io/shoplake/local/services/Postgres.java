package io.shoplake.local.services;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.EnvironmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PostgreSQL server that only the owner of the home can sign in to. */
final class Postgres implements Service {

  private static final String USER = "shoplake";
  private static final String DATABASE = "shoplake";
  private static final String PASSWORD = "POSTGRES_PASSWORD";

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String title() {
    return "PostgreSQL";
  }

  @Override
  public List<String> prepare(Site site, int port) {
    Path programs = PostgresPrograms.unpacked(site.installation());
    Path data = site.home().data(name());
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialize(site, programs, data);
    } else if (!site.knows(PASSWORD)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The password of the data in '%s' is lost, as '%s' is gone; './shoplake wipe' starts anew."
              .formatted(data, site.home().keptFile()));
    }
    List<String> words = new ArrayList<>(PostgresPrograms.asOrdinaryUser());
    words.addAll(List.of(programs.resolve("bin/postgres").toString(), "-D", data.toString()));
    settings(port).forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
    return words;
  }

  private static Map<String, String> settings(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("port", String.valueOf(port));
    settings.put("listen_addresses", "127.0.0.1");
    // The path of a socket must be short; the path of a home may be long.
    settings.put("unix_socket_directories", "");
    settings.put("shared_buffers", "128MB");
    settings.put("max_connections", "50");
    settings.put("wal_level", "logical");
    settings.put("jit", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_checkpoints", "off");
    return settings;
  }

  /**
   * Makes the data folder under another name first, so that half a folder is never taken for one.
   */
  private void initialize(Site site, Path programs, Path data) {
    Path password = site.home().run("postgres.password");
    EnvironmentFile.writePrivate(password, site.secret(PASSWORD) + "\n");
    Path made = data.resolveSibling("postgres.new");
    try {
      Trees.delete(made);
      List<String> words = new ArrayList<>(PostgresPrograms.asOrdinaryUser());
      words.addAll(
          List.of(
              programs.resolve("bin/initdb").toString(),
              "--pgdata=" + made,
              "--username=" + USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-sync",
              "--no-instructions"));
      Path log = site.home().log("initdb");
      Process process =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (process.waitFor() != 0) {
        throw ServiceFailure.of(this, "could not make its data folder", log);
      }
      Trees.delete(data);
      Files.move(made, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw PostgresPrograms.cannotRun(programs, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL made its data folder", e);
    } finally {
      delete(password);
    }
  }

  @Override
  public boolean answers(Site site, int port) {
    try (Connection connection = connect(site, port, "postgres")) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void finish(Site site, int port) {
    try (Connection connection = connect(site, port, "postgres");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The database '%s' cannot be made".formatted(DATABASE), e);
    }
  }

  private static Connection connect(Site site, int port, String database) throws SQLException {
    return DriverManager.getConnection(url(port, database), USER, site.secret(PASSWORD));
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  @Override
  public Map<String, String> settings(Site site, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("SHOPLAKE_WAREHOUSE_URL", url(port, DATABASE));
    settings.put("SHOPLAKE_WAREHOUSE_USER", USER);
    settings.put("SHOPLAKE_WAREHOUSE_PASSWORD", site.secret(PASSWORD));
    return settings;
  }

  /** The fast way of PostgreSQL: it does not wait until all clients have left. */
  @Override
  public String stopSignal() {
    return "INT";
  }

  @Override
  public Optional<String> remedy(String log) {
    if (log.contains("unshare")) {
      return Optional.of(PostgresPrograms.ROOT_REFUSED);
    }
    if (log.contains("lock file \"postmaster.pid\" already exists")) {
      return Optional.of("another server uses the same data folder; stop it first");
    }
    if (log.contains("is incompatible with server")) {
      return Optional.of(
          "the data is of another PostgreSQL version; './shoplake wipe' starts anew");
    }
    return Optional.empty();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
