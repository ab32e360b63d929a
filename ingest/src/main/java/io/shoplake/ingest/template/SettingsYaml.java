package io.shoplake.ingest.template;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A place in a YAML file of settings. What is not understood there is a {@link UserMistake} that
 * names the file and the place; a setting that is absent or empty is as if it were not written.
 */
public final class SettingsYaml {

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Map<JsonNodeType, String> KINDS =
      Map.of(
          JsonNodeType.OBJECT, "settings",
          JsonNodeType.ARRAY, "a list",
          JsonNodeType.NUMBER, "a number",
          JsonNodeType.BOOLEAN, "true or false",
          JsonNodeType.STRING, "a text");

  private final String file;
  private final String place;
  private final JsonNode node;

  private SettingsYaml(String file, String place, JsonNode node) {
    this.file = file;
    this.place = place;
    this.node = node;
  }

  /**
   * Reads the shipped file of that name, or that file.
   *
   * @param kind what such a file is called, and the folder of the shipped ones
   * @param shipped the names of those that come with the program
   */
  public static <T> T read(
      String kind,
      String nameOrFile,
      List<String> shipped,
      String folder,
      Function<SettingsYaml, T> reader) {
    SettingsYaml whole =
        new SettingsYaml("The %s '%s'".formatted(kind, nameOrFile), "", YAML.missingNode());
    String resource = "/%s/%s.yaml".formatted(folder, nameOrFile);
    boolean isShipped = shipped.contains(nameOrFile);
    if (!isShipped && !Files.isRegularFile(Path.of(nameOrFile))) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no %s '%s'; name a YAML file, or %s%s."
              .formatted(
                  kind,
                  nameOrFile,
                  shipped.size() > 1 ? "one of " : "",
                  String.join(", ", shipped)));
    }
    try (InputStream in =
        isShipped
            ? SettingsYaml.class.getResourceAsStream(resource)
            : Files.newInputStream(Path.of(nameOrFile))) {
      return reader.apply(new SettingsYaml(whole.file, "", whole.tree(in.readAllBytes())));
    } catch (JacksonException e) {
      throw whole.mistake(
          "is no YAML: %s (line %d)"
              .formatted(
                  e.getOriginalMessage().strip(),
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw whole.mistake("cannot be read: " + e.getMessage());
    }
  }

  private JsonNode tree(byte[] text) throws IOException {
    try (YAMLParser tokens = (YAMLParser) YAML.createParser(text)) {
      while (tokens.nextToken() != null) {
        // Read as plain text, an alias would stand for its own name.
        if (tokens.isCurrentAlias() || tokens.getObjectId() != null) {
          throw mistake(
              "has an anchor or alias (& or *) on line %d; write out what it stands for, or put the text into quotation marks"
                  .formatted(tokens.currentTokenLocation().getLineNr()));
        }
      }
    }
    return YAML.readTree(text);
  }

  /** The content as it is written. */
  public JsonNode node() {
    return node;
  }

  /** A mistake at this place, of which {@code what} says what it has and what to write. */
  public UserMistake mistake(String what) {
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "%s%s %s.".formatted(file, place.isEmpty() ? "" : ", at %s,".formatted(place), what));
  }

  public void require(boolean holds, String otherwise) {
    if (!holds) {
      throw mistake(otherwise);
    }
  }

  private SettingsYaml require(JsonNodeType type) {
    require(
        node.getNodeType() == type,
        "has %s where %s must stand%s"
            .formatted(
                KINDS.getOrDefault(node.getNodeType(), "nothing"),
                KINDS.get(type),
                type == JsonNodeType.STRING && node.isValueNode() ? "; put it into \"\"" : ""));
    return this;
  }

  /** This place, at which only the words of {@code known} may be set. */
  public SettingsYaml only(String known) {
    List<String> words = List.of(known.split(" "));
    for (String key : entries().keySet()) {
      require(
          words.contains(key), "sets '%s'; there are %s".formatted(key, String.join(", ", words)));
    }
    return this;
  }

  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** What is set here, by name and in the order of the file; also what is empty. */
  public Map<String, SettingsYaml> entries() {
    Map<String, SettingsYaml> entries = new LinkedHashMap<>();
    if (!isAbsent()) {
      require(JsonNodeType.OBJECT);
      node.fieldNames().forEachRemaining(key -> entries.put(key, at(key)));
    }
    return entries;
  }

  /** The elements of the list that stands here. */
  public List<SettingsYaml> elements() {
    List<SettingsYaml> elements = new ArrayList<>();
    node.forEach(each -> elements.add(in(String.valueOf(elements.size() + 1), each)));
    return elements;
  }

  private boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  public SettingsYaml at(String key) {
    return in(key, node.path(key));
  }

  private SettingsYaml in(String key, JsonNode content) {
    return new SettingsYaml(file, place.isEmpty() ? key : place + ": " + key, content);
  }

  public SettingsYaml required(String key) {
    require(has(key), "lacks '%s'".formatted(key));
    return at(key);
  }

  public String text() {
    return require(JsonNodeType.STRING).node.textValue();
  }

  public String text(String key, String otherwise) {
    return has(key) ? at(key).text() : otherwise;
  }

  public boolean flag(String key) {
    return has(key) && at(key).require(JsonNodeType.BOOLEAN).node.booleanValue();
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String key, int otherwise, int least, int most) {
    JsonNode given = node.path(key);
    boolean fits =
        given.canConvertToInt()
            && given.isIntegralNumber()
            && given.intValue() >= least
            && given.intValue() <= most;
    at(key)
        .require(
            !has(key) || fits,
            "has %s; write a whole number from %d to %d".formatted(given, least, most));
    return has(key) ? given.intValue() : otherwise;
  }

  public <E extends Enum<E>> E choice(String key, Class<E> choices, E otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    SettingsYaml given = at(key);
    return Arrays.stream(choices.getEnumConstants())
        .filter(choice -> nameOf(choice).equals(given.text()))
        .findFirst()
        .orElseThrow(
            () ->
                given.mistake(
                    "has '%s'; write one of %s"
                        .formatted(
                            given.text(),
                            Arrays.stream(choices.getEnumConstants())
                                .map(SettingsYaml::nameOf)
                                .collect(Collectors.joining(", ")))));
  }

  private static String nameOf(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** What {@code meaning} makes of a text; whatever it throws is a mistake at this place. */
  public <T> T understood(String key, String otherwise, Function<String, T> meaning) {
    String text = text(key, otherwise);
    try {
      return text == null ? null : meaning.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw at(key).mistake("has '%s': %s".formatted(text, e.getMessage()));
    }
  }

  /** One text, or a list of them. */
  public List<String> texts(String key) {
    if (!has(key) || node.get(key).isTextual()) {
      return has(key) ? List.of(at(key).text()) : List.of();
    }
    return at(key).require(JsonNodeType.ARRAY).elements().stream().map(SettingsYaml::text).toList();
  }

  /** Texts by name. */
  public Map<String, String> textsByName(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    at(key).entries().forEach((name, text) -> texts.put(name, text.text()));
    return texts;
  }
}
