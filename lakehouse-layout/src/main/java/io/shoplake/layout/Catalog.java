package io.shoplake.layout;

import io.shoplake.layout.Table.Layer;
import io.shoplake.layout.bronze.BronzeTables;
import io.shoplake.layout.gold.DailyActivity;
import io.shoplake.layout.gold.DailyFunnel;
import io.shoplake.layout.gold.DailyProductSales;
import io.shoplake.layout.gold.DailyQuality;
import io.shoplake.layout.gold.DailyRevenue;
import io.shoplake.layout.ops.Ledger;
import io.shoplake.layout.silver.CustomerChanges;
import io.shoplake.layout.silver.Customers;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.OrderChanges;
import io.shoplake.layout.silver.Orders;
import io.shoplake.layout.silver.ProductChanges;
import io.shoplake.layout.silver.Products;
import io.shoplake.layout.silver.Rejects;
import io.shoplake.layout.silver.Sessions;
import java.util.List;
import java.util.stream.Collectors;

/** Every topic and table, in flow order: the only list of them. */
public final class Catalog {

  public static final List<Topic> TOPICS =
      List.of(
          Topics.SHOP_EVENTS,
          Topics.SHOP_ORDERS,
          Topics.SHOP_PRODUCTS,
          Topics.SHOP_CUSTOMERS,
          Topics.POSTHOG_EVENTS,
          Topics.SOURCE_ROWS);

  public static final List<Table> TABLES =
      List.of(
          BronzeTables.SHOP_EVENTS,
          BronzeTables.SHOP_ORDERS,
          BronzeTables.SHOP_PRODUCTS,
          BronzeTables.SHOP_CUSTOMERS,
          BronzeTables.POSTHOG_EVENTS,
          BronzeTables.SOURCE_ROWS,
          Rejects.REJECTS,
          Events.EVENTS,
          OrderChanges.ORDER_CHANGES,
          ProductChanges.PRODUCT_CHANGES,
          CustomerChanges.CUSTOMER_CHANGES,
          Sessions.SESSION_REVISIONS,
          Sessions.SESSIONS,
          Orders.ORDERS,
          Products.PRODUCTS,
          Customers.CUSTOMERS,
          Ledger.LEDGER,
          Ledger.LEDGER_DAYS,
          DailyRevenue.DAILY_REVENUE,
          DailyActivity.DAILY_ACTIVITY,
          DailyFunnel.DAILY_FUNNEL,
          DailyProductSales.DAILY_PRODUCT_SALES,
          DailyQuality.DAILY_QUALITY);

  private Catalog() {}

  /** The tables of one layer, in flow order. */
  public static List<Table> layer(Layer layer) {
    return TABLES.stream().filter(table -> table.layer() == layer).toList();
  }

  /** The table called {@code name}, with or without its layer. */
  public static Table table(String name) {
    return TABLES.stream()
        .filter(table -> table.qualifiedName().equals(name) || table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No table '%s' in the catalogue; there are %s."
                        .formatted(
                            name,
                            TABLES.stream()
                                .map(Table::qualifiedName)
                                .collect(Collectors.joining(", ")))));
  }

  /** The bronze table of {@code topic}. */
  public static Table bronze(Topic topic) {
    return table("bronze." + topic.tableName());
  }
}
