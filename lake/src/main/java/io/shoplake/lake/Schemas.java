package io.shoplake.lake;

import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Declarations as Spark types. */
public final class Schemas {

  private Schemas() {}

  /** The columns of {@code table} in declared order; what is required is not nullable. */
  public static StructType of(Table table) {
    return of(table.fields());
  }

  /** The type of one declared field. */
  public static DataType of(FieldType type) {
    return DataType.fromDDL(type.spark());
  }

  private static StructType of(List<Field> fields) {
    return DataTypes.createStructType(fields.stream().map(Schemas::structField).toList());
  }

  private static StructField structField(Field field) {
    return DataTypes.createStructField(
            field.name(), of(field.type()), !field.isRequired(), Metadata.empty())
        .withComment(field.comment());
  }
}
