package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The true rows of {@code cohort_retention}. */
final class CohortTruth {

  private final SimulatedShop shop;
  private final Map<LocalDate, Long> cohorts = new HashMap<>();
  private final Tally tally =
      new Tally(
          List.of("shop_id", "cohort_month", "activity_month"),
          List.of("cohort_customers", "customers", "orders", "unconverted_orders"),
          List.of("revenue"));

  CohortTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  /** All customers; called once, at the end. */
  void customers(Iterable<CustomerOrders> customers) {
    customers.forEach(
        customer -> customer.firstDay().ifPresent(first -> customer(customer, month(first))));
    for (List<Object> key : List.copyOf(tally.keys())) {
      tally.count(key, "cohort_customers", cohorts.get((LocalDate) key.get(1)));
    }
  }

  private void customer(CustomerOrders customer, LocalDate cohort) {
    cohorts.merge(cohort, 1L, Long::sum);
    Set<LocalDate> active = new HashSet<>();
    for (Order order : customer.selling()) {
      List<Object> key = key(cohort, order.placedAt());
      tally.count(key, "orders", 1);
      tally.count(key, "customers", active.add(month(shop.day(order.placedAt()))) ? 1 : 0);
      tally.count(key, "unconverted_orders", customer.isConverted(order) ? 0 : 1);
    }
    for (Order order : customer.all()) {
      if (customer.isConverted(order)) {
        money(cohort, order.placedAt(), customer.basis(order));
        order.refunds().forEach(r -> money(cohort, r.at(), r.amount().negate()));
        order.cancellations().forEach(c -> money(cohort, c.at(), c.amount().negate()));
      }
    }
  }

  /** Goods brought back before a customer's first order's month are nobody's revenue. */
  private void money(LocalDate cohort, long at, BigDecimal amount) {
    if (!month(shop.day(at)).isBefore(cohort)) {
      tally.add(key(cohort, at), "revenue", amount);
    }
  }

  private List<Object> key(LocalDate cohort, long at) {
    return List.of(shop.id(), cohort, month(shop.day(at)));
  }

  private static LocalDate month(LocalDate day) {
    return day.withDayOfMonth(1);
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
