package io.shoplake.local.warehouse;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads published tables of the warehouse. */
public final class Warehouse {

  /** Makes a value of the row the result stands on. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;

  public Warehouse(Connection connection) {
    this.connection = connection;
  }

  /** The quoted name of a published table. */
  public static String name(Table table) {
    String schema =
        table
            .schema()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The table '%s' is not published".formatted(table.qualifiedName())));
    return quoted(schema) + "." + quoted(table.name());
  }

  /** {@code identifier} as SQL takes it, whatever it holds. */
  public static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** Whether the relation {@code schema.name} is there and may be read. */
  public boolean has(String schema, String name) {
    return !query(
            """
            SELECT 1 FROM information_schema.columns
            WHERE table_schema = ? AND table_name = ? LIMIT 1
            """,
            row -> 1,
            schema,
            name)
        .isEmpty();
  }

  /**
   * Every row that {@code sql} gives with {@code parameters} in place of its question marks.
   *
   * @throws UserMistake when a table or column is missing or may not be read
   */
  public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] instanceof List<?> list) {
          statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
        } else {
          statement.setObject(i + 1, parameters[i]);
        }
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  private static RuntimeException explained(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "42P01", "3F000", "42703" ->
          new UserMistake(
              ExitCode.CONFIGURATION,
              "The warehouse is not as declared (%s); run './shoplake load' first."
                  .formatted(firstLine(e)),
              e);
      case "42501" ->
          new UserMistake(
              ExitCode.CONFIGURATION,
              "The warehouse user may not read this (%s); sign in as one who may."
                  .formatted(firstLine(e)),
              e);
      default ->
          state.startsWith("08") || state.startsWith("57")
              ? new UserMistake(
                  ExitCode.UNREACHABLE,
                  "The connection to the warehouse broke (%s); try again.".formatted(firstLine(e)),
                  e)
              : new IllegalStateException(e);
    };
  }

  private static String firstLine(SQLException e) {
    return e.getMessage().lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
  }
}
