package io.shoplake.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations, days and instants of a command line, and says by example how they look. */
final class TimeConverters {

  private TimeConverters() {}

  static void register(CommandLine line) {
    line.registerConverter(
        Duration.class, of("duration", "PT5M (five minutes) or P1D", Duration::parse));
    line.registerConverter(LocalDate.class, of("day", "2026-11-01", LocalDate::parse));
    line.registerConverter(Instant.class, of("moment", "2026-11-01T10:00:00Z", Instant::parse));
  }

  private static <T> ITypeConverter<T> of(String kind, String example, Function<String, T> reader) {
    return text -> {
      try {
        return reader.apply(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'%s' is no %s; write it like %s.".formatted(text, kind, example));
      }
    };
  }
}
