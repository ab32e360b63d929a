package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Order.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The true rows of {@code basket_affinity}: what is ordered together. */
final class AffinityTruth {

  private static final int DIGITS = 6;
  private static final long FEWEST = 2;

  private record Pair(String first, String second) {}

  /** The orders of one month. */
  private static final class Month {
    private long orders;
    private final Map<String, Long> byProduct = new TreeMap<>();
    private final Map<Pair, Long> byPair = new LinkedHashMap<>();
  }

  private final SimulatedShop shop;
  private final Map<LocalDate, Month> months = new TreeMap<>();

  AffinityTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  void order(Order order) {
    if (order.isReturn()) {
      return;
    }
    Month month =
        months.computeIfAbsent(shop.day(order.placedAt()).withDayOfMonth(1), fresh -> new Month());
    month.orders++;
    List<String> products =
        new ArrayList<>(
            new TreeSet<>(
                order.lines().stream()
                    .filter(line -> line.isSelling() && line.item().product() != null)
                    .map((Line line) -> line.item().productId())
                    .toList()));
    for (int first = 0; first < products.size(); first++) {
      month.byProduct.merge(products.get(first), 1L, Long::sum);
      for (int second = first + 1; second < products.size(); second++) {
        month.byPair.merge(new Pair(products.get(first), products.get(second)), 1L, Long::sum);
      }
    }
  }

  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    months.forEach(
        (day, month) ->
            month.byPair.forEach(
                (pair, together) -> {
                  if (together >= FEWEST) {
                    rows.add(row(day, month, pair, together));
                  }
                }));
    return rows;
  }

  private Map<String, Object> row(LocalDate day, Month month, Pair pair, long together) {
    long first = month.byProduct.get(pair.first());
    long second = month.byProduct.get(pair.second());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("shop_id", shop.id());
    row.put("month", day.toString());
    row.put("product_id", pair.first());
    row.put("other_product_id", pair.second());
    row.put("orders", month.orders);
    row.put("product_orders", first);
    row.put("other_product_orders", second);
    row.put("pair_orders", together);
    row.put("support", ratio(together, month.orders));
    row.put("confidence", ratio(together, first));
    row.put("other_confidence", ratio(together, second));
    row.put("lift", ratio(together * month.orders, first * second));
    return row;
  }

  private static String ratio(long of, long all) {
    return BigDecimal.valueOf(of)
        .divide(BigDecimal.valueOf(all), DIGITS, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
