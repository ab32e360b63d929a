package io.shoplake.local.report;

import io.shoplake.layout.Field;
import io.shoplake.layout.Field.Addition;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Ratio;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums over rows of one gold table.
 *
 * @param table where the rows stand
 * @param values the sum of each summed column
 */
record Sums(Table table, Map<String, BigDecimal> values) {

  /** The columns of {@code table} that may be summed over rows that share all but the day. */
  static List<String> columns(Table table) {
    return table.fields().stream()
        .filter(
            field ->
                field.addition() == Addition.ADDITIVE
                    || table.ratios().stream().anyMatch(ratio -> uses(ratio, field)))
        .map(Field::name)
        .toList();
  }

  private static boolean uses(Ratio ratio, Field field) {
    return ratio.numerator().equals(field.name()) || ratio.denominator().equals(field.name());
  }

  /** No rows at all. */
  static Sums none(Table table) {
    return new Sums(table, Map.of());
  }

  /** The sum of {@code column}; zero without rows. */
  BigDecimal of(String column) {
    if (!columns(table).contains(column)) {
      throw new IllegalArgumentException(
          "'%s' of '%s' may not be summed".formatted(column, table.name()));
    }
    return values.getOrDefault(column, BigDecimal.ZERO);
  }

  /** The declared ratio {@code name}; empty where its denominator is zero. */
  Optional<BigDecimal> ratio(String name) {
    Ratio ratio = table.ratio(name);
    return quotient(of(ratio.numerator()), of(ratio.denominator()));
  }

  /** One number over another; empty where the other is zero. */
  static Optional<BigDecimal> quotient(BigDecimal numerator, BigDecimal denominator) {
    return denominator.signum() == 0
        ? Optional.empty()
        : Optional.of(numerator.divide(denominator, MathContext.DECIMAL64));
  }
}
