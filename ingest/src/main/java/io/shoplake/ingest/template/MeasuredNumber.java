package io.shoplake.ingest.template;

import java.math.BigDecimal;

/** Numbers of a size that can be calculated with. */
public final class MeasuredNumber {

  private static final int MOST_DIGITS = 100;

  private MeasuredNumber() {}

  /**
   * The same number. A calculation with 1e999999999, or its plain text, would fill the memory.
   *
   * @throws NumberFormatException if it has more than 100 digits, before or after the point
   */
  public static BigDecimal of(BigDecimal number) {
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new NumberFormatException("It has more than %d digits".formatted(MOST_DIGITS));
    }
    return number;
  }
}
