package io.shoplake.streaming;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows as bytes, so that wide rows pass the stateful operator and the cache without being taken
 * apart. Times are {@link Instant}, days {@link LocalDate}.
 */
final class PackedRow implements Serializable {

  private static final long serialVersionUID = 1L;

  private final StructType type;

  PackedRow(StructType type) {
    this.type = type;
  }

  /** The row of these values, in the order of the type. */
  Row row(Object... values) {
    return new GenericRowWithSchema(values, type);
  }

  byte[] pack(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writeFields(out, type, row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Row unpack(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return readFields(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeFields(DataOutputStream out, StructType type, Row row)
      throws IOException {
    StructField[] fields = type.fields();
    for (int i = 0; i < fields.length; i++) {
      write(out, fields[i].dataType(), row.get(i));
    }
  }

  private static Row readFields(DataInputStream in, StructType type) throws IOException {
    StructField[] fields = type.fields();
    Object[] values = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = read(in, fields[i].dataType());
    }
    return new GenericRowWithSchema(values, type);
  }

  private static void write(DataOutputStream out, DataType type, Object value) throws IOException {
    out.writeBoolean(value != null);
    if (value == null) {
      return;
    }
    if (type instanceof StringType) {
      writeBytes(out, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (type instanceof LongType) {
      out.writeLong((Long) value);
    } else if (type instanceof IntegerType) {
      out.writeInt((Integer) value);
    } else if (type instanceof BooleanType) {
      out.writeBoolean((Boolean) value);
    } else if (type instanceof DateType) {
      out.writeLong(((LocalDate) value).toEpochDay());
    } else if (type instanceof TimestampType) {
      Instant time = (Instant) value;
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    } else if (type instanceof DecimalType) {
      BigDecimal amount = (BigDecimal) value;
      out.writeInt(amount.scale());
      writeBytes(out, amount.unscaledValue().toByteArray());
    } else if (type instanceof StructType struct) {
      writeFields(out, struct, (Row) value);
    } else if (type instanceof ArrayType array) {
      List<?> elements = elements(value);
      out.writeInt(elements.size());
      for (Object element : elements) {
        write(out, array.elementType(), element);
      }
    } else if (type instanceof MapType map) {
      Map<?, ?> entries = CollectionConverters.asJava((scala.collection.Map<?, ?>) value);
      out.writeInt(entries.size());
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        write(out, map.keyType(), entry.getKey());
        write(out, map.valueType(), entry.getValue());
      }
    } else {
      throw new IllegalArgumentException("No packed form of " + type.sql());
    }
  }

  private static Object read(DataInputStream in, DataType type) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    if (type instanceof StringType) {
      return new String(readBytes(in), StandardCharsets.UTF_8);
    } else if (type instanceof LongType) {
      return in.readLong();
    } else if (type instanceof IntegerType) {
      return in.readInt();
    } else if (type instanceof BooleanType) {
      return in.readBoolean();
    } else if (type instanceof DateType) {
      return LocalDate.ofEpochDay(in.readLong());
    } else if (type instanceof TimestampType) {
      return Instant.ofEpochSecond(in.readLong(), in.readInt());
    } else if (type instanceof DecimalType) {
      int scale = in.readInt();
      return new BigDecimal(new BigInteger(readBytes(in)), scale);
    } else if (type instanceof StructType struct) {
      return readFields(in, struct);
    } else if (type instanceof ArrayType array) {
      List<Object> elements = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        elements.add(read(in, array.elementType()));
      }
      return CollectionConverters.asScala(elements).toSeq();
    } else if (type instanceof MapType map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        Object key = read(in, map.keyType());
        entries.put(key, read(in, map.valueType()));
      }
      return CollectionConverters.asScala(entries);
    }
    throw new IllegalArgumentException("No packed form of " + type.sql());
  }

  private static List<?> elements(Object value) {
    return value instanceof List<?> list
        ? list
        : CollectionConverters.asJava((scala.collection.Seq<?>) value);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
