package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money of the simulated shop, in hundredths. */
final class Prices {

  static final BigDecimal NOTHING = new BigDecimal("0.00");

  private Prices() {}

  static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }

  static BigDecimal percent(BigDecimal amount, int percent) {
    return cents(amount.multiply(BigDecimal.valueOf(percent, 2)));
  }
}
