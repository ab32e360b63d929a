package io.shoplake.ingest.jdbc;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/** The database that rows are taken from; it is only ever read. */
public final class Database {

  /** USER:PASSWORD@ before a host; the password may hold anything, parameters hold "=". */
  private static final Pattern SIGN_IN = Pattern.compile("//(?:[^?]*|[^/=]*)@");

  private final String url;
  private final String user;
  private final String password;
  private final Dialect dialect;
  private final Driver driver;

  /**
   * The database at {@code url}.
   *
   * @param drivers a folder with drivers that do not come along; it need not exist
   * @throws UserMistake if the address is of no kind that is known, or there is no driver for it
   */
  public Database(String url, String user, String password, Path drivers) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.dialect = dialect(url);
    if (url.toLowerCase(Locale.ROOT).contains("password=") || SIGN_IN.matcher(url).find()) {
      throw new UserMistake(
          ExitCode.USAGE,
          "The --url holds a password, which others on this machine could see; name the user with"
              + " --user and set SHOPLAKE_SOURCE_PASSWORD or SHOPLAKE_SOURCE_PASSWORD_FILE instead.");
    }
    this.driver = new Drivers(drivers).driver(url);
  }

  private static Dialect dialect(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return Dialect.POSTGRESQL;
    }
    if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      return Dialect.MYSQL;
    }
    throw new UserMistake(
        ExitCode.USAGE,
        "The --url must begin with jdbc:postgresql:, jdbc:mysql: or jdbc:mariadb:, such as"
            + " jdbc:postgresql://HOST:5432/DATABASE.");
  }

  Dialect dialect() {
    return dialect;
  }

  /** MySQL's own driver reads row by row only when asked in a manner of its own. */
  int fetchSize(int wanted) {
    return url.startsWith("jdbc:mysql:") ? Integer.MIN_VALUE : wanted;
  }

  /** A connection in a transaction that reads one snapshot. */
  Connection snapshot() throws SQLException {
    Properties properties = new Properties();
    dialect.connection(properties);
    if (user != null && !user.isBlank()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    Connection connection = driver.connect(url, properties);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String command : dialect.begin()) {
        statement.execute(command);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether it may go well the next time: no connection, a server that starts or stops. */
  static boolean mayPass(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return !state.equals("08004")
        && (state.startsWith("08") || state.startsWith("57") || state.startsWith("40"));
  }

  /** The address without parameters, for people. */
  public String place() {
    return url.replaceFirst("\\?.*", "").replaceFirst("^jdbc:", "");
  }
}
