package io.shoplake.ingest.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The true rows of {@code hourly_orders}. */
final class HourlyOrdersTruth {

  private final SimulatedShop shop;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "hour", "currency"),
          List.of("orders", "returns", "units"),
          List.of("merchandise", "total"));

  HourlyOrdersTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  void order(Order order) {
    int hour = Instant.ofEpochMilli(order.placedAt()).atZone(shop.timeZone()).getHour();
    List<Object> key = List.of(shop.id(), shop.day(order.placedAt()), hour, order.currency());
    tally.count(key, order.isReturn() ? "returns" : "orders", 1);
    tally.count(key, "units", order.units());
    tally.add(key, "merchandise", order.merchandise());
    tally.add(key, "total", order.total());
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
