package io.shoplake.lake;

import io.shoplake.layout.Table;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of declared tables for tests, of which only what matters is said. */
public final class Rows {

  private Rows() {}

  /** Rows from JSON lines; what is left out is null, or a plain value where a value is required. */
  public static Dataset<Row> ofJson(Table table, String... lines) {
    StructType declared = Schemas.of(table);
    Dataset<Row> read =
        LocalSpark.session()
            .read()
            .schema(declared.asNullable())
            .json(LocalSpark.session().createDataset(Arrays.asList(lines), Encoders.STRING()));
    List<Row> filled = read.collectAsList().stream().map(row -> filled(row, declared)).toList();
    return LocalSpark.session().createDataFrame(filled, declared.asNullable());
  }

  /** One row of {@code table}; what is left out is null, or a plain value where one is required. */
  public static Row of(Table table, Map<String, Object> values) {
    StructType declared = Schemas.of(table);
    for (String name : values.keySet()) {
      if (!table.fieldNames().contains(name)) {
        throw new IllegalArgumentException("%s has no %s".formatted(table.name(), name));
      }
    }
    Object[] row = new Object[declared.length()];
    for (int i = 0; i < row.length; i++) {
      StructField field = declared.fields()[i];
      Object value = values.get(field.name());
      row[i] = value == null && !field.nullable() ? plain(field.dataType()) : value;
    }
    return RowFactory.create(row);
  }

  /** These rows of {@code table} as a dataset. */
  public static Dataset<Row> of(Table table, List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, Schemas.of(table).asNullable());
  }

  private static Row filled(Row row, StructType declared) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      StructField field = declared.fields()[i];
      values[i] = row.isNullAt(i) && !field.nullable() ? plain(field.dataType()) : row.get(i);
    }
    return RowFactory.create(values);
  }

  private static Object plain(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return "";
    }
    if (type.equals(DataTypes.LongType)) {
      return 0L;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return 0;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return false;
    }
    if (type.equals(DataTypes.DateType)) {
      return Date.valueOf("2026-01-01");
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Timestamp.valueOf("2026-01-01 00:00:00");
    }
    if (type instanceof DecimalType) {
      return BigDecimal.ZERO;
    }
    if (type instanceof ArrayType) {
      return List.of().toArray();
    }
    if (type instanceof MapType) {
      return new HashMap<>();
    }
    throw new IllegalArgumentException("No plain value of type " + type);
  }
}
