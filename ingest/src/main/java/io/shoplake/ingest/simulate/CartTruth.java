package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The true rows of {@code daily_carts}: what became of each cart in each session that had to do
 * with it.
 */
final class CartTruth {

  private static final long RECOVERABLE = Duration.ofDays(7).toMillis();

  private record Stay(
      Shopper shopper,
      LocalDate day,
      boolean isNew,
      boolean wasEmptied,
      BigDecimal value,
      long touchedAt,
      long endedAt) {}

  private final SimulatedShop shop;
  private final List<Stay> stays = new ArrayList<>();
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "currency"),
          List.of("carts", "created", "ordered", "abandoned", "recovered"),
          List.of("abandoned_value", "recovered_value"));

  CartTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  /** A person's session. */
  void visit(Visit visit) {
    Cart cart = visit.cart();
    if (cart.isTouched()) {
      stays.add(
          new Stay(
              visit.shopper(),
              visit.day(),
              cart.isNew(),
              cart.wasEmptied(),
              cart.value(),
              cart.touchedAt(),
              visit.endedAt()));
    }
  }

  /** What each visitor bought; called once, at the end. */
  void orders(Map<Shopper, Set<Long>> bought) {
    stays.forEach(
        stay -> settle(stay, new TreeSet<>(bought.getOrDefault(stay.shopper(), Set.of()))));
  }

  private void settle(Stay stay, TreeSet<Long> bought) {
    List<Object> key = List.of(shop.id(), stay.day(), stay.shopper().profile().currency());
    tally.count(key, "carts", 1);
    tally.count(key, "created", stay.isNew() ? 1 : 0);
    // The session is not over before nothing could happen in it any more.
    long over = stay.endedAt() + shop.gap().toMillis();
    Long next = bought.higher(stay.touchedAt());
    if (next != null && next <= over) {
      tally.count(key, "ordered", 1);
    } else if (!stay.wasEmptied()) {
      boolean isRecovered = next != null && next <= stay.touchedAt() + RECOVERABLE;
      tally.count(key, "abandoned", 1);
      tally.add(key, "abandoned_value", stay.value());
      tally.count(key, "recovered", isRecovered ? 1 : 0);
      tally.add(key, "recovered_value", isRecovered ? stay.value() : BigDecimal.ZERO);
    }
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
