package io.shoplake.local.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.layout.FieldType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Values of both sides in one form, so that equal values are equal objects: numbers as decimals
 * without trailing zeros, days, instants, booleans, everything else as text; null stays null.
 */
final class Cells {

  private Cells() {}

  /**
   * The value of a column of {@code type} in the truth file.
   *
   * @throws IllegalArgumentException when the text is no such value
   */
  static Object ofTruth(FieldType type, JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    String text = node.asText();
    try {
      if (isNumber(type)) {
        return plain(node.isNumber() ? node.decimalValue() : new BigDecimal(text));
      }
      if (type == FieldType.DATE) {
        return LocalDate.parse(text);
      }
      if (type == FieldType.TIMESTAMP) {
        return OffsetDateTime.parse(text).toInstant();
      }
      return type == FieldType.BOOLEAN ? (Object) Boolean.valueOf(text) : text;
    } catch (NumberFormatException | DateTimeException e) {
      throw new IllegalArgumentException("'%s' is no %s".formatted(text, type.spark()), e);
    }
  }

  /** The value of {@code column}, of {@code type}, in the warehouse. */
  static Object ofWarehouse(FieldType type, ResultSet row, String column) throws SQLException {
    if (isNumber(type)) {
      BigDecimal number = row.getBigDecimal(column);
      return number == null ? null : plain(number);
    }
    if (type == FieldType.DATE) {
      return row.getObject(column, LocalDate.class);
    }
    if (type == FieldType.TIMESTAMP) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? (Instant) null : time.toInstant();
    }
    return type == FieldType.BOOLEAN ? row.getObject(column, Boolean.class) : row.getString(column);
  }

  /** How a value is shown to people. */
  static String text(Object value) {
    if (value == null) {
      return "nothing";
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static boolean isNumber(FieldType type) {
    return type == FieldType.INT || type == FieldType.LONG || type instanceof FieldType.Decimal;
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }
}
