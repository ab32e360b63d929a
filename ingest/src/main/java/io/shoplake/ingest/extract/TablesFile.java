package io.shoplake.ingest.extract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.extract.MessageRule.Join;
import io.shoplake.ingest.extract.MessageRule.Kind;
import io.shoplake.ingest.extract.SourceTable.Overlap;
import io.shoplake.parsing.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads which tables are extracted from YAML, and says what is wrong with it. */
public final class TablesFile {

  /** The tables file that comes with the program. */
  public static final String SHIPPED = "northwind";

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final List<String> AMOUNTS = List.of("shipping", "tax", "discount");
  private static final Pattern TYPE = Pattern.compile("[^:]+(:\\d{1,4})?");
  private static final int MOST_CHUNKS = 32;
  private static final Duration USUAL_OVERLAP = Duration.ofMinutes(10);

  private final String file;
  private final List<String> warnings = new ArrayList<>();

  private TablesFile(String file) {
    this.file = file;
  }

  /**
   * The tables of the shipped file with that name, or of that file.
   *
   * @throws UserMistake if there is no such file or it cannot be understood
   */
  public static SourceTables read(String nameOrFile) {
    TablesFile reader = new TablesFile(nameOrFile);
    try (InputStream in = reader.open()) {
      return reader.tables(YAML.readTree(in));
    } catch (JacksonException e) {
      throw reader.mistake("is no YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw reader.mistake("cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw reader.mistake(e.getMessage());
    }
  }

  private InputStream open() throws IOException {
    if (file.equals(SHIPPED)) {
      return TablesFile.class.getResourceAsStream("/tables/" + SHIPPED + ".yaml");
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no tables file '%s'; --tables names a YAML file that lists the tables, or %s."
              .formatted(file, SHIPPED));
    }
    return Files.newInputStream(Path.of(file));
  }

