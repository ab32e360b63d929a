package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one customer ordered and brought back, by the time of placing. */
final class CustomerOrders {

  private final SimulatedShop shop;
  private final List<Order> orders = new ArrayList<>();

  private CustomerOrders(SimulatedShop shop) {
    this.shop = shop;
  }

  /** The orders of each customer, by customer id; guests are nobody. */
  static Map<String, CustomerOrders> of(SimulatedShop shop, List<Order> orders) {
    Map<String, CustomerOrders> customers = new TreeMap<>();
    orders.stream()
        .filter(order -> order.customerId() != null)
        .sorted(Comparator.comparingLong(Order::placedAt).thenComparing(Order::id))
        .forEach(
            order ->
                customers
                    .computeIfAbsent(order.customerId(), fresh -> new CustomerOrders(shop))
                    .orders
                    .add(order));
    return customers;
  }

  List<Order> all() {
    return orders;
  }

  /** The orders that sell something. */
  List<Order> selling() {
    return orders.stream().filter(order -> !order.isReturn()).toList();
  }

  /** The day of the first order that sells something. */
  Optional<LocalDate> firstDay() {
    return selling().stream().findFirst().map(order -> shop.day(order.placedAt()));
  }

  /** Whether amounts of {@code order} can be added to those in the shop's currency. */
  boolean isConverted(Order order) {
    return order.currency().equals(shop.currency());
  }

  BigDecimal basis(Order order) {
    return shop.isRevenueTotal() ? order.total() : order.merchandise();
  }

  /** What the shop has of {@code order} at the end of {@code day}. */
  BigDecimal netRevenue(Order order, LocalDate day) {
    BigDecimal net = basis(order);
    for (Order.Refund refund : order.refunds()) {
      net = shop.day(refund.at()).isAfter(day) ? net : net.subtract(refund.amount());
    }
    for (Order.Cancellation cancellation : order.cancellations()) {
      net = shop.day(cancellation.at()).isAfter(day) ? net : net.subtract(cancellation.amount());
    }
    return net;
  }
}
