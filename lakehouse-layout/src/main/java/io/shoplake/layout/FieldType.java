package io.shoplake.layout;

import java.util.List;
import java.util.stream.Collectors;

/** The type of a field and its name in each system that stores it. */
public sealed interface FieldType {

  /** The name in Spark SQL DDL. */
  String spark();

  /** The name in PostgreSQL DDL. */
  String postgres();

  /** The name in Redshift DDL. */
  String redshift();

  /** Types without parameters. */
  enum Scalar implements FieldType {
    STRING("string", "text", "varchar(65535)"),
    BINARY("binary", "bytea", "varbyte(1024000)"),
    BOOLEAN("boolean", "boolean", "boolean"),
    INT("int", "integer", "integer"),
    LONG("bigint", "bigint", "bigint"),
    DATE("date", "date", "date"),
    TIMESTAMP("timestamp", "timestamptz", "timestamptz");

    private final String spark;
    private final String postgres;
    private final String redshift;

    Scalar(String spark, String postgres, String redshift) {
      this.spark = spark;
      this.postgres = postgres;
      this.redshift = redshift;
    }

    @Override
    public String spark() {
      return spark;
    }

    @Override
    public String postgres() {
      return postgres;
    }

    @Override
    public String redshift() {
      return redshift;
    }
  }

  /** A decimal number. */
  record Decimal(int precision, int scale) implements FieldType {
    @Override
    public String spark() {
      return "decimal(%d,%d)".formatted(precision, scale);
    }

    @Override
    public String postgres() {
      return "numeric(%d,%d)".formatted(precision, scale);
    }

    @Override
    public String redshift() {
      return postgres();
    }
  }

  /** A list; the warehouse keeps it as JSON. */
  record ListOf(FieldType element) implements FieldType {
    @Override
    public String spark() {
      return "array<%s>".formatted(element.spark());
    }

    @Override
    public String postgres() {
      return "jsonb";
    }

    @Override
    public String redshift() {
      return "super";
    }
  }

  /** A map with string keys; the warehouse keeps it as JSON. */
  record MapOf(FieldType value) implements FieldType {
    @Override
    public String spark() {
      return "map<string,%s>".formatted(value.spark());
    }

    @Override
    public String postgres() {
      return "jsonb";
    }

    @Override
    public String redshift() {
      return "super";
    }
  }

  /** A group of named fields; the warehouse keeps it as JSON. */
  record StructOf(List<Field> fields) implements FieldType {
    public StructOf(Field... fields) {
      this(List.of(fields));
    }

    @Override
    public String spark() {
      return fields.stream()
          .map(field -> field.name() + ":" + field.type().spark())
          .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    public String postgres() {
      return "jsonb";
    }

    @Override
    public String redshift() {
      return "super";
    }
  }

  FieldType STRING = Scalar.STRING;
  FieldType BINARY = Scalar.BINARY;
  FieldType BOOLEAN = Scalar.BOOLEAN;
  FieldType INT = Scalar.INT;
  FieldType LONG = Scalar.LONG;
  FieldType DATE = Scalar.DATE;
  FieldType TIMESTAMP = Scalar.TIMESTAMP;

  /** An amount of money; the currency stands beside it. */
  FieldType MONEY = new Decimal(18, 4);

  /** A sum of amounts of one currency. */
  FieldType MONEY_SUM = new Decimal(38, 4);

  /** A list of {@code element}. */
  static FieldType listOf(FieldType element) {
    return new ListOf(element);
  }

  /** A map from strings to {@code value}. */
  static FieldType mapOf(FieldType value) {
    return new MapOf(value);
  }

  /** A group of {@code fields}. */
  static FieldType structOf(Field... fields) {
    return new StructOf(fields);
  }
}
