package io.shoplake.ingest.mapping;

import io.shoplake.ingest.mapping.Column.Type;
import io.shoplake.ingest.mapping.Mapping.EqualRows;
import io.shoplake.ingest.mapping.Mapping.Format;
import io.shoplake.ingest.template.SettingsYaml;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a mapping from YAML, and says what is wrong with it. */
public final class MappingFile {

  /** The mappings that come with the program. */
  public static final List<String> SHIPPED =
      List.of("online-retail", "posthog-export", "rees46", "superstore");

  private static final Map<String, DateTimeFormatter> NAMED_FORMATS =
      Map.of(
          "iso",
          new DateTimeFormatterBuilder()
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

  private MappingFile() {}

  /**
   * The mapping of that name, or of that file.
   *
   * @throws io.shoplake.cli.UserMistake if there is none or it cannot be understood
   */
  public static Mapping read(String nameOrFile) {
    return SettingsYaml.read(
        "mapping", nameOrFile, SHIPPED, "mappings", settings -> mapping(nameOrFile, settings));
  }

  private static Mapping mapping(String name, SettingsYaml settings) {
    settings.only(
        "topic",
        "format",
        "encoding",
        "delimiter",
        "time_zone",
        "decimal_point",
        "equal_rows",
        "group_by",
        "columns",
        "message");
    ZoneId timeZone = settings.understood("time_zone", "UTC", ZoneId::of);
    char point = character(settings, "decimal_point", ".");
    settings
        .at("decimal_point")
        .require(point == '.' || point == ',', "has '%s'; write . or ,".formatted(point));
    Map<String, Column> columns = new LinkedHashMap<>();
    settings
        .required("columns")
        .entries()
        .forEach((column, given) -> columns.put(column, column(column, given, timeZone, point)));
    String groupBy = settings.text("group_by", null);
    settings
        .at("group_by")
        .require(
            groupBy == null || columns.containsKey(groupBy),
            "has '%s', which is none of its columns: %s"
                .formatted(groupBy, String.join(", ", columns.keySet())));
    return new Mapping(
        name,
        settings.required("topic").text(),
        settings.choice("format", Format.class, null),
        settings.understood("encoding", "UTF-8", MappingFile::encoding),
        character(settings, "delimiter", ","),
        settings.choice("equal_rows", EqualRows.class, EqualRows.KEEP),
        groupBy,
        columns,
        message(settings.required("message"), columns, groupBy != null));
  }

  private static Template message(
      SettingsYaml settings, Map<String, Column> columns, boolean isGrouped) {
    try {
      return new TemplateReader(columns, isGrouped).read(settings.node());
    } catch (IllegalArgumentException e) {
      throw settings.mistake(e.getMessage());
    }
  }

  private static char character(SettingsYaml settings, String key, String otherwise) {
    String text = settings.text(key, otherwise);
    settings.at(key).require(text.length() == 1, "has '%s'; write one character".formatted(text));
    return text.charAt(0);
  }

  /** One in which a line ends as in ASCII, so that the lines of a file can be told apart. */
  private static Charset encoding(String name) {
    Charset encoding = Charset.forName(name);
    if (!Arrays.equals("\n".getBytes(encoding), new byte[] {'\n'})) {
      throw new IllegalArgumentException(
          "files in it cannot be cut into lines; convert them to UTF-8");
    }
    return encoding;
  }

  private static Column column(String name, SettingsYaml settings, ZoneId timeZone, char point) {
    settings.only("from", "optional", "type", "format", "output", "time_zone", "cut", "values");
    Type type = settings.choice("type", Type.class, Type.TEXT);
    settings.require(
        (type == Type.TIMESTAMP) == settings.has("format"),
        "needs a format if it is a timestamp, and only then");
    return new Column(
        name,
        settings.text("from", name),
        settings.flag("optional"),
        type,
        settings.understood("format", null, MappingFile::formatter),
        settings.understood("output", null, MappingFile::formatter),
        point,
        settings.understood("time_zone", timeZone.getId(), ZoneId::of),
        settings.understood("cut", null, Pattern::compile),
        settings.textsByName("values"));
  }

  /** Strict, so that the 31st of February is no day; years are those after Christ. */
  private static DateTimeFormatter formatter(String format) {
    if (NAMED_FORMATS.containsKey(format)) {
      return NAMED_FORMATS.get(format);
    }
    return new DateTimeFormatterBuilder()
        .appendPattern(format)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
