package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Money of the simulated shop, in hundredths, and the price lists of its currencies. */
final class Prices {

  static final BigDecimal NOTHING = new BigDecimal("0.00");

  /** What costs one euro costs so much in the price list of a currency. */
  private static final Map<String, BigDecimal> LISTS =
      Map.of(
          "EUR", BigDecimal.ONE,
          "USD", new BigDecimal("1.12"),
          "CHF", new BigDecimal("0.96"),
          "GBP", new BigDecimal("0.86"),
          "SEK", new BigDecimal("11.4"),
          "JPY", new BigDecimal("165"));

  /** The currencies in which a shop sells beside its own. */
  private static final List<String> FOREIGN = List.of("CHF", "USD");

  private Prices() {}

  static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }

  static BigDecimal percent(BigDecimal amount, int percent) {
    return cents(amount.multiply(BigDecimal.valueOf(percent, 2)));
  }

  /** An amount in euro, in the price list of {@code currency}. */
  static BigDecimal of(String currency, BigDecimal euro) {
    BigDecimal list = list(currency);
    return list.equals(BigDecimal.ONE) ? euro : cents(euro.multiply(list));
  }

  /** An amount of the price list {@code from} in the price list {@code to}. */
  static BigDecimal in(String to, String from, BigDecimal amount) {
    return to.equals(from)
        ? amount
        : amount.multiply(list(to)).divide(list(from), 2, RoundingMode.HALF_UP);
  }

  /** The currencies besides the shop's own in which it has prices. */
  static List<String> foreign(String own) {
    return FOREIGN.stream().filter(code -> !code.equals(own)).toList();
  }

  private static BigDecimal list(String currency) {
    return LISTS.getOrDefault(currency, BigDecimal.ONE);
  }
}
