package io.shoplake.ingest.extract;

import io.shoplake.ingest.template.Shape;
import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the rows of a table become the orders, customers or products of the shop.
 *
 * @param kind what they become
 * @param table the table with a row for each
 * @param joins rows of other tables that belong to it
 * @param shape the message as it looks
 * @param fingerprint changes when the rule does
 */
record MessageRule(Kind kind, String table, List<Join> joins, Shape shape, String fingerprint) {

  /** What a message is about. */
  enum Kind {
    ORDERS(Topics.SHOP_ORDERS, "order_id", "changed_at"),
    CUSTOMERS(Topics.SHOP_CUSTOMERS, "customer_id", "updated_at"),
    PRODUCTS(Topics.SHOP_PRODUCTS, "product_id", "updated_at");

    private final Topic topic;
    private final String idField;
    private final String timeField;

    Kind(Topic topic, String idField, String timeField) {
      this.topic = topic;
      this.idField = idField;
      this.timeField = timeField;
    }

    Topic topic() {
      return topic;
    }

    String idField() {
      return idField;
    }

    /** The field that says since when the content holds. */
    String timeField() {
      return timeField;
    }
  }

  /**
   * Rows of another table that belong to a row.
   *
   * @param alias what expressions call them
   * @param on columns of the other table and the columns of the row that they must equal
   * @param isList whether there may be several, each an element of a list
   * @param isRequired whether nothing is said before the first of them is there
   * @param joins rows that belong to each of them
   */
  record Join(
      String alias,
      String table,
      Map<String, String> on,
      boolean isList,
      boolean isRequired,
      List<Join> joins) {

    List<String> theirColumns() {
      return List.copyOf(on.keySet());
    }

    List<String> ourColumns() {
      return List.copyOf(on.values());
    }
  }

  /** By which columns rows are looked up. */
  record Lookup(String table, List<String> columns) {

    String name() {
      return "lookup " + table + " " + String.join(" ", columns);
    }
  }

  /** Every way in which this rule looks rows up, from a row to others and back. */
  List<Lookup> lookups() {
    List<Lookup> lookups = new ArrayList<>();
    addLookups(joins, lookups);
    joins.forEach(join -> lookups.add(new Lookup(table, join.ourColumns())));
    return lookups;
  }

  private static void addLookups(List<Join> joins, List<Lookup> lookups) {
    for (Join join : joins) {
      lookups.add(new Lookup(join.table(), join.theirColumns()));
      addLookups(join.joins(), lookups);
    }
  }
}
