package io.shoplake.ingest.template;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Map;

/** How times are written: by a pattern, or by one of three names. */
public record TimeFormat(DateTimeFormatter formatter) {

  private static final Map<String, DateTimeFormatter> NAMED =
      Map.of(
          "iso",
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .append(DateTimeFormatter.ISO_LOCAL_DATE)
              .optionalStart()
              .appendPattern("['T'][' ']")
              .append(DateTimeFormatter.ISO_LOCAL_TIME)
              .optionalEnd()
              .appendPattern("[XXX][XX][X]")
              .toFormatter(Locale.ROOT)
              .withResolverStyle(ResolverStyle.STRICT),
          "epoch_seconds",
          new DateTimeFormatterBuilder()
              .appendValue(ChronoField.INSTANT_SECONDS)
              .toFormatter(Locale.ROOT),
          "epoch_milliseconds",
          new DateTimeFormatterBuilder()
              .appendValue(ChronoField.INSTANT_SECONDS, 1, 19, SignStyle.NORMAL)
              .appendValue(ChronoField.MILLI_OF_SECOND, 3)
              .toFormatter(Locale.ROOT));

  /** A date, or a date and a time with or without its zone, as in ISO 8601 or with a blank. */
  static final TimeFormat ISO = of("iso");

  /**
   * The format of that name or pattern. It is strict, so that the 31st of February is no day; years
   * are those after Christ.
   *
   * @throws IllegalArgumentException if it is no pattern
   */
  public static TimeFormat of(String nameOrPattern) {
    if (NAMED.containsKey(nameOrPattern)) {
      return new TimeFormat(NAMED.get(nameOrPattern));
    }
    return new TimeFormat(
        new DateTimeFormatterBuilder()
            .appendPattern(nameOrPattern)
            .parseDefaulting(ChronoField.ERA, 1)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT));
  }

  /**
   * The moment that {@code text} stands for, to the microsecond.
   *
   * @param zone of a time that names none
   * @throws java.time.DateTimeException if it stands for none
   */
  public Instant read(String text, ZoneId zone) {
    return moment(formatter.parse(text.strip()), zone).truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant moment(TemporalAccessor parsed, ZoneId zone) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed);
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId named = parsed.query(TemporalQueries.zone());
    return LocalDate.from(parsed)
        .atTime(time == null ? LocalTime.MIDNIGHT : time)
        .atZone(named == null ? zone : named)
        .toInstant();
  }

  /** {@code moment} in UTC. */
  String write(Instant moment) {
    return formatter.format(moment.atZone(ZoneOffset.UTC));
  }
}
