package io.shoplake.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final Messages MESSAGES = new Messages();
  private static Map<String, List<Map<String, Object>>> tables;
  private static Map<String, Object> ledger;

  @BeforeAll
  static void simulate() {
    Truth truth = MESSAGES.run(Messages.plan(7, Messages.MAIN, 3000));
    tables = tables(truth);
    ledger = truth.ledger().totals();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, List<Map<String, Object>>> tables(Truth truth) {
    return (Map<String, List<Map<String, Object>>>) truth.content().get("tables");
  }

  @Test
  void theSameSeedSendsTheSameBytesAndTellsTheSameTruth() {
    Messages first = new Messages();
    Messages second = new Messages();
    Truth truth = first.run(Messages.plan(3, Messages.MAIN, 200));
    Truth again = second.run(Messages.plan(3, Messages.MAIN, 200));
    assertThat(second.texts()).isEqualTo(first.texts());
    assertThat(again.content()).isEqualTo(truth.content());
  }

  @Test
  void anotherSeedIsAnotherShopLife() {
    Messages first = new Messages();
    Messages second = new Messages();
    first.run(Messages.plan(3, Messages.MAIN, 50));
    second.run(Messages.plan(4, Messages.MAIN, 50));
    assertThat(second.all.get(0).value()).isNotEqualTo(first.all.get(0).value());
  }

  @Test
  void everythingSentIsInTheLedger() {
    assertThat(ledger.get("read")).isEqualTo((long) MESSAGES.values("shop.events").size());
    assertThat(number("accepted") + number("duplicate") + number("rejected"))
        .isEqualTo(number("read"));
  }

  @Test
  void theDaysAddUpToTheLedger() {
    for (String measure :
        List.of("accepted", "duplicate", "conflicting", "bot", "clock_corrected")) {
      assertThat(sum("daily_quality", measure)).as(measure).isEqualTo(number(measure)).isPositive();
    }
    assertThat(sum("daily_activity", "events") + sum("daily_activity", "bot_events"))
        .isEqualTo(number("accepted"));
  }

  @Test
  void theFunnelBeginsWithEverySessionAndLosesSomeAtEachStep() {
    assertThat(step("visit")).isEqualTo(sum("daily_activity", "sessions"));
    assertThat(step("visit")).isGreaterThan(step("view_item"));
    assertThat(step("view_item")).isGreaterThan(step("add_to_cart"));
    assertThat(step("add_to_cart")).isGreaterThan(step("begin_checkout"));
    assertThat(step("begin_checkout")).isGreaterThan(step("purchase"));
    assertThat(step("purchase")).isPositive();
  }

  @Test
  void twoToFourOfAHundredSessionsConvert() {
    double rate =
        (double) sum("daily_activity", "converted_sessions") / sum("daily_activity", "sessions");
    assertThat(rate).isBetween(0.02, 0.04);
  }

  @Test
  void moneyAddsUpWithinEachDayAndAcrossProducts() {
    for (Map<String, Object> row : tables.get("daily_revenue")) {
      assertThat(
              money(row, "gross")
                  .subtract(money(row, "returned"))
                  .subtract(money(row, "discounts")))
          .isEqualByComparingTo(money(row, "merchandise"));
      assertThat(
              money(row, "merchandise")
                  .subtract(money(row, "refunds"))
                  .subtract(money(row, "cancelled")))
          .isEqualByComparingTo(money(row, "net_revenue"));
    }
    for (String measure : List.of("gross", "returned", "profit")) {
      assertThat(total("daily_product_sales", measure))
          .as(measure)
          .isEqualByComparingTo(total("daily_revenue", measure));
    }
    assertThat(total("daily_revenue", "refunds")).isPositive();
    assertThat(total("daily_revenue", "cancelled")).isPositive();
  }

  @Test
  void currenciesAreNeverAdded() {
    assertThat(tables.get("daily_revenue"))
        .extracting(row -> row.get("currency"))
        .contains("EUR", "USD");
  }

  @Test
  void noMessageBreaksALine() {
    assertThat(MESSAGES.all).noneMatch(message -> text(message.value()).contains("\n"));
  }

  @Test
  void daysAreThoseOfTheShop() {
    Truth truth = new Messages().run(Messages.plan(1, Messages.TOKYO, 300));
    assertThat(tables(truth).get("daily_activity"))
        .extracting(row -> row.get("day"))
        .startsWith("2026-10-18")
        .endsWith("2026-10-31")
        .hasSize(14);
    assertThat(tables(truth).get("daily_revenue"))
        .extracting(row -> row.get("currency"))
        .contains("JPY");
  }

  private static long number(String total) {
    return ((Number) ledger.get(total)).longValue();
  }

  private static long sum(String table, String measure) {
    return tables.get(table).stream()
        .mapToLong(row -> ((Number) row.get(measure)).longValue())
        .sum();
  }

  private static long step(String step) {
    return tables.get("daily_funnel").stream()
        .filter(row -> row.get("step").equals(step))
        .mapToLong(row -> ((Number) row.get("sessions")).longValue())
        .sum();
  }

  private static BigDecimal total(String table, String measure) {
    return tables.get(table).stream()
        .map(row -> money(row, measure))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal money(Map<String, Object> row, String measure) {
    return new BigDecimal((String) row.get(measure));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
