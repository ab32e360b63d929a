package io.shoplake.local.report;

import static io.shoplake.layout.gold.DailyActivity.DAILY_ACTIVITY;
import static io.shoplake.layout.gold.DailyFunnel.DAILY_FUNNEL;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;

import io.shoplake.layout.Table;
import io.shoplake.local.report.Queries.Group;
import io.shoplake.local.report.ReportData.Origin;
import io.shoplake.local.report.ReportData.Product;
import io.shoplake.local.report.ReportData.Quality;
import io.shoplake.local.report.ReportData.Step;
import io.shoplake.local.report.ReportData.Visitors;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Gathers the report of one shop. */
final class ShopQueries {

  private static final int BEST_PRODUCTS = 10;
  private static final int BEST_PRODUCTS_OF_OTHERS = 5;
  private static final Period EVER =
      new Period(LocalDate.of(1900, 1, 1), LocalDate.of(9999, 12, 31));

  private final Queries queries;
  private final String shop;
  private final Period period;

  ShopQueries(Queries queries, String shop, Period period) {
    this.queries = queries;
    this.shop = shop;
    this.period = period;
  }

  /** The report, with what is final judged at {@code now}. */
  ReportData gather(Instant now) {
    Map<String, Sums> money = money(period);
    return new ReportData(
        shop,
        period,
        queries.known(shop).from(),
        money,
        money(period.previous()),
        moneyByDay(period),
        moneyByDay(period.previous()),
        total(DAILY_ACTIVITY, period),
        total(DAILY_ACTIVITY, period.previous()),
        queries.visitors(shop, period),
        visitorsBefore(),
        funnel(),
        origins("channel"),
        origins("device"),
        products(money),
        quality(now));
  }

  private Map<String, Sums> money(Period days) {
    return queries.sums(DAILY_REVENUE, shop, days, "currency").stream()
        .sorted(descending(group -> group.sums().of("orders")))
        .collect(inOrder(group -> group.values().get(0), Group::sums));
  }

  private Map<String, Map<LocalDate, Sums>> moneyByDay(Period whole) {
    Map<String, Map<LocalDate, Sums>> days = new LinkedHashMap<>();
    for (Group group : queries.sums(DAILY_REVENUE, shop, whole, "currency", "day")) {
      days.computeIfAbsent(group.values().get(0), currency -> new TreeMap<>())
          .put(LocalDate.parse(group.values().get(1)), group.sums());
    }
    return days;
  }

  private Sums total(Table table, Period days) {
    return queries.sums(table, shop, days).get(0).sums();
  }

  private Optional<Visitors> visitorsBefore() {
    LocalDate day = period.previous().to();
    return Optional.ofNullable(queries.visitors(shop, new Period(day, day)).get(day));
  }

  private List<Step> funnel() {
    return queries.sums(DAILY_FUNNEL, shop, period, "step_order", "step").stream()
        .map(
            group ->
                new Step(
                    group.values().get(1),
                    group.sums().of("sessions"),
                    group.sums().of("drop_off")))
        .toList();
  }

  /** Sessions that reached the first and the last step, by {@code column}. */
  private List<Origin> origins(String column) {
    Map<String, BigDecimal> visits = new LinkedHashMap<>();
    Map<String, BigDecimal> purchases = new LinkedHashMap<>();
    for (Group group : queries.sums(DAILY_FUNNEL, shop, period, column, "step_order", "step")) {
      String name = group.values().get(0);
      BigDecimal sessions = group.sums().of("sessions");
      if (group.values().get(1).equals("1")) {
        visits.merge(name, sessions, BigDecimal::add);
      }
      if (group.values().get(2).equals("purchase")) {
        purchases.merge(name, sessions, BigDecimal::add);
      }
    }
    return visits.entrySet().stream()
        .map(
            visit ->
                new Origin(
                    visit.getKey(),
                    visit.getValue(),
                    purchases.getOrDefault(visit.getKey(), BigDecimal.ZERO)))
        .sorted(descending(Origin::sessions))
        .toList();
  }

  /** More of the currency that most orders are in. */
  private Map<String, List<Product>> products(Map<String, Sums> money) {
    Map<String, List<Product>> products = new LinkedHashMap<>();
    for (String currency : money.keySet()) {
      int most = products.isEmpty() ? BEST_PRODUCTS : BEST_PRODUCTS_OF_OTHERS;
      products.put(currency, queries.bestProducts(shop, period, currency, most));
    }
    return products;
  }

  private Quality quality(Instant now) {
    return new Quality(
        total(DAILY_QUALITY, period),
        total(DAILY_QUALITY, EVER),
        queries.unbalancedDays(shop),
        queries.firstChangingDay(shop, period, now));
  }

  private static <T> Comparator<T> descending(Function<T, BigDecimal> measure) {
    return Comparator.comparing(measure).reversed();
  }

  private static <T, V> Collector<T, ?, Map<String, V>> inOrder(
      Function<T, String> key, Function<T, V> value) {
    return Collectors.toMap(
        key,
        value,
        (first, second) -> {
          throw new IllegalStateException("One key twice");
        },
        LinkedHashMap::new);
  }
}
