package io.shoplake.batch;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.lake.Schemas;
import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of a declared table from a file of JSON lines.
 *
 * <p>A row says only what matters: a required field left out is zero, false, empty, shop main,
 * currency EUR, or nine days after its day for final_at; an optional one is null.
 */
final class CaseRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;

  CaseRows(SparkSession spark) {
    this.spark = spark;
  }

  /** The rows in {@code file}; none if it does not exist. */
  Dataset<Row> read(Table table, Path file) throws IOException {
    StructType schema = Schemas.of(table).asNullable();
    if (!Files.exists(file)) {
      return spark.createDataFrame(List.of(), schema);
    }
    refuseUnknownFields(file, List.of(schema.fieldNames()));
    Dataset<Row> rows =
        spark.read().schema(schema).option("mode", "FAILFAST").json(file.toString());
    return rows.select(table.fields().stream().map(CaseRows::filled).toArray(Column[]::new));
  }

  /** The names of all fields that a row of {@code file} states. */
  static Set<String> stated(Path file) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(file)) {
      JSON.readTree(line).fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private static Column filled(Field field) {
    Column column = col(field.name());
    return field.isRequired()
        ? coalesce(column, expr(whenLeftOut(field))).as(field.name())
        : column;
  }

  private static void refuseUnknownFields(Path file, List<String> known) throws IOException {
    for (String name : stated(file)) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("%s: no field '%s'".formatted(file, name));
      }
    }
  }

  private static String whenLeftOut(Field field) {
    String type = field.type().spark();
    String value =
        switch (field.name()) {
          case "shop_id" -> "'main'";
          case "currency" -> "'EUR'";
          case "final_at" -> "date_add(day, 9)";
          default -> zero(field.type());
        };
    return "CAST(%s AS %s)".formatted(value, type);
  }

  private static String zero(FieldType type) {
    return Stream.of("bigint", "int", "decimal").anyMatch(type.spark()::startsWith)
        ? "0"
        : type == FieldType.BOOLEAN ? "false" : type == FieldType.STRING ? "''" : "NULL";
  }
}
