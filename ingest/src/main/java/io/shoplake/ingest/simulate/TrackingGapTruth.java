package io.shoplake.ingest.simulate;

import java.util.List;
import java.util.Map;

/** The true rows of {@code daily_tracking_gap}. */
final class TrackingGapTruth {

  private final SimulatedShop shop;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "currency"),
          List.of("recorded_orders", "tracked_orders", "missed_orders", "only_tracked_orders"),
          List.of("recorded_total", "tracked_total", "missed_total", "only_tracked_total"));

  TrackingGapTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  void order(Order order) {
    if (order.isReturn()) {
      return;
    }
    List<Object> key = List.of(shop.id(), shop.day(order.placedAt()), order.currency());
    if (order.isOnlyTracked()) {
      tally.count(key, "only_tracked_orders", 1);
      tally.add(key, "only_tracked_total", order.tracking().total());
      return;
    }
    tally.count(key, "recorded_orders", 1);
    tally.add(key, "recorded_total", order.total());
    if (order.tracking() == null) {
      tally.count(key, "missed_orders", 1);
      tally.add(key, "missed_total", order.total());
    } else {
      tally.count(key, "tracked_orders", 1);
      tally.add(key, "tracked_total", order.tracking().total());
    }
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
