package io.shoplake.local.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;

/** Numbers and days as people read them, in English. */
final class Format {

  private static final Locale LANGUAGE = Locale.US;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", LANGUAGE);
  private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("d MMM", LANGUAGE);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", LANGUAGE);

  private Format() {}

  /** {@code 1,234}. */
  static String count(BigDecimal number) {
    return decimal(number, 0);
  }

  /** {@code €1,234.50}; a code that is no known currency stands before the number. */
  static String money(BigDecimal amount, String code) {
    Optional<Currency> currency = currency(code);
    int digits = currency.map(Currency::getDefaultFractionDigits).filter(d -> d >= 0).orElse(2);
    String symbol = currency.map(known -> known.getSymbol(LANGUAGE)).orElse(code);
    String gap = Character.isLetter(symbol.charAt(symbol.length() - 1)) ? "\u00a0" : "";
    BigDecimal rounded = amount.setScale(digits, RoundingMode.HALF_UP);
    return (rounded.signum() < 0 ? "−" : "") + symbol + gap + decimal(rounded.abs(), digits);
  }

  /** {@code 12.3%}. */
  static String percent(BigDecimal part) {
    return decimal(part.movePointRight(2), 1) + "%";
  }

  static String percent(Optional<BigDecimal> part) {
    return part.map(Format::percent).orElse("–");
  }

  /** {@code 4.2}: percentage points, from a difference of parts. */
  static String points(BigDecimal difference) {
    return decimal(difference.movePointRight(2), 1);
  }

  /** {@code 1 Nov 2026}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** {@code 1 Nov}. */
  static String shortDay(LocalDate day) {
    return SHORT_DAY.format(day);
  }

  /** {@code 1 Nov – 28 Nov 2026}. */
  static String period(Period period) {
    if (period.length() == 1) {
      return day(period.to());
    }
    boolean sameYear = period.from().getYear() == period.to().getYear();
    return (sameYear ? shortDay(period.from()) : day(period.from())) + " – " + day(period.to());
  }

  /** {@code 28 days}. */
  static String days(long number) {
    return number == 1 ? "1 day" : count(BigDecimal.valueOf(number)) + " days";
  }

  /** {@code 1 Nov 2026, 08:30 UTC}. */
  static String moment(Instant instant) {
    return MOMENT.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** {@code add_to_cart} as {@code Add to cart}. */
  static String words(String name) {
    String spaced = name.replace('_', ' ');
    return spaced.isEmpty()
        ? "Not known"
        : spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }

  private static String decimal(BigDecimal number, int digits) {
    DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(LANGUAGE));
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    format.setNegativePrefix("−");
    return format.format(number.setScale(digits, RoundingMode.HALF_UP));
  }

  private static Optional<Currency> currency(String code) {
    return Currency.getAvailableCurrencies().stream()
        .filter(known -> known.getCurrencyCode().equals(code))
        .findFirst();
  }
}
