package io.shoplake.ingest.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The shop that is simulated, as far as its settings shape what happens and what is counted.
 *
 * @param gap the pause after which a visitor's next event begins a new session
 * @param isRevenueTotal whether revenue counts the total instead of the merchandise
 */
public record SimulatedShop(
    String id, ZoneId timeZone, String currency, Duration gap, boolean isRevenueTotal) {

  /** The shop-local day of an instant in epoch milliseconds. */
  LocalDate day(long epochMillis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), timeZone);
  }

  /** The first epoch millisecond of a shop-local day. */
  long startOf(LocalDate day) {
    return day.atStartOfDay(timeZone).toInstant().toEpochMilli();
  }
}
