package io.shoplake.layout.print;

import static io.shoplake.layout.print.JsonText.ordered;

import io.shoplake.layout.Field;
import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.layout.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the catalogue as JSON, for readers that are not Java. */
public final class CatalogJson {

  private CatalogJson() {}

  /** All {@code topics} and {@code tables}, in the given order. */
  public static String print(List<Topic> topics, List<Table> tables) {
    Map<String, Object> root =
        ordered(
            "printed_from", "the declarations in lakehouse-layout; do not edit",
            "topics", topics.stream().map(CatalogJson::topic).toList(),
            "tables", tables.stream().map(CatalogJson::table).toList());
    return JsonText.of(root);
  }

  private static Map<String, Object> topic(Topic topic) {
    return ordered(
        "name", topic.name(),
        "comment", topic.comment(),
        "key", topic.keyComment(),
        "bronze_table", "bronze." + topic.tableName());
  }

  private static Map<String, Object> table(Table table) {
    Map<String, Object> map =
        ordered(
            "name", table.name(),
            "layer", table.layer().folder(),
            "comment", table.comment(),
            "runs", table.layer() == Table.Layer.GOLD ? "daily" : "stream",
            "sources", table.sources().stream().map(Table::qualifiedName).toList(),
            "key", table.key(),
            "cluster_by", table.clusterBy());
    table.schema().ifPresent(schema -> map.put("published_to", schema));
    table.reach().ifPresent(reach -> map.put("reach", reach(reach)));
    table.keep().ifPresent(period -> map.put("keep", period.toString()));
    map.put("fields", table.fields().stream().map(CatalogJson::field).toList());
    map.put("checks", table.checks().stream().map(CatalogJson::check).toList());
    map.put("ratios", table.ratios().stream().map(CatalogJson::ratio).toList());
    return map;
  }

  private static Map<String, Object> reach(Reach reach) {
    Object forward = reach.forward() == Reach.OPEN ? "open" : reach.forward();
    return ordered("back", reach.back(), "forward", forward);
  }

  private static Map<String, Object> field(Field field) {
    return ordered(
        "name", field.name(),
        "type", field.type().spark(),
        "postgres", field.type().postgres(),
        "required", field.isRequired(),
        "addition", field.addition().name().toLowerCase(Locale.ROOT),
        "comment", field.comment());
  }

  private static Map<String, Object> check(Table.Check check) {
    return ordered("name", check.name(), "expression", check.expression());
  }

  private static Map<String, Object> ratio(Table.Ratio ratio) {
    return ordered(
        "name", ratio.name(),
        "numerator", ratio.numerator(),
        "denominator", ratio.denominator(),
        "comment", ratio.comment());
  }
}
