package io.shoplake.ingest.jdbc;

import io.shoplake.ingest.extract.CellType;
import io.shoplake.ingest.extract.SourceTable.Overlap;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Up to where a table was read, and from where it is read the next time.
 *
 * @param type of the column
 * @param overlap what is read again
 * @param zone of the column's times if they name none
 */
record Watermark(CellType type, Overlap overlap, ZoneId zone) {

  /**
   * Where reading ends that found {@code greatest}; never in the future, where a single wrong clock
   * would hide all that follows.
   */
  Optional<String> reached(String greatest, Instant now) {
    if (greatest == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (type) {
            case INSTANT -> earlier(Instant.parse(greatest), now).toString();
            case LOCAL -> earlierLocal(greatest, now.atZone(zone).toLocalDateTime());
            case BOOLEAN, INTEGER, DECIMAL, REAL, DOUBLE, TEXT, BINARY -> greatest;
          });
    } catch (DateTimeException e) {
      return greatest.equals("infinity") ? reached(now.toString(), now) : Optional.empty();
    }
  }

  private static Instant earlier(Instant greatest, Instant now) {
    return greatest.isBefore(now) ? greatest : now;
  }

  private static String earlierLocal(String greatest, LocalDateTime now) {
    LocalDateTime time = local(greatest);
    return (time.isBefore(now) ? time : now).toString();
  }

  private static LocalDateTime local(String text) {
    return text.indexOf('T') > 0 ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay();
  }

  /** Where reading begins that reached {@code last} before. */
  String from(String last) {
    return switch (type) {
      case INSTANT -> Instant.parse(last).minus(overlap.time()).toString();
      case LOCAL -> local(last).minus(overlap.time()).toString();
      case INTEGER, DECIMAL, REAL, DOUBLE ->
          new BigDecimal(last).subtract(BigDecimal.valueOf(overlap.steps())).toPlainString();
      case BOOLEAN, TEXT, BINARY -> last;
    };
  }
}
