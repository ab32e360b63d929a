package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Order.Cancellation;
import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Refund;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The true rows of {@code daily_revenue} and {@code daily_product_sales}. */
final class MoneyTruth {

  private final SimulatedShop shop;
  private final Tally revenue =
      new Tally(
          List.of("shop_id", "day", "currency"),
          List.of(
              "orders", "returns", "units", "new_customers", "returning_customers", "guest_orders"),
          List.of(
              "gross",
              "returned",
              "discounts",
              "merchandise",
              "shipping",
              "tax",
              "total",
              "cancelled",
              "refunds",
              "net_revenue",
              "profit"));
  private final Tally products =
      new Tally(
          List.of("shop_id", "day", "product_id", "currency"),
          List.of("views", "carts", "orders", "units"),
          List.of("gross", "returned", "discounts", "refunds", "net", "profit"));

  MoneyTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  /** What a person did, as far as it is about products. */
  void action(Action action) {
    String measure = action.is("view_item") ? "views" : action.is("add_to_cart") ? "carts" : null;
    if (measure == null) {
      return;
    }
    for (Item item : action.items()) {
      products.count(
          product(action.day(), item.productId(), action.shopper().profile().currency()),
          measure,
          1);
    }
  }

  /** All orders as they went; called once, at the end. */
  void orders(List<Order> orders) {
    for (Order order : orders) {
      placed(order);
      sold(order);
      order.refunds().forEach(refund -> refunded(order, refund));
      order.cancellations().forEach(cancellation -> cancelled(order, cancellation));
    }
    customers(orders.stream().filter(order -> !order.isReturn()).toList());
  }

  private void placed(Order order) {
    List<Object> day = day(order.placedAt(), order);
    revenue.count(day, order.isReturn() ? "returns" : "orders", 1);
    revenue.count(day, "units", order.units());
    revenue.add(day, "gross", order.gross());
    revenue.add(day, "returned", order.returned());
    revenue.add(day, "discounts", order.discounts());
    revenue.add(day, "merchandise", order.merchandise());
    revenue.add(day, "shipping", order.shipping());
    revenue.add(day, "tax", order.tax());
    revenue.add(day, "total", order.total());
    revenue.add(day, "net_revenue", shop.isRevenueTotal() ? order.total() : order.merchandise());
    revenue.add(day, "profit", order.profit());
    if (!order.isReturn() && order.customerId() == null) {
      revenue.count(day, "guest_orders", 1);
    }
  }

  private void sold(Order order) {
    LocalDate day = shop.day(order.placedAt());
    Set<String> sold = new HashSet<>();
    for (Line line : order.lines()) {
      Item item = line.item();
      List<Object> key = product(day, item.productId(), order.currency());
      BigDecimal amount = item.amount();
      BigDecimal gross = amount.max(BigDecimal.ZERO);
      BigDecimal returned = amount.negate().max(BigDecimal.ZERO);
      products.add(key, "gross", gross);
      products.add(key, "returned", returned);
      products.add(key, "discounts", item.discount());
      products.add(key, "net", gross.subtract(returned).subtract(item.discount()));
      if (line.profit() != null) {
        products.add(key, "profit", line.profit());
      }
      if (line.isSelling()) {
        products.count(key, "units", item.quantity());
        products.count(key, "orders", !order.isReturn() && sold.add(item.productId()) ? 1 : 0);
      }
    }
  }

  private void refunded(Order order, Refund refund) {
    List<Object> day = day(refund.at(), order);
    revenue.add(day, "refunds", refund.amount());
    revenue.add(day, "net_revenue", refund.amount().negate());
    for (Line line : refund.lines()) {
      List<Object> key = product(shop.day(refund.at()), line.item().productId(), order.currency());
      products.add(key, "refunds", line.item().amount());
      products.add(key, "net", line.item().amount().negate());
    }
  }

  private void cancelled(Order order, Cancellation cancellation) {
    List<Object> day = day(cancellation.at(), order);
    revenue.add(day, "cancelled", cancellation.amount());
    revenue.add(day, "net_revenue", cancellation.amount().negate());
  }

  private void customers(List<Order> selling) {
    Map<String, Order> first = new HashMap<>();
    selling.stream()
        .filter(order -> order.customerId() != null)
        .sorted(Comparator.comparingLong(Order::placedAt).thenComparing(Order::id))
        .forEach(order -> first.putIfAbsent(order.customerId(), order));
    first
        .values()
        .forEach(order -> revenue.count(day(order.placedAt(), order), "new_customers", 1));
    Set<List<Object>> counted = new HashSet<>();
    for (Order order : selling) {
      if (order.customerId() != null) {
        List<Object> day = day(order.placedAt(), order);
        boolean isReturning =
            shop.day(first.get(order.customerId()).placedAt()).isBefore(shop.day(order.placedAt()));
        if (isReturning && counted.add(List.of(day, order.customerId()))) {
          revenue.count(day, "returning_customers", 1);
        }
      }
    }
  }

  private List<Object> day(long at, Order order) {
    return List.of(shop.id(), shop.day(at), order.currency());
  }

  private List<Object> product(LocalDate day, String productId, String currency) {
    return List.of(shop.id(), day, productId, currency);
  }

  List<Map<String, Object>> dailyRevenue() {
    return revenue.rows();
  }

  List<Map<String, Object>> dailyProductSales() {
    return products.rows();
  }
}
