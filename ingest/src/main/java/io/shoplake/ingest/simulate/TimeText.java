package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Writes moments as ISO-8601 text with milliseconds, which the formatters of the JDK do slowly. */
final class TimeText {

  private static final int MINUTES_PER_HOUR = 60;
  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final char[] text = "0000-00-00T00:00:00.000+00:00".toCharArray();
  private long writtenDay = Long.MIN_VALUE;

  /** {@code epochMillis} as UTC, ending in Z. */
  void utc(JsonGenerator json, long epochMillis) throws IOException {
    local(epochMillis);
    text[23] = 'Z';
    json.writeString(text, 0, 24);
  }

  /** {@code epochMillis} on the clocks of {@code zone}, ending in the offset. */
  void at(ZoneId zone, JsonGenerator json, long epochMillis) throws IOException {
    long offset =
        zone.getRules().getOffset(Instant.ofEpochMilli(epochMillis)).getTotalSeconds() * 1000L;
    local(epochMillis + offset);
    int minutes = (int) (Math.abs(offset) / MILLIS_PER_MINUTE);
    text[23] = offset < 0 ? '-' : '+';
    digits(24, 2, minutes / MINUTES_PER_HOUR);
    text[26] = ':';
    digits(27, 2, minutes % MINUTES_PER_HOUR);
    json.writeString(text, 0, 29);
  }

  private void local(long millis) {
    long day = Math.floorDiv(millis, MILLIS_PER_DAY);
    if (day != writtenDay) {
      LocalDate date = LocalDate.ofEpochDay(day);
      digits(0, 4, date.getYear());
      digits(5, 2, date.getMonthValue());
      digits(8, 2, date.getDayOfMonth());
      writtenDay = day;
    }
    int rest = (int) Math.floorMod(millis, MILLIS_PER_DAY);
    digits(11, 2, rest / 3_600_000);
    digits(14, 2, rest / 60_000 % 60);
    digits(17, 2, rest / 1000 % 60);
    digits(20, 3, rest % 1000);
  }

  private void digits(int from, int count, int number) {
    int left = number;
    for (int index = from + count - 1; index >= from; index--) {
      text[index] = (char) ('0' + left % 10);
      left /= 10;
    }
  }
}
