package io.shoplake.ingest.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shoplake.parsing.Shop;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The truths of the tables hang together, in several shops at once. */
class FiguresTest {

  private static final Faults FAULTS = new Faults(0.02, 0.1, 0.01, 0.02, 0.03, 0.02, 0.01, 0.3);
  private static final Messages MESSAGES = new Messages();
  private static Truth truth;
  private static Map<String, List<Map<String, Object>>> tables;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void simulate() {
    truth =
        MESSAGES.run(
            Messages.plan(
                5,
                FAULTS,
                new Simulation.Place(Messages.MAIN, 2500, Messages.END),
                new Simulation.Place(Messages.TOKYO, 1500, Messages.END),
                new Simulation.Place(
                    SimulatedShop.of(Shop.withDefaults("empty")), 1, Messages.END)));
    tables = (Map<String, List<Map<String, Object>>>) truth.content().get("tables");
  }

  @Test
  void hoursAddUpToDays() {
    for (String measure : List.of("orders", "returns", "units", "merchandise", "total")) {
      assertThat(sums("hourly_orders", measure, "shop_id", "day", "currency"))
          .as(measure)
          .isEqualTo(sums("daily_revenue", measure, "shop_id", "day", "currency"));
    }
  }

  @Test
  void categoriesAddUpToProducts() {
    for (String measure :
        List.of("units", "gross", "returned", "discounts", "refunds", "net", "profit")) {
      assertThat(sums("daily_category_sales", measure, "shop_id", "day", "currency"))
          .as(measure)
          .isEqualTo(sums("daily_product_sales", measure, "shop_id", "day", "currency"));
    }
  }

  @Test
  void visitorsAddUpToTheActivityOfTheirDay() {
    for (String measure : List.of("events", "page_views", "product_views", "sessions")) {
      assertThat(sums("daily_user_activity", measure, "shop_id", "day"))
          .as(measure)
          .isEqualTo(sums("daily_activity", measure, "shop_id", "day"));
    }
    Map<String, Long> visitors = new TreeMap<>();
    for (Map<String, Object> row : tables.get("daily_user_activity")) {
      visitors.merge(key(row, "shop_id", "day"), (Long) row.get("events") > 0 ? 1L : 0L, Long::sum);
    }
    tables
        .get("daily_activity")
        .forEach(
            row ->
                assertThat(visitors.getOrDefault(key(row, "shop_id", "day"), 0L))
                    .isEqualTo(row.get("dau")));
  }

  @Test
  void sourcesAddUpToTheSessionsOfTheirDay() {
    for (String measure :
        List.of("sessions", "bounces", "session_seconds", "converted_sessions", "bot_sessions")) {
      assertThat(sums("daily_traffic", measure, "shop_id", "day"))
          .as(measure)
          .isEqualTo(sums("daily_activity", measure, "shop_id", "day"));
    }
  }

  @Test
  void everyModelOfAttributionAddsUpToTheMerchandise() {
    for (String model : List.of("first", "last_non_direct", "linear", "position")) {
      Map<String, BigDecimal> revenue = new TreeMap<>();
      Map<String, BigDecimal> orders = new TreeMap<>();
      for (Map<String, Object> row : tables.get("daily_attribution")) {
        if (row.get("model").equals(model)) {
          String key = key(row, "shop_id", "day", "currency");
          revenue.merge(key, amount(row, "credited_revenue"), BigDecimal::add);
          orders.merge(key, amount(row, "credited_orders"), BigDecimal::add);
        }
      }
      assertThat(withoutZeros(revenue))
          .as(model)
          .isEqualTo(sums("daily_revenue", "merchandise", "shop_id", "day", "currency"));
      assertThat(withoutZeros(orders))
          .as(model)
          .isEqualTo(sums("daily_revenue", "orders", "shop_id", "day", "currency"));
    }
    assertThat(tables.get("daily_attribution"))
        .extracting(row -> row.get("channel"))
        .contains("unattributed", "Direct", "Email");
  }

  @Test
  void everyOrderIsOnOneSideOfTheTrackingGapOrOnBoth() {
    for (Map<String, Object> row : tables.get("daily_tracking_gap")) {
      assertThat((Long) row.get("tracked_orders") + (Long) row.get("missed_orders"))
          .isEqualTo(row.get("recorded_orders"));
    }
    assertThat(total("daily_tracking_gap", "recorded_orders").add(total("only_tracked_orders")))
        .isEqualByComparingTo(total("daily_revenue", "orders"));
    assertThat(total("missed_orders")).isPositive();
    assertThat(total("only_tracked_orders")).isPositive();
  }

  private static BigDecimal total(String measure) {
    return total("daily_tracking_gap", measure);
  }

  @Test
  void cartsAreMadeOrderedLeftAndTakenUpAgain() {
    for (Map<String, Object> row : tables.get("daily_carts")) {
      assertThat((Long) row.get("created")).isLessThanOrEqualTo((Long) row.get("carts"));
      assertThat((Long) row.get("recovered")).isLessThanOrEqualTo((Long) row.get("abandoned"));
      assertThat((Long) row.get("ordered") + (Long) row.get("abandoned"))
          .isLessThanOrEqualTo((Long) row.get("carts"));
    }
    assertThat(total("daily_carts", "recovered")).isPositive();
    assertThat(total("daily_carts", "abandoned_value"))
        .isGreaterThan(total("daily_carts", "recovered_value"));
    assertThat(total("daily_carts", "carts")).isGreaterThan(total("daily_carts", "created"));
  }

