package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.mapping.Column.Type;
import io.shoplake.ingest.mapping.Mapping.EqualRows;
import io.shoplake.ingest.mapping.Mapping.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a mapping from YAML, and says what is wrong with it. */
public final class MappingFile {

  /** The mappings that come with the program. */
  public static final List<String> SHIPPED =
      List.of("online-retail", "posthog-export", "rees46", "superstore");

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Set<String> SETTINGS =
      Set.of(
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
  private static final Set<String> COLUMN_SETTINGS =
      Set.of("from", "optional", "type", "format", "output", "time_zone", "cut", "values");

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

  private final String name;

  private MappingFile(String name) {
    this.name = name;
  }

  /**
   * The mapping of that name, or of that file.
   *
   * @throws UserMistake if there is none or it cannot be understood
   */
  public static Mapping read(String nameOrFile) {
    MappingFile reader = new MappingFile(nameOrFile);
    try (InputStream in = reader.open()) {
      return reader.mapping(YAML.readTree(in));
    } catch (JacksonException e) {
      throw reader.mistake("is no YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw reader.mistake("cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw reader.mistake(e.getMessage());
    }
  }

  private InputStream open() throws IOException {
    if (SHIPPED.contains(name)) {
      return MappingFile.class.getResourceAsStream("/mappings/" + name + ".yaml");
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no mapping '%s'; name a file, or one of %s."
              .formatted(name, String.join(", ", SHIPPED)));
    }
    return Files.newInputStream(file);
  }

  private UserMistake mistake(String what) {
    return new UserMistake(ExitCode.CONFIGURATION, "The mapping '%s' %s.".formatted(name, what));
  }

  private Mapping mapping(JsonNode root) {
    requireKnown(root, SETTINGS, "it");
    ZoneId timeZone = ZoneId.of(text(root, "time_zone", "UTC"));
    String point = text(root, "decimal_point", ".");
    if (!Set.of(".", ",").contains(point)) {
      throw mistake("has a decimal_point that is neither . nor ,");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : required(root, "columns").properties()) {
      columns.put(
          entry.getKey(), column(entry.getKey(), entry.getValue(), timeZone, point.charAt(0)));
    }
    String groupBy = text(root, "group_by", null);
    if (groupBy != null && !columns.containsKey(groupBy)) {
      throw mistake("groups by '%s', which is none of its columns".formatted(groupBy));
    }
    String delimiter = text(root, "delimiter", ",");
    if (delimiter.length() != 1) {
      throw mistake("has a delimiter that is not a single character");
    }
    return new Mapping(
        name,
        required(root, "topic").asText(),
        root.hasNonNull("format") ? choice(Format.class, root.get("format").asText()) : null,
        encoding(text(root, "encoding", "UTF-8")),
        delimiter.charAt(0),
        choice(EqualRows.class, text(root, "equal_rows", "keep")),
        groupBy,
        columns,
        new TemplateReader(columns, groupBy != null).read(required(root, "message")));
  }

  /** One in which a line ends as in ASCII, so that the lines of a file can be told apart. */
  private Charset encoding(String name) {
    Charset encoding = Charset.forName(name);
    if (!Arrays.equals("\n".getBytes(encoding), new byte[] {'\n'})) {
      throw mistake(
          "has the encoding %s, in which files cannot be cut into lines; convert them to UTF-8"
              .formatted(name));
    }
    return encoding;
  }

  private Column column(String column, JsonNode settings, ZoneId timeZone, char point) {
    requireKnown(settings, COLUMN_SETTINGS, "column " + column);
    Type type = choice(Type.class, text(settings, "type", "text"));
    String format = text(settings, "format", null);
    if ((type == Type.TIMESTAMP) != (format != null)) {
      throw mistake(
          "must give column %s a format if it is a timestamp, and only then".formatted(column));
    }
    String cut = text(settings, "cut", null);
    Map<String, String> values = new LinkedHashMap<>();
    settings
        .path("values")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    String output = text(settings, "output", null);
    return new Column(
        column,
        text(settings, "from", column),
        settings.path("optional").asBoolean(),
        type,
        format == null ? null : formatter(format),
        output == null ? null : formatter(output),
        point,
        ZoneId.of(text(settings, "time_zone", timeZone.getId())),
        cut == null ? null : Pattern.compile(cut),
        values);
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

  private void requireKnown(JsonNode node, Set<String> known, String where) {
    if (!node.isObject()) {
      throw mistake("has no settings where %s is described".formatted(where));
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        throw mistake(
            "sets '%s' where %s is described; there are %s"
                .formatted(entry.getKey(), where, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  private JsonNode required(JsonNode node, String setting) {
    if (!node.hasNonNull(setting)) {
      throw mistake("lacks '%s'".formatted(setting));
    }
    return node.get(setting);
  }

  private static String text(JsonNode node, String setting, String otherwise) {
    return node.hasNonNull(setting) ? node.get(setting).asText() : otherwise;
  }

  private <E extends Enum<E>> E choice(Class<E> choices, String text) {
    return Arrays.stream(choices.getEnumConstants())
        .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                mistake(
                    "says '%s' where one of %s is wanted"
                        .formatted(
                            text,
                            Arrays.toString(choices.getEnumConstants()).toLowerCase(Locale.ROOT))));
  }
}
