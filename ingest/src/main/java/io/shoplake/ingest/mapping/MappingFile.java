package io.shoplake.ingest.mapping;

import io.shoplake.ingest.mapping.Column.Type;
import io.shoplake.ingest.mapping.Mapping.EqualRows;
import io.shoplake.ingest.mapping.Mapping.Format;
import io.shoplake.ingest.template.Names;
import io.shoplake.ingest.template.Scope;
import io.shoplake.ingest.template.SettingsYaml;
import io.shoplake.ingest.template.ShapeReader;
import io.shoplake.ingest.template.TimeFormat;
import io.shoplake.layout.Topics;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a mapping from YAML, and says what is wrong with it. */
public final class MappingFile {

  /** The mappings that come with the program. */
  public static final List<String> SHIPPED =
      List.of("online-retail", "posthog-export", "rees46", "superstore");

  /** What expressions call the row that a value is in, and all rows of a message together. */
  static final String ROW = "row";

  static final String GROUP = "group";

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
        "topic format encoding delimiter time_zone decimal_point equal_rows group_by columns"
            + " message");
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
    String topic = settings.required("topic").text();
    Names names = names(columns, timeZone, groupBy != null, topic);
    return new Mapping(
        name,
        topic,
        settings.choice("format", Format.class, null),
        settings.understood("encoding", "UTF-8", MappingFile::encoding),
        character(settings, "delimiter", ","),
        settings.choice("equal_rows", EqualRows.class, EqualRows.KEEP),
        groupBy,
        columns,
        new ShapeReader(names).read(settings.required("message")));
  }

  /** Grouped rows are a list of which every column that stands outside of it must be one. */
  private static Names names(
      Map<String, Column> columns, ZoneId timeZone, boolean isGrouped, String topic) {
    Map<String, Boolean> own = new LinkedHashMap<>();
    columns.forEach((name, column) -> own.put(name, column.type().isNumber()));
    List<String> lists = isGrouped ? List.of(ROW) : List.of();
    return new Names(
        Map.of(Scope.ROOT, lists, ROW, lists, GROUP, List.of()),
        Map.of(
            Scope.ROOT, own, ROW, Map.of("id", false, "number", true), GROUP, Map.of("id", false)),
        timeZone,
        !topic.equals(Topics.POSTHOG_EVENTS.name()));
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
    settings.only("from optional type format time_zone cut values");
    Type type = settings.choice("type", Type.class, Type.TEXT);
    settings.require(
        (type == Type.TIMESTAMP) == settings.has("format"),
        "needs a format if it is a timestamp, and only then");
    return new Column(
        name,
        settings.text("from", name),
        settings.flag("optional"),
        type,
        settings.understood("format", null, TimeFormat::of),
        point,
        settings.understood("time_zone", timeZone.getId(), ZoneId::of),
        settings.understood("cut", null, Pattern::compile),
        settings.textsByName("values"));
  }
}
