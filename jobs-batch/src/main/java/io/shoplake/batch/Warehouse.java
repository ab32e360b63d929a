package io.shoplake.batch;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import io.shoplake.layout.print.PostgresDdl;
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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * do. A table that gets a column is emptied, since its rows have no values for it, and counts as
   * never loaded.
   */
  void prepare(List<Table> tables) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
      statement.execute(SqlText.of("warehouse/prepare.sql"));
      statement.execute(PostgresDdl.createTable(LOADS, "ops"));
      for (Table table : tables) {
        create(statement, table);
      }
      statement.execute(SqlText.of("warehouse/grant.sql"));
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      if ("42501".equals(e.getSQLState())) {
        throw mayNot(e);
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static UserMistake mayNot(SQLException e) {
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "The warehouse user may not create roles, schemas or tables (%s); let an administrator run load once."
            .formatted(e.getMessage()),
        e);
  }

  private void create(Statement statement, Table table) throws SQLException {
    if (exists(schema(table), table.name())) {
      List<Field> missing = missingColumns(table);
      if (!missing.isEmpty()) {
        statement.execute("DELETE FROM " + name(table));
        statement.execute(
            "DELETE FROM ops.loads WHERE table_name = '%s'".formatted(table.qualifiedName()));
      }
      for (Field field : missing) {
        statement.execute(
            "ALTER TABLE %s ADD COLUMN \"%s\" %s%s"
                .formatted(
                    name(table),
                    field.name(),
                    field.type().postgres(),
                    field.isRequired() ? " NOT NULL" : ""));
      }
    }
    statement.execute(PostgresDdl.createTable(table, schema(table)));
    boolean isKeyedByDay =
        table.key().size() > 1 && table.key().subList(0, 2).equals(List.of("shop_id", "day"));
    if (table.hasDays() && !isKeyedByDay) {
      // Loads replace days.
      statement.execute(
          "CREATE INDEX IF NOT EXISTS \"%s_day\" ON %s (shop_id, day)"
              .formatted(table.name(), name(table)));
    }
  }

  private List<Field> missingColumns(Table table) throws SQLException {
    Set<String> there = new HashSet<>();
    String query =
        "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema(table));
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          there.add(rows.getString(1));
        }
      }
    }
    return table.fields().stream().filter(field -> !there.contains(field.name())).toList();
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
