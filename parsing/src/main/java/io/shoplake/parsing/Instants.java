package io.shoplake.parsing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Reads times of ISO 8601 with an offset into microseconds since 1970-01-01 UTC. */
final class Instants {

  /** What {@link #parse} gives for text that is no time. */
  static final long NONE = Long.MIN_VALUE;

  static final long FIRST = midnight(1, 1, 1);
  static final long LAST = midnight(10_000, 1, 1) - 1;
  static final long YEAR_1990 = midnight(1990, 1, 1);
  static final long MICROS_PER_SECOND = 1_000_000;

  private static final int SHORTEST = "2000-01-01T00:00Z".length();
  private static final int MICRO_DIGITS = 6;
  private static final int MOST_DIGITS = 9;
  private static final int LARGEST_OFFSET_MINUTES = 18 * 60;

  private final char[] text;
  private final int end;
  private int at;
  private boolean hasSeconds;

  private Instants(char[] text, int from, int length) {
    this.text = text;
    this.at = from;
    this.end = from + length;
  }

  /** The time in {@code length} characters of {@code text}, or {@link #NONE}. */
  static long parse(char[] text, int from, int length) {
    return length < SHORTEST ? NONE : new Instants(text, from, length).parse();
  }

  /** Microseconds since 1970 UTC; what is finer is cut. */
  static long micros(Instant time) {
    return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1000;
  }

  private long parse() {
    int year = number(4, '-');
    int month = number(2, '-');
    int day = number(2, 'T');
    int hour = number(2, ':');
    int minute = digits(2);
    int second = at < end && text[at] == ':' ? secondAfterColon() : 0;
    int micros = second >= 0 && at < end && text[at] == '.' ? fraction() : 0;
    int offset = offsetMinutes();
    boolean isTime =
        year >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= daysOf(year, month)
            && hour >= 0
            && hour <= 23
            && minute >= 0
            && minute <= 59
            && second >= 0
            && second <= 59
            && micros >= 0
            && offset != Integer.MIN_VALUE
            && at == end;
    if (!isTime) {
      return NONE;
    }
    long minutes = (epochDay(year, month, day) * 24 + hour) * 60 + minute - offset;
    return (minutes * 60 + second) * MICROS_PER_SECOND + micros;
  }

  private int secondAfterColon() {
    at++;
    hasSeconds = true;
    return digits(2);
  }

  /** Microseconds; digits beyond them are cut. */
  private int fraction() {
    at++;
    int micros = 0;
    int count = 0;
    while (at < end && isDigit(text[at])) {
      if (count < MICRO_DIGITS) {
        micros = micros * 10 + text[at] - '0';
      }
      count++;
      at++;
    }
    for (int i = count; i < MICRO_DIGITS; i++) {
      micros *= 10;
    }
    return hasSeconds && count >= 1 && count <= MOST_DIGITS ? micros : -1;
  }

  /** The offset from UTC in minutes, smallest integer if there is none. */
  private int offsetMinutes() {
    if (at >= end) {
      return Integer.MIN_VALUE;
    }
    char sign = text[at++];
    if (sign == 'Z') {
      return 0;
    }
    if (sign != '+' && sign != '-') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(2);
    int minutes = 0;
    if (at < end) {
      at += text[at] == ':' ? 1 : 0;
      minutes = digits(2);
    }
    int offset = hours * 60 + minutes;
    if (hours < 0 || minutes < 0 || minutes > 59 || offset > LARGEST_OFFSET_MINUTES) {
      return Integer.MIN_VALUE;
    }
    return sign == '-' ? -offset : offset;
  }

  private int number(int count, char separator) {
    int number = digits(count);
    return at < end && text[at++] == separator ? number : -1;
  }

  private int digits(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      if (at >= end || !isDigit(text[at])) {
        return -1;
      }
      number = number * 10 + text[at++] - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March. */
  private static long epochDay(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int era = Math.floorDiv(marchYear, 400);
    int yearOfEra = marchYear - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }

  private static long midnight(int year, int month, int day) {
    return LocalDate.of(year, month, day).atStartOfDay().toEpochSecond(ZoneOffset.UTC)
        * MICROS_PER_SECOND;
  }
}
