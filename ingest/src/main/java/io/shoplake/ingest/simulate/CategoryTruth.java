package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Refund;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The true rows of {@code daily_category_sales}. */
final class CategoryTruth {

  private final SimulatedShop shop;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "category", "sub_category", "currency"),
          List.of("orders", "units"),
          List.of("gross", "returned", "discounts", "refunds", "net", "profit"));

  CategoryTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  void order(Order order) {
    Set<List<Object>> sold = new HashSet<>();
    for (Line line : order.lines()) {
      List<Object> key = key(order, line, order.placedAt());
      BigDecimal amount = line.item().amount();
      BigDecimal discount = line.item().discount();
      tally.add(key, "gross", amount.max(BigDecimal.ZERO));
      tally.add(key, "returned", amount.negate().max(BigDecimal.ZERO));
      tally.add(key, "discounts", discount);
      tally.add(key, "net", amount.subtract(discount));
      tally.add(key, "profit", line.profit() == null ? BigDecimal.ZERO : line.profit());
      if (line.isSelling()) {
        tally.count(key, "units", line.item().quantity());
        tally.count(key, "orders", sold.add(key) ? 1 : 0);
      }
    }
    for (Refund refund : order.refunds()) {
      for (Line line : refund.lines()) {
        List<Object> key = key(order, line, refund.at());
        tally.add(key, "refunds", line.item().amount());
        tally.add(key, "net", line.item().amount().negate());
      }
    }
  }

  /** A tracker does not know the sub-category. */
  private List<Object> key(Order order, Line line, long at) {
    Catalogue.Product product = line.item().product();
    boolean hasSub = product != null && !order.isOnlyTracked();
    return List.of(
        shop.id(),
        shop.day(at),
        product == null ? "" : product.category(),
        hasSub ? product.subCategory() : "",
        order.currency());
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