  @Test
  void cohortsHoldEveryNewCustomerOnce() {
    Map<String, Long> cohorts = new TreeMap<>();
    for (Map<String, Object> row : tables.get("cohort_retention")) {
      if (row.get("cohort_month").equals(row.get("activity_month"))) {
        assertThat(row.get("customers")).isEqualTo(row.get("cohort_customers"));
        cohorts.merge((String) row.get("shop_id"), (Long) row.get("customers"), Long::sum);
      }
    }
    Map<String, Long> fresh = new TreeMap<>();
    tables
        .get("daily_revenue")
        .forEach(
            row ->
                fresh.merge(
                    (String) row.get("shop_id"), (Long) row.get("new_customers"), Long::sum));
    assertThat(cohorts).isEqualTo(fresh);
  }

  @Test
  void customersAreScoredAgainstEachOther() {
    List<Map<String, Object>> rows = tables.get("customer_value");
    assertThat(rows).extracting(row -> row.get("day")).contains("2026-10-25");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat((Integer) row.get("monetary_score")).isBetween(1, 5);
              assertThat((Long) row.get("recency_days")).isNotNegative();
              assertThat((Long) row.get("frequency")).isPositive();
            });
    assertThat(rows)
        .extracting(row -> row.get("segment"))
        .contains("new", "champion", "hibernating");
    assertThat(rows)
        .extracting(row -> (String) row.get("customer_id"))
        .noneMatch(FiguresTest::isEmail);
    assertThat(rows)
        .extracting(row -> (String) row.get("customer_id"))
        .anyMatch(FiguresTest::isHashed);
  }

  private static boolean isEmail(String id) {
    return id.contains("@");
  }

  private static boolean isHashed(String id) {
    return id.startsWith("p1:");
  }

  @Test
  void pairsAreBoughtTogetherMoreOftenThanByChance() {
    assertThat(tables.get("basket_affinity"))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              BigDecimal support = amount(row, "support");
              assertThat(support.multiply(BigDecimal.valueOf((Long) row.get("orders"))))
                  .isCloseTo(
                      BigDecimal.valueOf((Long) row.get("pair_orders")),
                      within(new BigDecimal("0.01")));
              assertThat((Long) row.get("pair_orders"))
                  .isLessThanOrEqualTo((Long) row.get("product_orders"));
            });
  }

  @Test
  void disguisedProgramsAreKnownAndLeftOut() {
    List<?> bots = (List<?>) truth.content().get("bots");
    assertThat(bots.toString()).contains("one_hit").contains("sleepless").contains("tokyo");
    assertThat(total("daily_activity", "bot_events")).isGreaterThan(total("daily_quality", "bot"));
  }

  @Test
  void aTrackerChangesInTheMiddle() {
    List<String> events = MESSAGES.values("shop.events").stream().map(FiguresTest::text).toList();
    assertThat(events).anyMatch(event -> event.contains("\"experiment\":{"));
    assertThat(events).anyMatch(event -> event.contains("\"unit_price\":\""));
  }

  @Test
  void pricesAndAddressesChange() {
    assertThat(ids("shop.products", "product_id")).anyMatch(count -> count > 1);
    assertThat(ids("shop.customers", "customer_id")).anyMatch(count -> count > 1);
    assertThat(MESSAGES.values("shop.customers").stream().map(FiguresTest::text))
        .extracting(record -> record.contains("\"deleted\":true"))
        .contains(true);
  }

  private static Iterable<Long> ids(String topic, String field) {
    Map<String, Long> counts = new TreeMap<>();
    for (String record :
        MESSAGES.values(topic).stream().map(FiguresTest::text).distinct().toList()) {
      String id = record.replaceFirst(".*?\"" + field + "\":\"([^\"]*)\".*", "$1");
      counts.merge(id + record.contains("tokyo"), 1L, Long::sum);
    }
    return counts.values();
  }

  @Test
  void shopsKeepTheirOwnPricesAndProducts() {
    assertThat(tables.get("daily_revenue"))
        .filteredOn(row -> row.get("shop_id").equals("tokyo"))
        .extracting(row -> row.get("currency"))
        .contains("JPY")
        .doesNotContain("EUR");
    assertThat(truth.summary()).contains("shop.products").contains("shop.customers");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static BigDecimal total(String table, String measure) {
    return tables.get(table).stream()
        .map(row -> amount(row, measure))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The sums of {@code measure} that are not zero, by the columns of {@code key}. */
  private static Map<String, BigDecimal> sums(String table, String measure, String... key) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, Object> row : tables.get(table)) {
      sums.merge(key(row, key), amount(row, measure), BigDecimal::add);
    }
    return withoutZeros(sums);
  }

  private static Map<String, BigDecimal> withoutZeros(Map<String, BigDecimal> sums) {
    Map<String, BigDecimal> others = new TreeMap<>();
    sums.forEach(
        (key, sum) -> {
          if (sum.signum() != 0) {
            others.put(key, sum.stripTrailingZeros());
          }
        });
    return others;
  }

  private static String key(Map<String, Object> row, String... columns) {
    return List.of(columns).stream().map(column -> row.get(column) + "").toList().toString();
  }

  private static BigDecimal amount(Map<String, Object> row, String measure) {
    return new BigDecimal(row.get(measure).toString());
  }
}
