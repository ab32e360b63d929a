package io.shoplake.ingest.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.extract.CellType;
import io.shoplake.ingest.extract.DeniedColumns;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.extract.SourceTable;
import io.shoplake.ingest.jdbc.Dialect.Column;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads one table as it is now in a connection's snapshot. */
final class TableReader {

  /** Hears of every row. */
  interface RowListener {
    void row(ObjectNode row) throws SQLException;
  }

  /** A part of the rows: a condition, and the values of its parameters. */
  record Part(String condition, List<String> parameters) {

    static final Part ALL = new Part("", List.of());
  }

  private final Database database;
  private final Dialect dialect;
  private final SourceTable table;
  private final String name;
  private final List<Column> columns;
  private final List<String> key;
  private final List<String> leftOut;

  private TableReader(
      Database database,
      SourceTable table,
      String name,
      List<Column> columns,
      List<String> key,
      List<String> leftOut) {
    this.database = database;
    this.dialect = database.dialect();
    this.table = table;
    this.name = name;
    this.columns = columns;
    this.key = key;
    this.leftOut = leftOut;
  }

  /**
   * A reader of {@code table}.
   *
   * @throws UserMistake if there is no such table or column, or it may not be read
   */
  static TableReader of(Database database, SourceTable table, Connection connection)
      throws SQLException {
    Dialect dialect = database.dialect();
    List<String> parts = table.parts();
    String bare = parts.get(parts.size() - 1);
    String schema =
        parts.size() > 1 ? parts.get(parts.size() - 2) : single(connection, dialect.schema());
    List<Column> all = columns(dialect, connection, schema, bare);
    if (all.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no table '%s' in %s, or its columns may not be read; correct the tables file, or grant SELECT."
              .formatted(table.name(), database.place()));
    }
    List<String> key =
        table.key().isEmpty() ? primaryKey(connection, dialect, schema, bare) : table.key();
    List<String> wanted = new ArrayList<>(key);
    if (table.watermark() != null) {
      wanted.add(table.watermark());
    }
    List<String> names = all.stream().map(Column::name).toList();
    for (String column : wanted) {
      if (!names.contains(column)) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "The table '%s' has no column '%s'; it has %s."
                .formatted(table.name(), column, String.join(", ", names)));
      }
    }
    DeniedColumns denied = new DeniedColumns(table);
    List<String> leftOut =
        names.stream()
            .filter(column -> denied.contains(column) && !wanted.contains(column))
            .toList();
    List<Column> taken = all.stream().filter(column -> !leftOut.contains(column.name())).toList();
    String qualified = dialect.quoted(schema) + "." + dialect.quoted(bare);
    return new TableReader(database, table, qualified, taken, key, leftOut);
  }

  private static List<Column> columns(
      Dialect dialect, Connection connection, String schema, String bare) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(dialect.columns())) {
      query.setString(1, schema);
      query.setString(2, bare);
      List<Column> columns = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(dialect.column(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
      return columns;
    }
  }

  private static List<String> primaryKey(
      Connection connection, Dialect dialect, String schema, String bare) throws SQLException {
    boolean isCatalog = dialect == Dialect.MYSQL;
    Map<Integer, String> byPosition = new TreeMap<>();
    try (ResultSet rows =
        connection
            .getMetaData()
            .getPrimaryKeys(isCatalog ? schema : null, isCatalog ? null : schema, bare)) {
      while (rows.next()) {
        byPosition.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(byPosition.values());
  }

  SourceTable table() {
    return table;
  }

  /** The columns that tell the rows apart; empty if only their content does. */
  List<String> key() {
    return key;
  }

  /** The columns that are not taken. */
  List<String> leftOut() {
    return leftOut;
  }

  /** The greatest value of the watermark column as it stands in rows, null if there is none. */
  String greatest(Connection connection) throws SQLException {
    Column watermark = column(table.watermark());
    String quoted = dialect.quoted(watermark.name());
    String greatest = watermark.selected().replace(quoted, "MAX(%s)".formatted(quoted));
    String text = single(connection, "SELECT %s FROM %s".formatted(greatest, name));
    return text == null ? null : watermark.type().read(text).asText();
  }

  /** The rows whose watermark is {@code from} or later, or that have none. */
  Part since(String from) {
    Column watermark = column(table.watermark());
    String quoted = dialect.quoted(watermark.name());
    return new Part(
        " WHERE (%s >= %s OR %s IS NULL)".formatted(quoted, watermark.parameter(), quoted),
        List.of(dialect.literal(from)));
  }

  CellType watermarkType() {
    return column(table.watermark()).type();
  }

  /** The parts of {@code part} that can be read at the same time, by ranges of the key. */
  List<Part> chunks(Part part, Connection connection) throws SQLException {
    if (table.chunks() == 1 || key.isEmpty() || column(key.get(0)).type() != CellType.INTEGER) {
      return List.of(part);
    }
    String first = dialect.quoted(key.get(0));
    String least = single(connection, "SELECT MIN(%s) FROM %s".formatted(first, name));
    if (least == null) {
      return List.of(part);
    }
    BigInteger low = new BigInteger(least);
    BigInteger width =
        new BigInteger(single(connection, "SELECT MAX(%s) FROM %s".formatted(first, name)))
            .subtract(low)
            .divide(BigInteger.valueOf(table.chunks()))
            .add(BigInteger.ONE);
    List<Part> parts = new ArrayList<>();
    for (int chunk = 0; chunk < table.chunks(); chunk++) {
      BigInteger from = low.add(width.multiply(BigInteger.valueOf(chunk)));
      // The first and the last take all that was not there when they were measured.
      String range =
          chunk == 0
              ? "(%s < %d OR %s IS NULL)".formatted(first, from.add(width), first)
              : chunk == table.chunks() - 1
                  ? "%s >= %d".formatted(first, from)
                  : "%s >= %d AND %s < %d".formatted(first, from, first, from.add(width));
      String condition = part.condition().isEmpty() ? " WHERE " : part.condition() + " AND ";
      parts.add(new Part(condition + "(" + range + ")", part.parameters()));
    }
    return parts;
  }

  /** Reads the rows of {@code part}. */
  void rows(Connection connection, Part part, RowListener listener) throws SQLException {
    read(connection, columns, part, listener);
  }

  /** Reads the keys of all rows. */
  void keys(Connection connection, RowListener listener) throws SQLException {
    List<Column> wanted = key.isEmpty() ? columns : key.stream().map(this::column).toList();
    read(connection, wanted, Part.ALL, listener);
  }

  private void read(Connection connection, List<Column> wanted, Part part, RowListener listener)
      throws SQLException {
    String selected = wanted.stream().map(Column::selected).collect(Collectors.joining(", "));
    String sql = "SELECT %s FROM %s%s".formatted(selected, name, part.condition());
    DeniedColumns denied = new DeniedColumns(table);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setFetchSize(database.fetchSize(table.fetchSize()));
      for (int index = 0; index < part.parameters().size(); index++) {
        query.setString(index + 1, part.parameters().get(index));
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ObjectNode row = RowJson.object();
          for (int index = 0; index < wanted.size(); index++) {
            Column column = wanted.get(index);
            JsonNode value = value(column, rows, index + 1);
            // Rows are told apart by the whole of their key.
            boolean isOfKey = key.contains(column.name());
            row.set(column.name(), isOfKey ? value : denied.sent(column.name(), value));
          }
          listener.row(row);
        }
      }
    }
  }

  private static JsonNode value(Column column, ResultSet rows, int index) throws SQLException {
    if (column.isArray()) {
      Array array = rows.getArray(index);
      return array == null ? NullNode.instance : list(column.type(), (Object[]) array.getArray());
    }
    if (column.type() == CellType.BINARY) {
      byte[] bytes = rows.getBytes(index);
      return bytes == null ? NullNode.instance : CellType.binary(bytes);
    }
    String text = rows.getString(index);
    return text == null ? NullNode.instance : column.type().read(text);
  }

  private static ArrayNode list(CellType type, Object[] elements) {
    ArrayNode list = RowJson.JSON.createArrayNode();
    for (Object element : elements) {
      if (element instanceof Object[] inner) {
        list.add(list(type, inner));
      } else {
        list.add(element == null ? NullNode.instance : type.read(element.toString()));
      }
    }
    return list;
  }

  private Column column(String wanted) {
    return columns.stream()
        .filter(column -> column.name().equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  static String single(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
