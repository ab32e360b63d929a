package io.shoplake.ingest.mapping;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the text of one column is understood.
 *
 * @param name as in the header of the file
 * @param format of a timestamp, null for other types
 * @param timeZone in which a timestamp is read that names none
 * @param cut what is left away from the text, null for nothing
 * @param values what stands for each text; empty where the text stands for itself
 */
record Column(
    String name,
    Type type,
    DateTimeFormatter format,
    ZoneId timeZone,
    Pattern cut,
    Map<String, String> values) {

  enum Type {
    TEXT,
    INTEGER,
    DECIMAL,
    TIMESTAMP
  }

  /** The value that {@code text} stands for; null for an empty one. */
  Object read(String text) throws BadRowException {
    String wanted = cut == null ? text : cut.matcher(text).replaceAll("");
    if (wanted.isEmpty()) {
      return null;
    }
    return switch (type) {
      case TEXT -> mapped(wanted);
      case INTEGER -> integer(wanted);
      case DECIMAL -> decimal(wanted);
      case TIMESTAMP -> timestamp(wanted);
    };
  }

  private String mapped(String text) throws BadRowException {
    if (values.isEmpty()) {
      return text;
    }
    String value = values.get(text);
    if (value == null) {
      throw new BadRowException(
          "%s is '%s', which is none of %s"
              .formatted(name, text, String.join(", ", values.keySet())));
    }
    return value;
  }

  private Long integer(String text) throws BadRowException {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new BadRowException("%s is '%s', which is no whole number".formatted(name, text));
    }
  }

  private BigDecimal decimal(String text) throws BadRowException {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new BadRowException("%s is '%s', which is no decimal number".formatted(name, text));
    }
  }

  private Instant timestamp(String text) throws BadRowException {
    try {
      TemporalAccessor parsed = format.parse(text.strip());
      LocalDate date = LocalDate.from(parsed);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      ZoneId zone = parsed.query(TemporalQueries.zone());
      return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
          .atZone(zone == null ? timeZone : zone)
          .toInstant();
    } catch (DateTimeException e) {
      throw new BadRowException(
          "%s is '%s', which is no time of the given format".formatted(name, text));
    }
  }
}
