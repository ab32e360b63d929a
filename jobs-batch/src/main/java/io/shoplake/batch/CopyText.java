package io.shoplake.batch;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.to_json;

import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Rows as the text format of PostgreSQL's COPY. */
final class CopyText {

  private static final String REPLACEMENT = "\uFFFD";

  private static final Map<String, String> MICROSECONDS =
      Map.of("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  private CopyText() {}

  /** One line per row, with the fields of {@code table} in declared order, without the line end. */
  static Dataset<String> lines(Dataset<Row> rows, Table table) {
    Column[] values =
        table.fields().stream()
            .map(field -> coalesce(escaped(text(field)), lit("\\N")))
            .toArray(Column[]::new);
    return rows.select(concat_ws("\t", values)).as(Encoders.STRING());
  }

  private static Column text(Field field) {
    Column column = col(field.name());
    if (field.type().postgres().equals("jsonb")) {
      // PostgreSQL stores no NUL, not even an escaped one; the backslash before it may be escaped.
      return regexp_replace(
          to_json(column, MICROSECONDS),
          lit("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000"),
          lit("$1" + REPLACEMENT));
    }
    if (field.type() == FieldType.TIMESTAMP) {
      // The session's time zone is UTC.
      return concat(column.cast("string"), lit("+00"));
    }
    if (field.type() == FieldType.BINARY) {
      throw new IllegalArgumentException(
          "The field '%s' is binary; a published table has none".formatted(field.name()));
    }
    return replace(column.cast("string"), lit("\0"), lit(REPLACEMENT));
  }

  private static Column escaped(Column text) {
    Column escaped = replace(text, lit("\\"), lit("\\\\"));
    escaped = replace(escaped, lit("\n"), lit("\\n"));
    escaped = replace(escaped, lit("\r"), lit("\\r"));
    return replace(escaped, lit("\t"), lit("\\t"));
  }
}