  private SourceTables tables(JsonNode root) {
    requireKnown(root, "it", "source", "shop", "time_zone", "tables", "messages");
    ZoneId zone = ZoneId.of(root.path("time_zone").asText("UTC"));
    List<SourceTable> tables = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : required(root, "it", "tables").properties()) {
      tables.add(table(entry.getKey(), entry.getValue()));
    }
    List<MessageRule> rules = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(tables.stream().map(SourceTable::name).toList());
    for (Map.Entry<String, JsonNode> entry : root.path("messages").properties()) {
      rules.add(rule(entry.getKey(), entry.getValue(), names, zone));
    }
    return new SourceTables(
        required(root, "it", "source").asText(),
        root.path("shop").asText(Shop.MAIN),
        zone,
        tables,
        rules,
        List.copyOf(warnings));
  }

  private SourceTable table(String name, JsonNode given) {
    JsonNode settings = given.isNull() ? YAML.createObjectNode() : given;
    requireKnown(
        settings,
        name,
        "mode",
        "key",
        "watermark",
        "overlap",
        "deletes",
        "chunks",
        "fetch_size",
        "leave_out",
        "keep",
        "types");
    String watermark = settings.path("watermark").asText(null);
    String mode = settings.path("mode").asText(watermark == null ? "full" : "incremental");
    require(
        mode.equals("incremental") ? watermark != null : mode.equals("full") && watermark == null,
        "must say 'mode: incremental' with a 'watermark' column, or 'mode: full' without, where %s is described"
            .formatted(name));
    int chunks = settings.path("chunks").asInt(1);
    int fetchSize = settings.path("fetch_size").asInt(1000);
    require(
        chunks >= 1 && chunks <= MOST_CHUNKS && fetchSize >= 1,
        "needs chunks from 1 to %d and a fetch_size of 1 or more where %s is described"
            .formatted(MOST_CHUNKS, name));
    return new SourceTable(
        name,
        texts(settings.path("key")),
        watermark,
        overlap(settings.path("overlap")),
        settings.path("deletes").asBoolean(false),
        chunks,
        fetchSize,
        Set.copyOf(texts(settings.path("leave_out"))),
        Set.copyOf(texts(settings.path("keep"))),
        columnTypes(name, settings.path("types")));
  }

  private static Overlap overlap(JsonNode given) {
    if (given.isIntegralNumber()) {
      return new Overlap(USUAL_OVERLAP, given.longValue());
    }
    return new Overlap(given.isTextual() ? Duration.parse(given.asText()) : USUAL_OVERLAP, 0);
  }

  private Map<String, String> columnTypes(String table, JsonNode given) {
    Map<String, String> types = types(given);
    types.forEach(
        (column, type) ->
            require(
                TYPE.matcher(type).matches(),
                "gives '%s' the type '%s' where %s is described; a type is a name, that of a Decimal NAME:SCALE"
                    .formatted(column, type, table)));
    return types;
  }

  private static Map<String, String> types(JsonNode given) {
    Map<String, String> types = new LinkedHashMap<>();
    given.properties().forEach(entry -> types.put(entry.getKey(), entry.getValue().asText()));
    return types;
  }

  private MessageRule rule(String name, JsonNode settings, Set<String> tables, ZoneId zone) {
    Kind kind =
        switch (name) {
          case "orders" -> Kind.ORDERS;
          case "customers" -> Kind.CUSTOMERS;
          case "products" -> Kind.PRODUCTS;
          default ->
              throw mistake(
                  "describes messages for '%s'; there are orders, customers and products"
                      .formatted(name));
        };
    requireKnown(settings, name, "from", "join", "message");
    String table = known(required(settings, name, "from").asText(), tables);
    Set<String> aliases = new TreeSet<>();
    Set<String> lists = new TreeSet<>();
    List<Join> joins = joins(settings.path("join"), tables, aliases, lists, name);
    JsonNode message = required(settings, name, "message");
    List<String> needed =
        kind == Kind.ORDERS ? List.of(kind.idField(), kind.timeField()) : List.of(kind.idField());
    needed.forEach(field -> required(message, "the message of " + name, field));
    require(
        !message.has("change_id"),
        "sets change_id, which is made from the source, the key and the content");
    ShapeReader reader = new ShapeReader(aliases, lists, zone);
    if (kind == Kind.ORDERS) {
      warnOfAbsentAmounts(message, reader);
    }
    return new MessageRule(
        kind,
        table,
        joins,
        reader.read(message),
        RowJson.hash(YAML.createArrayNode().add(settings).add(zone.getId())));
  }

  /** An absent amount keeps what was said before, so a column that is emptied would change none. */
  private void warnOfAbsentAmounts(JsonNode message, ShapeReader reader) {
    for (String amount : AMOUNTS) {
      if (message.has(amount) && canBeAbsent(reader.read(message.get(amount)))) {
        warnings.add(
            "The tables file '%s' has no default for the %s of an order, so an amount stays when its column is emptied; write ${first(…, 0)} for %s."
                .formatted(file, amount, amount));
      }
    }
  }

  private static boolean canBeAbsent(Shape shape) {
    try {
      return shape.fill(new Scope(Map.of(), Map.of())) == null;
    } catch (BadMessageException e) {
      return false;
    }
  }

  private List<Join> joins(
      JsonNode given, Set<String> tables, Set<String> aliases, Set<String> lists, String where) {
    List<Join> joins = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      String alias = entry.getKey();
      JsonNode settings = entry.getValue();
      String here = "%s of %s".formatted(alias, where);
      requireKnown(settings, here, "table", "on", "each", "required", "join");
      require(
          !settings.has("required") || !where.contains(" of "),
          "sets 'required' for %s, but only rows joined to the first one can be waited for"
              .formatted(here));
      require(aliases.add(alias), "joins '%s' twice; aliases must differ".formatted(alias));
      boolean isList = settings.path("each").asBoolean(false);
      if (isList) {
        lists.add(alias);
      }
      Map<String, String> on = types(required(settings, here, "on"));
      require(!on.isEmpty(), "joins '%s' on no columns".formatted(alias));
      joins.add(
          new Join(
              alias,
              known(required(settings, here, "table").asText(), tables),
              on,
              isList,
              settings.path("required").asBoolean(false),
              joins(settings.path("join"), tables, aliases, lists, here)));
    }
    return joins;
  }

  private String known(String table, Set<String> tables) {
    require(
        tables.contains(table),
        "uses the table '%s', which is none of its tables: %s"
            .formatted(table, String.join(", ", tables)));
    return table;
  }

  private static List<String> texts(JsonNode given) {
    List<String> texts = new ArrayList<>();
    if (given.isTextual()) {
      texts.add(given.asText());
    }
    given.elements().forEachRemaining(text -> texts.add(text.asText()));
    return texts;
  }

  private void requireKnown(JsonNode node, String where, String... known) {
    require(node.isObject(), "has no settings where %s is described".formatted(where));
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      require(
          List.of(known).contains(entry.getKey()),
          "sets '%s' where %s is described; there are %s"
              .formatted(entry.getKey(), where, String.join(", ", known).toLowerCase(Locale.ROOT)));
    }
  }

  private JsonNode required(JsonNode node, String where, String setting) {
    require(node.hasNonNull(setting), "lacks '%s' where %s is described".formatted(setting, where));
    return node.get(setting);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw mistake(otherwise);
    }
  }

  private UserMistake mistake(String what) {
    return new UserMistake(
        ExitCode.CONFIGURATION, "The tables file '%s' %s.".formatted(file, what));
  }
}
