package io.shoplake.layout.print;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the SQL that creates a published table in PostgreSQL. */
public final class PostgresDdl {

  private PostgresDdl() {}

  /**
   * {@code CREATE TABLE IF NOT EXISTS} in {@code schema} with its primary key and the comments on
   * the table and its columns, each statement ended by a semicolon; safe to run again.
   */
  public static String createTable(Table table, String schema) {
    return create(table, schema) + "\n" + comments(table, schema);
  }

  private static String create(Table table, String schema) {
    Stream<String> columns = table.fields().stream().map(PostgresDdl::column);
    Stream<String> key =
        Stream.of(table.key())
            .filter(names -> !names.isEmpty())
            .map(
                names ->
                    names.stream()
                        .map(PostgresDdl::identifier)
                        .collect(Collectors.joining(", ", "  PRIMARY KEY (", ")")));
    return "CREATE TABLE IF NOT EXISTS %s (\n%s\n);"
        .formatted(
            name(table, schema), Stream.concat(columns, key).collect(Collectors.joining(",\n")));
  }

  /** {@code COMMENT ON} the table and each of its columns, every statement ended by a semicolon. */
  public static String comments(Table table, String schema) {
    String ofTable =
        "COMMENT ON TABLE %s IS %s;\n".formatted(name(table, schema), quoted(table.comment()));
    return table.fields().stream()
        .map(
            field ->
                "COMMENT ON COLUMN %s.%s IS %s;\n"
                    .formatted(
                        name(table, schema), identifier(field.name()), quoted(field.comment())))
        .collect(Collectors.joining("", ofTable, ""));
  }

  private static String column(Field field) {
    return "  %s %s%s"
        .formatted(
            identifier(field.name()),
            field.type().postgres(),
            field.isRequired() ? " NOT NULL" : "");
  }

  private static String name(Table table, String schema) {
    return identifier(schema) + "." + identifier(table.name());
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
