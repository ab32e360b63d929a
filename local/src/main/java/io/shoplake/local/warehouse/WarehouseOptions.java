package io.shoplake.local.warehouse;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Secrets;
import io.shoplake.cli.UserMistake;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
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

  /**
   * A connection that only reads, in one snapshot until it is closed.
   *
   * @throws UserMistake when the warehouse is not named, refuses the sign-in or cannot be reached
   */
  public Connection open() throws SQLException {
    if (url == null || url.isBlank()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No warehouse is named; start one with './shoplake up', or set SHOPLAKE_WAREHOUSE_URL"
              + " to jdbc:postgresql://HOST:PORT/DATABASE.");
    }
    Connection connection = connect(properties(System.getenv()));
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    return connection;
  }

  private Properties properties(Map<String, String> environment) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "shoplake");
    properties.setProperty("connectTimeout", "5");
    if (user != null && !user.isBlank()) {
      properties.setProperty("user", user);
    }
    String password = Secrets.of(environment, PASSWORD);
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  private Connection connect(Properties properties) {
    SQLException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return DriverManager.getConnection(url, properties);
      } catch (SQLException e) {
        if (!mayPass(e)) {
          throw new UserMistake(
              ExitCode.CONFIGURATION,
              "The warehouse %s refuses the sign-in: %s; check SHOPLAKE_WAREHOUSE_URL, _USER and"
                      .formatted(place(), e.getMessage())
                  + " _PASSWORD.",
              e);
        }
        last = e;
        pause(attempt);
      }
    }
    throw new UserMistake(
        ExitCode.UNREACHABLE,
        "The warehouse %s cannot be reached after %d attempts; is it running ('./shoplake status')?"
            .formatted(place(), ATTEMPTS),
        last);
  }

  /** Connection failures (08) and a server that starts or stops (57) are worth another attempt. */
  private static boolean mayPass(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return !state.equals("08004") && (state.startsWith("08") || state.startsWith("57"));
  }

  private static void pause(int attempt) {
    if (attempt < ATTEMPTS) {
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Without parameters, since these may hold a password. */
  private String place() {
    return url.replaceFirst("\\?.*", "").replaceFirst("^jdbc:", "");
  }
}
