package io.shoplake.local.report;

import static io.shoplake.layout.gold.DailyActivity.DAILY_ACTIVITY;
import static io.shoplake.layout.gold.DailyFunnel.DAILY_FUNNEL;
import static io.shoplake.layout.gold.DailyProductSales.DAILY_PRODUCT_SALES;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;
import static io.shoplake.layout.ops.Ledger.LEDGER;

import io.shoplake.local.warehouse.WarehouseFixture;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A believable shop of sixty days in two currencies, the same at every run. */
final class SampleShop {

  static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 20);

  private static final int DAYS = 60;
  private static final List<String> STEPS =
      List.of("visit", "view_item", "add_to_cart", "begin_checkout", "purchase");
  private static final List<String> CHANNELS =
      List.of("Organic Search", "Direct", "Paid Search", "Email", "Paid Social", "Referral");
  private static final List<String> PRODUCTS =
      List.of(
          "Linen shirt, white",
          "Trail running shoe",
          "<script>alert('sold')</script> mug & saucer",
          "Merino jumper",
          "Canvas tote bag",
          "Ceramic teapot, 1.2 litres",
          "Wool blanket in a very long description that has to break over several lines",
          "Desk lamp",
          "Notebook \"dotted\"",
          "Candle, beeswax",
          "Enamel pan",
          "Cotton socks, three pairs");

  private final WarehouseFixture warehouse;
  private final String shop;
  private final Random random = new Random(20261120);
  private long accepted;
  private long duplicates;

  SampleShop(WarehouseFixture warehouse, String shop) {
    this.warehouse = warehouse;
    this.shop = shop;
  }

  void fill() throws SQLException {
    for (int i = DAYS - 1; i >= 0; i--) {
      fill(LAST_DAY.minusDays(i), DAYS - i);
    }
    warehouse.insert(
        LEDGER,
        Map.of(
            "query",
            "events/1",
            "topic",
            "shop.events",
            "read",
            accepted + duplicates + 61,
            "accepted",
            accepted,
            "duplicate",
            duplicates,
            "rejected",
            61,
            "rejected_by_reason",
            "{\"bad_type_event_time\": 31, \"not_json\": 18, \"missing_anonymous_id\": 12}"));
    warehouse.insert(
        LEDGER,
        Map.of(
            "query",
            "records/1",
            "topic",
            "shop.orders",
            "read",
            6210,
            "accepted",
            6208,
            "rejected",
            2,
            "rejected_by_reason",
            "{\"missing_order_id\": 2}"));
  }

  private void fill(LocalDate day, int age) throws SQLException {
    double season = 1 + 0.25 * Math.sin(day.getDayOfWeek().getValue()) + age / 150.0;
    int sessions = (int) (900 * season + random.nextInt(120));
    visits(day, sessions);
    int orders = sessions * 34 / 1000;
    money(day, "EUR", orders, new BigDecimal("64.35"));
    money(day, "CHF", orders / 7, new BigDecimal("81.20"));
    for (int i = 0; i < PRODUCTS.size(); i++) {
      product(day, i, sessions / (i + 3));
    }
    int events = sessions * 6;
    warehouse.insert(
        DAILY_QUALITY,
        row(
            day,
            "accepted",
            events + events / 20,
            "late",
            random.nextInt(30),
            "bot",
            events / 20,
            "clock_corrected",
            random.nextInt(4),
            "duplicate",
            events / 40,
            "conflicting",
            random.nextInt(3),
            "rejected_events",
            random.nextInt(3)));
    accepted += events + events / 20;
    duplicates += events / 40;
  }

  private void visits(LocalDate day, int sessions) throws SQLException {
    int dau = sessions * 8 / 10;
    warehouse.insert(
        DAILY_ACTIVITY,
        row(
            day,
            "dau",
            dau,
            "wau",
            dau * 4 + random.nextInt(90),
            "mau",
            dau * 11 + random.nextInt(200),
            "new_visitors",
            dau / 3,
            "events",
            sessions * 6,
            "sessions",
            sessions,
            "bounces",
            sessions / 3,
            "converted_sessions",
            sessions * 3 / 100,
            "session_seconds",
            sessions * 190,
            "bot_events",
            sessions * 6 / 20,
            "bot_sessions",
            sessions / 40));
    for (int c = 0; c < CHANNELS.size(); c++) {
      for (String device : List.of("mobile", "desktop", "tablet")) {
        long reached = (long) (sessions / (c + 2.4) / (device.equals("tablet") ? 13 : 3.2));
        long before = reached;
        for (int step = 0; step < STEPS.size(); step++) {
          reached = step == 0 ? reached : reached * (52 - step * 3 + random.nextInt(9)) / 100;
          warehouse.insert(
              DAILY_FUNNEL,
              row(
                  day,
                  "device",
                  device,
                  "channel",
                  CHANNELS.get(c),
                  "step_order",
                  step + 1,
                  "step",
                  STEPS.get(step),
                  "sessions",
                  reached,
                  "sessions_ever",
                  reached,
                  "visitors",
                  reached,
                  "drop_off",
                  before - reached));
          before = reached;
        }
      }
    }
  }

  private void money(LocalDate day, String currency, int orders, BigDecimal each)
      throws SQLException {
    BigDecimal gross = each.multiply(BigDecimal.valueOf(orders + random.nextInt(4)));
    BigDecimal discounts = gross.multiply(new BigDecimal("0.06"));
    BigDecimal merchandise = gross.subtract(discounts);
    BigDecimal refunds =
        random.nextInt(3) == 0 ? each.multiply(BigDecimal.valueOf(2)) : BigDecimal.ZERO;
    BigDecimal cancelled = random.nextInt(5) == 0 ? each : BigDecimal.ZERO;
    warehouse.insert(
        DAILY_REVENUE,
        row(
            day,
            "currency",
            currency,
            "orders",
            orders,
            "units",
            orders * 2,
            "gross",
            gross,
            "discounts",
            discounts,
            "merchandise",
            merchandise,
            "shipping",
            BigDecimal.valueOf(orders * 4L),
            "tax",
            merchandise.multiply(new BigDecimal("0.19")),
            "total",
            merchandise.multiply(new BigDecimal("1.19")),
            "refunds",
            refunds,
            "cancelled",
            cancelled,
            "net_revenue",
            merchandise.subtract(refunds).subtract(cancelled),
            "profit",
            merchandise.multiply(new BigDecimal("0.31")),
            "new_customers",
            orders * 6 / 10,
            "returning_customers",
            orders * 3 / 10,
            "guest_orders",
            orders / 10,
            "final_at",
            day.plusDays(9).atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC)));
  }

  private void product(LocalDate day, int number, int views) throws SQLException {
    BigDecimal gross = BigDecimal.valueOf(views / 12L).multiply(BigDecimal.valueOf(17 + number));
    warehouse.insert(
        DAILY_PRODUCT_SALES,
        row(
            day,
            "product_id",
            "SKU-%03d".formatted(number + 1),
            "currency",
            "EUR",
            "product_name",
            PRODUCTS.get(number),
            "views",
            views,
            "carts",
            views / 5,
            "orders",
            views / 14,
            "units",
            views / 12,
            "gross",
            gross,
            "net",
            gross));
  }

  private Map<String, Object> row(LocalDate day, Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("shop_id", shop);
    row.put("day", day);
    row.put("final_at", day.plusDays(9).atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }
}
