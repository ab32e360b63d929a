package io.shoplake.ingest.mapping;

import io.shoplake.ingest.mapping.Template.Source;
import io.shoplake.ingest.template.BadRowException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Function;

/** A calculation with decimals; a quotient has four digits after the point, rounded half up. */
interface Arithmetic {

  int QUOTIENT_DIGITS = 4;

  /** The result for the rows of {@code source}; null if a value is absent. */
  BigDecimal result(Source source) throws BadRowException;

  /** A number that a column holds. */
  static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  /**
   * Reads sums, differences, products and quotients with parentheses.
   *
   * @param operand gives the template of a name
   * @throws IllegalArgumentException if the text is no calculation
   */
  static Arithmetic read(String text, Function<String, Template> operand) {
    return new Reader(text, operand).read();
  }

  /** Reads one calculation from left to right. */
  final class Reader {
    private final String text;
    private final Function<String, Template> operand;
    private int at;

    private Reader(String text, Function<String, Template> operand) {
      this.text = text;
      this.operand = operand;
    }

    private Arithmetic read() {
      Arithmetic sum = sum();
      if (peek() != 0) {
        throw new IllegalArgumentException(
            "calculates '%s', which is not understood from '%s' on"
                .formatted(text, text.substring(at)));
      }
      return sum;
    }

    private Arithmetic sum() {
      Arithmetic left = product();
      while (peek() == '+' || peek() == '-') {
        left = operation(left, text.charAt(at++), product());
      }
      return left;
    }

    private Arithmetic product() {
      Arithmetic left = value();
      while (peek() == '*' || peek() == '/') {
        left = operation(left, text.charAt(at++), value());
      }
      return left;
    }

    private Arithmetic value() {
      if (peek() == '(') {
        at++;
        Arithmetic inner = sum();
        if (peek() != ')') {
          throw new IllegalArgumentException("calculates '%s', which lacks a )".formatted(text));
        }
        at++;
        return inner;
      }
      int start = at;
      while (at < text.length() && "+-*/() ".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(start, at);
      if (word.matches("\\d+(\\.\\d+)?")) {
        BigDecimal number = new BigDecimal(word);
        return source -> number;
      }
      Template column = operand.apply(word);
      return source -> {
        Object value = column.fill(source);
        return value == null ? null : decimal(value);
      };
    }

    /** The next character that is no space, 0 at the end. */
    private char peek() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }
  }

  private static Arithmetic operation(Arithmetic left, char operator, Arithmetic right) {
    return source -> {
      BigDecimal first = left.result(source);
      BigDecimal second = right.result(source);
      if (first == null || second == null) {
        return null;
      }
      return switch (operator) {
        case '+' -> first.add(second);
        case '-' -> first.subtract(second);
        case '*' -> first.multiply(second);
        default -> quotient(first, second);
      };
    };
  }

  private static BigDecimal quotient(BigDecimal first, BigDecimal second) throws BadRowException {
    if (second.signum() == 0) {
      throw new BadRowException("it divides by zero");
    }
    return first.divide(second, QUOTIENT_DIGITS, RoundingMode.HALF_UP);
  }
}
