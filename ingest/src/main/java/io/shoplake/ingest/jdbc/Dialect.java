package io.shoplake.ingest.jdbc;

import io.shoplake.ingest.extract.CellType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/** What databases do differently. */
enum Dialect {
  POSTGRESQL {
    @Override
    String quoted(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    List<String> begin() {
      return List.of(
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
          "SET LOCAL TIME ZONE 'UTC'",
          "SET LOCAL DateStyle = 'ISO, YMD'",
          "SET LOCAL IntervalStyle = 'iso_8601'");
    }

    @Override
    String now() {
      return "SELECT clock_timestamp() AT TIME ZONE 'UTC'";
    }

    @Override
    String schema() {
      return "SELECT current_schema()";
    }

    @Override
    String columns() {
      return """
      SELECT column_name, udt_name, '' FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position""";
    }

    @Override
    Column column(String name, String type, String details) {
      String quoted = quoted(name);
      if (type.startsWith("_")) {
        CellType element = column(name, type.substring(1), details).type();
        return new Column(name, element, true, quoted + "::text[]", null);
      }
      CellType kind =
          switch (type) {
            case "bool" -> CellType.BOOLEAN;
            case "int2", "int4", "int8", "oid" -> CellType.INTEGER;
            case "numeric", "money" -> CellType.DECIMAL;
            case "float4" -> CellType.REAL;
            case "float8" -> CellType.DOUBLE;
            case "bytea" -> CellType.BINARY;
            case "timestamptz" -> CellType.INSTANT;
            case "timestamp", "date", "time", "timetz" -> CellType.LOCAL;
            default -> CellType.TEXT;
          };
      String selected =
          switch (type) {
            case "bytea", "text", "varchar", "bpchar" -> quoted;
            // What it looks like as text depends on the locale.
            case "money" -> quoted + "::numeric::text";
            default -> quoted + "::text";
          };
      return new Column(name, kind, false, selected, "CAST(? AS %s)".formatted(quoted(type)));
    }

    @Override
    String export(Connection connection) throws SQLException {
      return TableReader.single(connection, "SELECT pg_export_snapshot()");
    }

    @Override
    void join(Connection connection, String snapshot) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION SNAPSHOT '%s'".formatted(snapshot));
      }
    }

    @Override
    String literal(String text) {
      return text;
    }

    @Override
    void connection(Properties properties) {
      properties.setProperty("ApplicationName", "shoplake");
      properties.setProperty("connectTimeout", "5");
      properties.setProperty("loginTimeout", "8");
      properties.setProperty("tcpKeepAlive", "true");
    }
  },

  MYSQL {
    @Override
    String quoted(String name) {
      return '`' + name.replace("`", "``") + '`';
    }

    @Override
    List<String> begin() {
      return List.of(
          "SET SESSION time_zone = '+00:00'",
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }

    @Override
    String now() {
      return "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)";
    }

    @Override
    String schema() {
      return "SELECT DATABASE()";
    }

    @Override
    String columns() {
      return """
      SELECT column_name, data_type, column_type FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position""";
    }

    @Override
    Column column(String name, String type, String details) {
      String quoted = quoted(name);
      String kind = type.toLowerCase(Locale.ROOT);
      if (kind.equals("bit")) {
        boolean isFlag = details.equalsIgnoreCase("bit(1)");
        return new Column(
            name, isFlag ? CellType.BOOLEAN : CellType.INTEGER, false, quoted + " + 0", "?");
      }
      if (WHOLE.contains(kind)) {
        return new Column(name, CellType.INTEGER, false, quoted + " + 0", "?");
      }
      return switch (kind) {
        case "decimal" -> new Column(name, CellType.DECIMAL, false, quoted, "?");
        // Written as text it would have six digits only.
        case "float" -> new Column(name, CellType.REAL, false, quoted + " + 0e0", "?");
        case "double" -> new Column(name, CellType.DOUBLE, false, quoted, "?");
        case "timestamp" -> new Column(name, CellType.INSTANT, false, asText(quoted), "?");
        // Drivers refuse dates that do not exist, and times of more than a day.
        case "date", "datetime", "time" ->
            new Column(name, CellType.LOCAL, false, asText(quoted), "?");
        default ->
            new Column(
                name, TEXTS.contains(kind) ? CellType.TEXT : CellType.BINARY, false, quoted, "?");
      };
    }

    private static String asText(String quoted) {
      return "CAST(%s AS CHAR)".formatted(quoted);
    }

    /** There is no such thing here: each connection has a snapshot of its own. */
    @Override
    String export(Connection connection) {
      return "";
    }

    @Override
    void join(Connection connection, String snapshot) {}

    @Override
    String literal(String text) {
      return text.replace("T", " ").replace("Z", "");
    }

    @Override
    void connection(Properties properties) {
      properties.setProperty("connectTimeout", "8000");
      properties.setProperty("tinyInt1isBit", "false");
      properties.setProperty("tcpKeepAlive", "true");
    }
  };

  private static final Set<String> WHOLE =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "year");
  private static final Set<String> TEXTS =
      Set.of(
          "char",
          "varchar",
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "enum",
          "set",
          "json",
          "uuid",
          "inet4",
          "inet6");

  /**
   * A column as it is read.
   *
   * @param isArray whether it holds lists of values of the type
   * @param selected what stands in a SELECT
   * @param parameter what stands in a comparison for a value that is given as text
   */
  record Column(String name, CellType type, boolean isArray, String selected, String parameter) {}

  abstract String quoted(String name);

  /** What begins a transaction that only reads, in one snapshot, with times in UTC. */
  abstract List<String> begin();

  /** Asks for the time of the database's clock in UTC. */
  abstract String now();

  /** Asks for the schema of names without one. */
  abstract String schema();

  /** Asks for the columns of a schema's table that may be read: name, type, details of it. */
  abstract String columns();

  abstract Column column(String name, String type, String details);

  /** A name under which other connections find the snapshot of {@code connection}. */
  abstract String export(Connection connection) throws SQLException;

  /** Lets {@code connection}, which has read nothing yet, read an exported snapshot. */
  abstract void join(Connection connection, String snapshot) throws SQLException;

  /** A value of a row as the database takes it. */
  abstract String literal(String text);

  abstract void connection(Properties properties);
}
