package io.shoplake.parsing;

import java.math.BigDecimal;

/**
 * Reads decimal numbers into ten-thousandths, in time linear in their text whatever their exponent.
 */
final class Decimals {

  static final int SCALE = 4;

  /** The number one in ten-thousandths. */
  static final long ONE = 10_000;

  /** What {@link #tenThousandths} gives for text that is no decimal number. */
  static final long NONE = Long.MIN_VALUE;

  /** What it gives for a number beyond the range of a double, such as 1e999. */
  static final long NOT_FINITE = Long.MIN_VALUE + 1;

  /** What it gives for more than fourteen digits before the point. */
  static final long OUT_OF_RANGE = Long.MIN_VALUE + 2;

  private static final int MOST_WHOLE_DIGITS = 14;
  private static final int MOST_DOUBLE_DIGITS = 309;
  private static final long BOUND = 1_000_000_000_000_000_000L;
  private static final long LARGEST_EXPONENT = 1_000_000_000_000L;

  private Decimals() {}

  /** {@code tenThousandths} as an amount with four digits after the point. */
  static BigDecimal amount(long tenThousandths) {
    return BigDecimal.valueOf(tenThousandths, SCALE);
  }

  /** The number in {@code length} characters of {@code text}; further digits round half up. */
  static long tenThousandths(char[] text, int from, int length) {
    int end = from + length;
    int at = from;
    boolean isNegative = at < end && text[at] == '-';
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int mantissa = at;
    int significant = -1;
    int digits = 0;
    int point = -1;
    for (; at < end && (isDigit(text[at]) || (text[at] == '.' && point < 0)); at++) {
      if (text[at] == '.') {
        point = digits;
        continue;
      }
      if (significant < 0 && text[at] != '0') {
        significant = digits;
      }
      digits++;
    }
    if (digits == 0) {
      return isInfinityOrNan(text, mantissa, end) ? NOT_FINITE : NONE;
    }
    int mantissaEnd = at;
    long exponent = 0;
    if (at < end) {
      exponent = exponent(text, at, end);
      if (exponent == NONE) {
        return NONE;
      }
    }
    if (significant < 0) {
      return 0;
    }
    long wholeDigits = (point < 0 ? digits : point) - significant + exponent;
    if (wholeDigits > MOST_DOUBLE_DIGITS) {
      return NOT_FINITE;
    }
    if (wholeDigits > MOST_WHOLE_DIGITS) {
      return OUT_OF_RANGE;
    }
    if (wholeDigits + SCALE < 0) {
      return 0;
    }
    int kept = (int) wholeDigits + SCALE;
    long number = rounded(text, mantissa, mantissaEnd, significant, kept);
    if (number >= BOUND) {
      return OUT_OF_RANGE;
    }
    return isNegative ? -number : number;
  }

  /** Whether the number in the text is less than zero, however little. */
  static boolean isNegative(char[] text, int from, int length) {
    if (text[from] != '-') {
      return false;
    }
    for (int i = from + 1; i < from + length && text[i] != 'e' && text[i] != 'E'; i++) {
      if (text[i] >= '1' && text[i] <= '9') {
        return true;
      }
    }
    return false;
  }

  /** The first {@code count} digits from the {@code significant}th on, rounded by the next one. */
  private static long rounded(char[] text, int from, int end, int significant, int count) {
    long number = 0;
    int digit = -significant;
    for (int i = from; i < end && digit <= count; i++) {
      if (text[i] == '.') {
        continue;
      }
      if (digit >= 0 && digit < count) {
        number = number * 10 + text[i] - '0';
      } else if (digit == count && text[i] >= '5') {
        number++;
      }
      digit++;
    }
    for (; digit < count; digit++) {
      number *= 10;
    }
    return number;
  }

  private static long exponent(char[] text, int from, int end) {
    int at = from + 1;
    boolean isNegative = at < end && text[at] == '-';
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    if ((text[from] != 'e' && text[from] != 'E') || at >= end) {
      return NONE;
    }
    long exponent = 0;
    for (; at < end; at++) {
      if (!isDigit(text[at])) {
        return NONE;
      }
      exponent = Math.min(exponent * 10 + text[at] - '0', LARGEST_EXPONENT);
    }
    return isNegative ? -exponent : exponent;
  }

  private static boolean isInfinityOrNan(char[] text, int from, int end) {
    String word = new String(text, from, Math.min(end - from, "infinity".length() + 1));
    return word.equalsIgnoreCase("nan")
        || word.equalsIgnoreCase("infinity")
        || word.equalsIgnoreCase("inf");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
