package io.shoplake.local.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Whole shop-local days.
 *
 * @param from the first day
 * @param to the last day, included
 */
record Period(LocalDate from, LocalDate to) {

  Period {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("%s is after %s".formatted(from, to));
    }
  }

  long length() {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** The period of the same length that ends where this one begins. */
  Period previous() {
    return new Period(from.minusDays(length()), from.minusDays(1));
  }

  List<LocalDate> days() {
    return from.datesUntil(to.plusDays(1)).toList();
  }
}
