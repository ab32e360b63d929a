package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The true rows of {@code customer_value}, as of every Sunday. */
final class CustomerValueTruth {

  private static final int WINDOW_DAYS = 365;
  private static final int SCORES = 5;

  private final SimulatedShop shop;
  private final UnaryOperator<String> published;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /** One customer as of one day, before being compared with the others. */
  private record Standing(
      String customerId,
      LocalDate firstDay,
      LocalDate lastDay,
      long recency,
      long frequency,
      BigDecimal monetary,
      long orders,
      BigDecimal revenue,
      long unconverted) {}

  /**
   * No customers.
   *
   * @param published how the lake writes an id, which is another way for one that holds an e-mail
   *     address
   */
  CustomerValueTruth(SimulatedShop shop, UnaryOperator<String> published) {
    this.shop = shop;
    this.published = published;
  }

  /** All customers, as of the Sundays among {@code days}; called once, at the end. */
  void customers(Map<String, CustomerOrders> customers, List<LocalDate> days) {
    for (LocalDate day : days) {
      if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
        List<Standing> standings = new ArrayList<>();
        customers.forEach(
            (id, customer) -> {
              boolean isCustomer =
                  customer.firstDay().filter(first -> !first.isAfter(day)).isPresent();
              if (isCustomer) {
                standings.add(standing(published.apply(id), customer, day));
              }
            });
        compare(standings, day);
      }
    }
  }

  private Standing standing(String id, CustomerOrders customer, LocalDate day) {
    LocalDate lastDay = null;
    long orders = 0;
    long frequency = 0;
    long unconverted = 0;
    BigDecimal revenue = BigDecimal.ZERO;
    BigDecimal monetary = BigDecimal.ZERO;
    for (Order order : customer.all()) {
      LocalDate placed = shop.day(order.placedAt());
      if (placed.isAfter(day)) {
        break;
      }
      boolean isRecent = placed.isAfter(day.minusDays(WINDOW_DAYS));
      boolean isConverted = customer.isConverted(order);
      if (!order.isReturn()) {
        lastDay = placed;
        orders++;
        frequency += isRecent ? 1 : 0;
        unconverted += isConverted ? 0 : 1;
      }
      if (isConverted) {
        BigDecimal net = customer.netRevenue(order, day);
        revenue = revenue.add(net);
        monetary = isRecent ? monetary.add(net) : monetary;
      }
    }
    return new Standing(
        id,
        customer.firstDay().orElseThrow(),
        lastDay,
        ChronoUnit.DAYS.between(lastDay, day),
        frequency,
        monetary,
        orders,
        revenue,
        unconverted);
  }

  private void compare(List<Standing> standings, LocalDate day) {
    long[] recencies = standings.stream().mapToLong(s -> -s.recency()).sorted().toArray();
    long[] frequencies = standings.stream().mapToLong(Standing::frequency).sorted().toArray();
    long[] monetaries =
        standings.stream().mapToLong(s -> unscaled(s.monetary())).sorted().toArray();
    for (Standing standing : standings) {
      int recency = score(-standing.recency(), recencies);
      int frequency = score(standing.frequency(), frequencies);
      int monetary = score(unscaled(standing.monetary()), monetaries);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("shop_id", shop.id());
      row.put("day", day.toString());
      row.put("customer_id", standing.customerId());
      row.put("first_order_day", standing.firstDay().toString());
      row.put("last_order_day", standing.lastDay().toString());
      row.put("recency_days", standing.recency());
      row.put("frequency", standing.frequency());
      row.put("monetary", Tally.money(standing.monetary()));
      row.put("lifetime_orders", standing.orders());
      row.put("lifetime_revenue", Tally.money(standing.revenue()));
      row.put("unconverted_orders", standing.unconverted());
      row.put("recency_score", recency);
      row.put("frequency_score", frequency);
      row.put("monetary_score", monetary);
      row.put("segment", segment(standing, recency, frequency, monetary));
      rows.add(row);
    }
  }

  /** From 1 to 5: in which fifth of all it is; equals are all in the middle of their range. */
  private static int score(long value, long[] sorted) {
    int worse = below(value, sorted);
    int equal = below(value + 1, sorted) - worse;
    return 1 + (int) ((long) SCORES * (2L * worse + equal) / (2L * sorted.length));
  }

  /** How many of {@code sorted} are less than {@code value}. */
  private static int below(long value, long[] sorted) {
    int below = 0;
    int above = sorted.length;
    while (below < above) {
      int middle = (below + above) >>> 1;
      if (sorted[middle] < value) {
        below = middle + 1;
      } else {
        above = middle;
      }
    }
    return below;
  }

  private static long unscaled(BigDecimal amount) {
    return amount.movePointRight(4).longValueExact();
  }

  private static String segment(Standing standing, int recency, int frequency, int monetary) {
    if (standing.frequency() == 0) {
      return "lost";
    }
    if (frequency >= 4) {
      return recency >= 4 && monetary >= 4 ? "champion" : recency >= 3 ? "loyal" : "at_risk";
    }
    if (standing.orders() == 1 && recency >= 4) {
      return "new";
    }
    return recency <= 2 ? "hibernating" : "regular";
  }

  List<Map<String, Object>> rows() {
    return rows;
  }
}
