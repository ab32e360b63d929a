package io.shoplake.batch;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;

import io.shoplake.cli.UserMistake;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The published tables in PostgreSQL. */
final class Warehouse {

  /** What was loaded, when; also what keeps a version from being loaded twice. */
  static final Table LOADS =
      Table.ops("loads", "One load of one table.")
          .fields(
              required("table_name", FieldType.STRING, "The table, with its layer in the lake."),
              required("delta_version", FieldType.LONG, "Version of the table in the lake."),
              required("rows", FieldType.LONG, "Rows written."),
              required("days", FieldType.LONG, "Shop-local days replaced; 0 where all were."),
              required("loaded_at", FieldType.TIMESTAMP, "When the load was committed, UTC."),
              required("run", FieldType.STRING, "The run that loaded it."))
          .build();

  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('shoplake load'))";

  private final Connection connection;

  Warehouse(Connection connection) {
    this.connection = connection;
  }

  /** The version that was last loaded, by qualified table name; empty before the first load. */
  Map<String, Long> loadedVersions() throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    if (!exists("ops", "loads")) {
      return versions;
    }
    String latest =
        "SELECT DISTINCT ON (table_name) table_name, delta_version FROM ops.loads"
            + " ORDER BY table_name, loaded_at DESC, delta_version DESC";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(latest)) {
      while (rows.next()) {
        versions.put(rows.getString(1), rows.getLong(2));
      }
    }
    return versions;
  }

  /** Accepted events by day in the loaded daily_quality. */
  Map<ShopDay, Long> acceptedByDay() throws SQLException {
    Map<ShopDay, Long> accepted = new HashMap<>();
    if (!exists(schema(DAILY_QUALITY), DAILY_QUALITY.name())) {
      return accepted;
    }
    String query = "SELECT shop_id, day, accepted FROM " + name(DAILY_QUALITY);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        accepted.put(
            new ShopDay(rows.getString(1), rows.getDate(2).toLocalDate()), rows.getLong(3));
      }
    }
    return accepted;
  }

  boolean exists(String schema, String table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, schema + "." + table);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  /**
   * Creates the roles, schemas, tables and columns that are missing, and grants what the roles may
   * do; where nothing is missing it only reads. A table that gets a column is emptied, since its
   * rows have no values for it, and counts as never loaded.
   *
   * @throws UserMistake if something is missing that the user may not create
   */
  void prepare(List<Table> tables) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
      new WarehouseLayout(connection).complete(tables);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Whether the user may not do what was asked. */
  static boolean isForbidden(SQLException e) {
    return "42501".equals(e.getSQLState());
  }

  /** The message without hints and positions. */
  static String firstLine(SQLException e) {
    return e.getMessage().lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
  }

  /**
   * Loads a version of a table in one transaction; gives false if it is loaded already.
   *
   * @param days the days to replace
   * @param lines the rows of these days, or all, as {@link CopyText}
   */
  boolean load(Table table, long version, Days days, Iterator<String> lines, String run)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
      // Another loader may have been here while this one waited for the lock.
      if (loadedVersions().getOrDefault(table.qualifiedName(), -1L) == version) {
        connection.rollback();
        return false;
      }
      statement.execute(
          "CREATE TEMP TABLE staging (LIKE %s INCLUDING DEFAULTS) ON COMMIT DROP"
              .formatted(name(table)));
      long rows = copy(table, lines);
      delete(table, days);
      statement.execute(
          "INSERT INTO %1$s (%2$s) SELECT %2$s FROM staging"
              .formatted(name(table), columns(table)));
      note(table, version, rows, days, run);
      connection.commit();
      return true;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private long copy(Table table, Iterator<String> lines) throws SQLException {
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY staging (%s) FROM STDIN".formatted(columns(table)));
    try {
      while (lines.hasNext()) {
        byte[] line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(line, 0, line.length);
      }
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void delete(Table table, Days days) throws SQLException {
    if (days.isAll()) {
      execute("DELETE FROM " + name(table));
      return;
    }
    if (!table.hasDays()) {
      execute(
          "DELETE FROM %s AS loaded USING staging WHERE %s"
              .formatted(
                  name(table),
                  table.key().stream()
                      .map("loaded.\"%1$s\" = staging.\"%1$s\""::formatted)
                      .collect(Collectors.joining(" AND "))));
      return;
    }
    String sql =
        "DELETE FROM %s AS loaded USING unnest(?, ?) AS replaced (shop_id, day) WHERE loaded.shop_id = replaced.shop_id AND loaded.day = replaced.day"
            .formatted(name(table));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Array shops =
          connection.createArrayOf("text", days.some().stream().map(ShopDay::shop).toArray());
      Array dates =
          connection.createArrayOf(
              "date", days.some().stream().map(day -> Date.valueOf(day.day())).toArray());
      statement.setArray(1, shops);
      statement.setArray(2, dates);
      statement.execute();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void note(Table table, long version, long rows, Days days, String run)
      throws SQLException {
    String sql =
        "INSERT INTO ops.loads (table_name, delta_version, rows, days, loaded_at, run) VALUES (?, ?, ?, ?, clock_timestamp(), ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.qualifiedName());
      statement.setLong(2, version);
      statement.setLong(3, rows);
      statement.setLong(4, days.isAll() ? 0 : days.some().size());
      statement.setString(5, run);
      statement.execute();
    }
  }

  /** Which days a load replaces; of a table without days some rows are replaced by key. */
  record Days(boolean isAll, Collection<ShopDay> some) {
    static final Days ALL = new Days(true, List.of());

    static Days of(Collection<ShopDay> days) {
      return new Days(false, days);
    }
  }

  /** The schema that {@code table} is published to. */
  static String schema(Table table) {
    return table.schema().orElseThrow();
  }

  private static String name(Table table) {
    return "\"%s\".\"%s\"".formatted(schema(table), table.name());
  }

  private static String columns(Table table) {
    return table.fieldNames().stream()
        .map(name -> '"' + name + '"')
        .collect(Collectors.joining(", "));
  }
}
