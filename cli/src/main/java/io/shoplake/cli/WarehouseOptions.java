package io.shoplake.cli;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** Where the warehouse is and how to sign in; the password comes from the environment alone. */
public final class WarehouseOptions {

  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String PASSWORD = "SHOPLAKE_WAREHOUSE_PASSWORD";

  @Option(
      names = "--warehouse-url",
      paramLabel = "JDBC_URL",
      defaultValue = "${env:SHOPLAKE_WAREHOUSE_URL}",
      description =
          "The warehouse, as jdbc:postgresql://HOST:PORT/DATABASE (SHOPLAKE_WAREHOUSE_URL).")
  private String url;

  @Option(
      names = "--warehouse-user",
      paramLabel = "NAME",
      defaultValue = "${env:SHOPLAKE_WAREHOUSE_USER}",
      description =
          "Who signs in (SHOPLAKE_WAREHOUSE_USER). The password is read from"
              + " SHOPLAKE_WAREHOUSE_PASSWORD, or from the file that"
              + " SHOPLAKE_WAREHOUSE_PASSWORD_FILE names.")
  private String user;

  /** The warehouse at {@code url}, signed in to as the environment says. */
  public static WarehouseOptions of(String url) {
    WarehouseOptions options = new WarehouseOptions();
    options.url = url;
    return options;
  }

  /** Whether a warehouse is named at all. */
  public boolean isNamed() {
    return url != null && !url.isBlank();
  }

  /**
   * A connection with autocommit.
   *
   * @throws UserMistake if no warehouse is named, if it refuses the sign-in, or if it does not
   *     answer after several attempts
   */
  public Connection connect() {
    if (!isNamed()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No warehouse is named; start one with './shoplake up', or set SHOPLAKE_WAREHOUSE_URL"
              + " to jdbc:postgresql://HOST:PORT/DATABASE.");
    }
    Properties properties = properties(System.getenv());
    for (int attempt = 1; ; attempt++) {
      try {
        return driver().connect(url, properties);
      } catch (SQLException e) {
        if (!mayPass(e)) {
          throw new UserMistake(
              ExitCode.CONFIGURATION,
              "The warehouse %s refuses the sign-in: %s; check SHOPLAKE_WAREHOUSE_URL, _USER and _PASSWORD."
                  .formatted(place(), e.getMessage()),
              e);
        }
        if (attempt == ATTEMPTS) {
          throw new UserMistake(
              ExitCode.UNREACHABLE,
              "The warehouse %s cannot be reached after %d attempts; is it running ('./shoplake status')?"
                  .formatted(place(), ATTEMPTS),
              e);
        }
        pause();
      }
    }
  }

  /** A connection that only reads, in one snapshot until it is closed. */
  public Connection connectToRead() throws SQLException {
    Connection connection = connect();
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return connection;
  }

  // Not by the driver manager: it does not see drivers that spark-submit has added.
  private Driver driver() throws SQLException {
    for (Driver driver :
        ServiceLoader.load(Driver.class, Thread.currentThread().getContextClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    throw new UserMistake(
        ExitCode.CONFIGURATION,
        "No JDBC driver takes '%s'; write jdbc:postgresql://HOST:PORT/DATABASE."
            .formatted(place()));
  }

  private Properties properties(Map<String, String> environment) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "shoplake");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "8");
    if (user != null && !user.isBlank()) {
      properties.setProperty("user", user);
    }
    String password = Secrets.of(environment, PASSWORD);
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** Connection failures (08) and a server that starts or stops (57) are worth another attempt. */
  private static boolean mayPass(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return !state.equals("08004") && (state.startsWith("08") || state.startsWith("57"));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the warehouse", e);
    }
  }

  /** Without parameters, since these may hold a password. */
  private String place() {
    return url.replaceFirst("\\?.*", "").replaceFirst("^jdbc:", "");
  }
}
