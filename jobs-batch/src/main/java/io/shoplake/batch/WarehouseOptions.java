package io.shoplake.batch;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Secrets;
import io.shoplake.cli.UserMistake;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import picocli.CommandLine.Option;

/** Where the warehouse is; connects to it. */
public final class WarehouseOptions {

  private static final String PASSWORD = "SHOPLAKE_WAREHOUSE_PASSWORD";

  @Option(
      names = "--warehouse-url",
      paramLabel = "URL",
      defaultValue = "${env:SHOPLAKE_WAREHOUSE_URL}",
      description =
          "PostgreSQL as jdbc:postgresql://HOST:PORT/NAME (SHOPLAKE_WAREHOUSE_URL). The password"
              + " comes from SHOPLAKE_WAREHOUSE_PASSWORD or the file SHOPLAKE_WAREHOUSE_PASSWORD_FILE.")
  String url;

  @Option(
      names = "--warehouse-user",
      paramLabel = "NAME",
      defaultValue = "${env:SHOPLAKE_WAREHOUSE_USER}",
      description = "User of the warehouse (SHOPLAKE_WAREHOUSE_USER).")
  String user;

  /** Whether a warehouse is named at all. */
  public boolean isNamed() {
    return url != null && !url.isBlank();
  }

  /**
   * A connection to the warehouse, with autocommit.
   *
   * @throws UserMistake if none is named, if it does not answer within seconds, or if it refuses
   */
  public Connection connect() throws SQLException {
    if (!isNamed()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No warehouse is named: give --warehouse-url or set SHOPLAKE_WAREHOUSE_URL, for example to"
              + " jdbc:postgresql://127.0.0.1:5432/shop.");
    }
    Connection connection;
    try {
      // Not by the driver manager: it does not see drivers that spark-submit has added.
      connection = new Driver().connect(url, properties());
    } catch (SQLException e) {
      throw refused(e);
    }
    if (connection == null) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "'%s' is no PostgreSQL address; write jdbc:postgresql://HOST:PORT/NAME.".formatted(url));
    }
    return connection;
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (user != null && !user.isBlank()) {
      properties.setProperty("user", user);
    }
    String password = Secrets.of(System.getenv(), PASSWORD);
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "8");
    properties.setProperty("ApplicationName", "shoplake");
    return properties;
  }

  private UserMistake refused(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("08") || state.startsWith("57P")) {
      return new UserMistake(
          ExitCode.UNREACHABLE,
          "The warehouse at %s does not answer (%s); start it, or set --warehouse-url."
              .formatted(url, e.getMessage()),
          e);
    }
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "The warehouse at %s refuses the connection (%s); check its name, user and password."
            .formatted(url, e.getMessage()),
        e);
  }
}
