package io.shoplake.ingest.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The true rows of one shop, from what those who act say of themselves. */
final class ShopTruth {

  private final SimulatedShop shop;
  private final List<LocalDate> days;
  private final UnaryOperator<String> published;
  private final ActivityTruth activity;
  private final FunnelTruth funnel;
  private final MoneyTruth money;
  private final UserActivityTruth userActivity;
  private final TrafficTruth traffic;
  private final CartTruth carts;
  private final HourlyOrdersTruth hourlyOrders;
  private final CategoryTruth categories;
  private final AttributionTruth attribution;
  private final CustomerValueTruth customerValue;
  private final CohortTruth cohorts;
  private final AffinityTruth affinity;
  private final TrackingGapTruth trackingGap;
  private final List<Map<String, Object>> disguised = new ArrayList<>();

  /**
   * Nothing happened yet.
   *
   * @param days the simulated days
   * @param published how the lake writes an id, which is another way for one that holds an e-mail
   *     address
   */
  ShopTruth(SimulatedShop shop, List<LocalDate> days, UnaryOperator<String> published) {
    this.shop = shop;
    this.days = days;
    this.published = published;
    this.activity = new ActivityTruth(shop);
    this.funnel = new FunnelTruth(shop);
    this.money = new MoneyTruth(shop);
    this.userActivity = new UserActivityTruth(shop.id(), published);
    this.traffic = new TrafficTruth(shop.id());
    this.carts = new CartTruth(shop);
    this.hourlyOrders = new HourlyOrdersTruth(shop);
    this.categories = new CategoryTruth(shop);
    this.attribution = new AttributionTruth(shop);
    this.customerValue = new CustomerValueTruth(shop, published);
    this.cohorts = new CohortTruth(shop);
    this.affinity = new AffinityTruth(shop);
    this.trackingGap = new TrackingGapTruth(shop);
  }

  /** A session that took place. */
  void visit(Visit visit) {
    activity.visit(visit);
    traffic.visit(visit);
    if (!visit.shopper().profile().isBot()) {
      funnel.visit(visit);
      visit.actions().forEach(money::action);
      userActivity.visit(visit);
      carts.visit(visit);
    }
  }

  /** The simulation is over. */
  void end(List<Order> orders, Shoppers shoppers) {
    activity.people(shoppers.people());
    money.orders(orders);
    Map<Shopper, Set<Long>> bought = new HashMap<>();
    for (Order order : orders) {
      hourlyOrders.order(order);
      categories.order(order);
      attribution.order(order);
      affinity.order(order);
      trackingGap.order(order);
      if (order.buyer() != null) {
        bought.computeIfAbsent(order.buyer(), fresh -> new HashSet<>()).add(order.boughtAt());
      }
    }
    carts.orders(bought);
    Map<String, CustomerOrders> customers = CustomerOrders.of(shop, orders);
    customerValue.customers(customers, days);
    cohorts.customers(customers.values());
    shoppers.disguised().forEach(this::disguised);
  }

  private void disguised(Shopper program) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("shop_id", shop.id());
    row.put("visitor_id", published.apply(program.key()));
    row.put("rule", program.profile().nature().name().toLowerCase(Locale.ROOT));
    disguised.add(row);
  }

  /** The programs that look like browsers, and what gives each of them away. */
  List<Map<String, Object>> disguised() {
    return disguised;
  }

  /** The rows of each table. */
  Map<String, List<Map<String, Object>>> tables() {
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    tables.put("daily_revenue", money.dailyRevenue());
    tables.put("hourly_orders", hourlyOrders.rows());
    tables.put("daily_product_sales", money.dailyProductSales());
    tables.put("daily_category_sales", categories.rows());
    tables.put("daily_activity", activity.rows());
    tables.put("daily_user_activity", userActivity.rows());
    tables.put("daily_funnel", funnel.rows());
    tables.put("daily_traffic", traffic.rows());
    tables.put("daily_attribution", attribution.rows());
    tables.put("daily_carts", carts.rows());
    tables.put("customer_value", customerValue.rows());
    tables.put("cohort_retention", cohorts.rows());
    tables.put("basket_affinity", affinity.rows());
    tables.put("daily_tracking_gap", trackingGap.rows());
    return tables;
  }
}
