package io.shoplake.ingest.extract;

import io.shoplake.ingest.extract.MessageRule.Join;
import io.shoplake.ingest.extract.MessageRule.Kind;
import io.shoplake.ingest.extract.SourceTable.Overlap;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.ingest.template.Names;
import io.shoplake.ingest.template.Scope;
import io.shoplake.ingest.template.SettingsYaml;
import io.shoplake.ingest.template.Shape;
import io.shoplake.ingest.template.ShapeReader;
import io.shoplake.parsing.Shop;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which tables are extracted from YAML, and says what is wrong with it. */
public final class TablesFile {

  /** The tables file that comes with the program. */
  public static final String SHIPPED = "northwind";

  private static final List<String> AMOUNTS = List.of("shipping", "tax", "discount");
  private static final Pattern TYPE = Pattern.compile("[^:]+(:\\d{1,4})?");
  private static final int MOST_CHUNKS = 32;
  private static final Duration USUAL_OVERLAP = Duration.ofMinutes(10);

  private enum Mode {
    FULL,
    INCREMENTAL
  }

  private final SettingsYaml whole;
  private final List<String> warnings = new ArrayList<>();

  private TablesFile(SettingsYaml whole) {
    this.whole = whole;
  }

  /**
   * The tables of the shipped file with that name, or of that file.
   *
   * @throws io.shoplake.cli.UserMistake if there is no such file or it cannot be understood
   */
  public static SourceTables read(String nameOrFile) {
    return SettingsYaml.read(
        "tables file",
        nameOrFile,
        List.of(SHIPPED),
        "tables",
        settings -> new TablesFile(settings).tables());
  }

  private SourceTables tables() {
    whole.only("source shop time_zone tables messages");
    ZoneId zone = whole.understood("time_zone", "UTC", ZoneId::of);
    List<SourceTable> tables = new ArrayList<>();
    whole
        .required("tables")
        .entries()
        .forEach((name, settings) -> tables.add(table(name, settings)));
    List<MessageRule> rules = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(tables.stream().map(SourceTable::name).toList());
    whole
        .at("messages")
        .entries()
        .forEach((name, settings) -> rules.add(rule(name, settings, names, zone)));
    return new SourceTables(
        whole.required("source").text(),
        whole.text("shop", Shop.MAIN),
        zone,
        tables,
        rules,
        List.copyOf(warnings));
  }

  private static SourceTable table(String name, SettingsYaml settings) {
    settings.only("mode key watermark overlap deletes chunks fetch_size leave_out keep types");
    String watermark = settings.text("watermark", null);
    Mode mode =
        settings.choice("mode", Mode.class, watermark == null ? Mode.FULL : Mode.INCREMENTAL);
    settings.require(
        (mode == Mode.INCREMENTAL) == (watermark != null),
        "must say 'mode: incremental' with a 'watermark' column, or 'mode: full' without");
    return new SourceTable(
        name,
        settings.texts("key"),
        watermark,
        overlap(settings),
        settings.flag("deletes"),
        settings.number("chunks", 1, 1, MOST_CHUNKS),
        settings.number("fetch_size", 1000, 1, Integer.MAX_VALUE),
        Set.copyOf(settings.texts("leave_out")),
        Set.copyOf(settings.texts("keep")),
        columnTypes(settings));
  }

  private static Overlap overlap(SettingsYaml settings) {
    if (settings.node().path("overlap").isIntegralNumber()) {
      return new Overlap(USUAL_OVERLAP, settings.number("overlap", 0, 0, Integer.MAX_VALUE));
    }
    return new Overlap(
        settings.understood("overlap", USUAL_OVERLAP.toString(), Duration::parse), 0);
  }

  private static Map<String, String> columnTypes(SettingsYaml settings) {
    Map<String, String> types = settings.textsByName("types");
    types.forEach(
        (column, type) ->
            settings
                .at("types")
                .require(
                    TYPE.matcher(type).matches(),
                    "gives '%s' the type '%s'; a type is a name, that of a Decimal NAME:SCALE"
                        .formatted(column, type)));
    return types;
  }

  private MessageRule rule(String name, SettingsYaml settings, Set<String> tables, ZoneId zone) {
    Kind kind =
        switch (name) {
          case "orders" -> Kind.ORDERS;
          case "customers" -> Kind.CUSTOMERS;
          case "products" -> Kind.PRODUCTS;
          default ->
              throw whole.mistake(
                  "describes messages for '%s'; there are orders, customers and products"
                      .formatted(name));
        };
    settings.only("from join message");
    Map<String, List<String>> aliases = new LinkedHashMap<>(Map.of(Scope.ROOT, List.of()));
    List<Join> joins = joins(settings, Scope.ROOT, tables, aliases);
    SettingsYaml message = settings.required("message");
    message.required(kind.idField());
    if (kind == Kind.ORDERS) {
      message.required(kind.timeField());
    }
    message.require(
        !message.has("change_id"),
        "sets change_id, which is made from the source, the key and the content");
    ShapeReader reader = new ShapeReader(new Names(aliases, Map.of(), zone, true));
    if (kind == Kind.ORDERS) {
      warnOfAbsentAmounts(message, reader);
    }
    return new MessageRule(
        kind,
        known(settings.required("from"), tables),
        joins,
        reader.read(message),
        RowJson.hash(RowJson.JSON.createArrayNode().add(settings.node()).add(zone.getId())));
  }

  /** An absent amount keeps what was said before, so a column that is emptied would change none. */
  private void warnOfAbsentAmounts(SettingsYaml message, ShapeReader reader) {
    for (String amount : AMOUNTS) {
      if (message.has(amount) && canBeAbsent(reader.read(message.at(amount)))) {
        warnings.add(
            message
                .at(amount)
                .mistake(
                    "has no default, so an amount stays when its column is emptied; write ${first(…, 0)} for "
                        + amount)
                .getMessage());
      }
    }
  }

  private static boolean canBeAbsent(Shape shape) {
    try {
      return shape.fill(new Scope(Map.of(), Map.of())) == null;
    } catch (BadRowException e) {
      return false;
    }
  }

  private List<Join> joins(
      SettingsYaml parent, String outer, Set<String> tables, Map<String, List<String>> aliases) {
    List<Join> joins = new ArrayList<>();
    parent
        .at("join")
        .entries()
        .forEach(
            (alias, settings) -> {
              settings.only("table on each required join");
              settings.require(
                  outer.equals(Scope.ROOT) || !settings.has("required"),
                  "sets 'required', but only rows joined to the first one can be waited for");
              settings.require(
                  !aliases.containsKey(alias),
                  "joins '%s' twice; aliases must differ".formatted(alias));
              boolean isList = settings.flag("each");
              List<String> lists = new ArrayList<>(aliases.get(outer));
              if (isList) {
                lists.add(alias);
              }
              aliases.put(alias, lists);
              settings.required("on");
              Map<String, String> on = settings.textsByName("on");
              settings.require(!on.isEmpty(), "joins '%s' on no columns".formatted(alias));
              joins.add(
                  new Join(
                      alias,
                      known(settings.required("table"), tables),
                      on,
                      isList,
                      settings.flag("required"),
                      joins(settings, alias, tables, aliases)));
            });
    return joins;
  }

  private static String known(SettingsYaml table, Set<String> tables) {
    table.require(
        tables.contains(table.text()),
        "uses the table '%s', which is none of its tables: %s"
            .formatted(table.text(), String.join(", ", tables)));
    return table.text();
  }
}
