package io.shoplake.batch;

import static io.shoplake.batch.Warehouse.LOADS;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.print.PostgresDdl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Roles, schemas, tables, comments and rights in PostgreSQL.
 *
 * <p>The catalogue is read first and nothing is said that holds already: even a statement that
 * would change nothing needs the rights of an owner, and a plain member of {@code loader} has none.
 * For the same reason comments and rights are left to whoever owns the table; a load needs neither.
 */
final class WarehouseLayout {

  private final Connection connection;

  WarehouseLayout(Connection connection) {
    this.connection = connection;
  }

  /**
   * Creates what is missing and corrects what differs.
   *
   * @throws UserMistake if something is missing that the user may not create
   */
  void complete(List<Table> tables) throws SQLException {
    makeAll("warehouse/missing_schemas.sql");
    complete(LOADS, "ops");
    for (Table table : tables) {
      complete(table, Warehouse.schema(table));
    }
    makeAll("warehouse/missing_rights.sql");
  }

  private void complete(Table table, String schema) throws SQLException {
    String name = schema + "." + table.name();
    Optional<Found> found = found(name);
    if (found.isEmpty()) {
      make("table " + name, PostgresDdl.createTable(table, schema));
      forgetLoads(table);
    } else {
      addColumns(table, name, found.get());
    }
    if (found.map(Found::isOwn).orElse(true)) {
      if (found.isPresent()
          && !found.get().comments().entrySet().containsAll(comments(table).entrySet())) {
        make("comments on " + name, PostgresDdl.comments(table, schema));
      }
      addIndex(table, schema);
    }
  }

  private void addColumns(Table table, String name, Found found) throws SQLException {
    List<Field> missing =
        table.fields().stream()
            .filter(field -> !found.comments().containsKey(field.name()))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    execute("DELETE FROM " + name);
    forgetLoads(table);
    for (Field field : missing) {
      make(
          "column %s.%s".formatted(name, field.name()),
          "ALTER TABLE %s ADD COLUMN \"%s\" %s%s"
              .formatted(
                  name,
                  field.name(),
                  field.type().postgres(),
                  field.isRequired() ? " NOT NULL" : ""));
    }
  }

  /** Loads replace days. */
  private void addIndex(Table table, String schema) throws SQLException {
    boolean isKeyedByDay =
        table.key().size() > 1 && table.key().subList(0, 2).equals(List.of("shop_id", "day"));
    String index = table.name() + "_day";
    if (table.hasDays() && !isKeyedByDay && found(schema + "." + index).isEmpty()) {
      make(
          "index %s.%s".formatted(schema, index),
          "CREATE INDEX \"%s\" ON \"%s\".\"%s\" (shop_id, day)"
              .formatted(index, schema, table.name()));
    }
  }

  /** Lets the next load bring all rows: what was loaded earlier is not there any more. */
  private void forgetLoads(Table table) throws SQLException {
    execute("DELETE FROM ops.loads WHERE table_name = '%s'".formatted(table.qualifiedName()));
  }

  /**
   * A table as it stands.
   *
   * @param isOwn whether the user has the rights of its owner
   * @param comments by column, that of the table itself under no name; those absent are empty
   */
  private record Found(boolean isOwn, Map<String, String> comments) {}

  // Not from the information schema, which hides what the user has no rights to.
  private Optional<Found> found(String name) throws SQLException {
    String query =
        """
        SELECT
          pg_has_role(relowner, 'USAGE'),
          coalesce(attname, ''),
          coalesce(
            CASE
              WHEN attname IS NULL THEN obj_description(pg_class.oid, 'pg_class')
              ELSE col_description(pg_class.oid, attnum)
            END,
            '')
        FROM pg_class
        CROSS JOIN LATERAL (
          SELECT NULL AS attname, NULL AS attnum
          UNION ALL
          SELECT attname, attnum FROM pg_attribute
          WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
        ) AS described
        WHERE pg_class.oid = to_regclass(?)""";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        boolean isOwn = false;
        Map<String, String> comments = new HashMap<>();
        while (rows.next()) {
          isOwn = rows.getBoolean(1);
          comments.put(rows.getString(2), rows.getString(3));
        }
        return comments.isEmpty() ? Optional.empty() : Optional.of(new Found(isOwn, comments));
      }
    }
  }

  private static Map<String, String> comments(Table table) {
    Map<String, String> comments = new HashMap<>();
    comments.put("", table.comment());
    table.fields().forEach(field -> comments.put(field.name(), field.comment()));
    return comments;
  }

  /** Runs every statement that the query in {@code path} finds to be missing. */
  private void makeAll(String path) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet missing = query.executeQuery(SqlText.of(path))) {
      while (missing.next()) {
        make(missing.getString("what"), missing.getString("statement"));
      }
    }
  }

  private void make(String what, String sql) throws SQLException {
    try {
      execute(sql);
    } catch (SQLException e) {
      if (!Warehouse.isForbidden(e)) {
        throw e;
      }
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The warehouse lacks the %s and the user '%s' may not create it (%s); let an administrator run load once."
              .formatted(what, connection.getMetaData().getUserName(), Warehouse.firstLine(e)),
          e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
