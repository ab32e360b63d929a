package io.shoplake.local.report;

import static io.shoplake.layout.gold.DailyActivity.DAILY_ACTIVITY;
import static io.shoplake.layout.gold.DailyProductSales.DAILY_PRODUCT_SALES;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;

import io.shoplake.layout.Table;
import io.shoplake.local.report.ReportData.Product;
import io.shoplake.local.report.ReportData.Visitors;
import io.shoplake.local.warehouse.Warehouse;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the report asks of the warehouse. */
final class Queries {

  /** Sums of the rows that share the values of some columns, given as text. */
  record Group(List<String> values, Sums sums) {}

  private final Warehouse warehouse;

  Queries(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The shops with any day of money or visitors, by name. */
  List<String> shops() {
    return warehouse.query(
        """
        SELECT shop_id FROM %s UNION SELECT shop_id FROM %s ORDER BY shop_id
        """
            .formatted(Warehouse.name(DAILY_ACTIVITY), Warehouse.name(DAILY_REVENUE)),
        row -> row.getString(1));
  }

  /** From the first to the last day of money or visitors of a shop that has any. */
  Period known(String shop) {
    return warehouse
        .query(
            """
            SELECT min(day), max(day)
            FROM (SELECT shop_id, day FROM %s UNION ALL SELECT shop_id, day FROM %s) AS days
            WHERE shop_id = ?
            """
                .formatted(Warehouse.name(DAILY_ACTIVITY), Warehouse.name(DAILY_REVENUE)),
            row -> new Period(day(row, 1), day(row, 2)),
            shop)
        .get(0);
  }

  /** Sums of {@code table} over the days of {@code period}, by {@code columns}, in their order. */
  List<Group> sums(Table table, String shop, Period period, String... columns) {
    String by = List.of(columns).stream().map(Warehouse::quoted).collect(Collectors.joining(", "));
    return warehouse.query(
        "SELECT %s FROM %s WHERE shop_id = ? AND day BETWEEN ? AND ?%s"
            .formatted(
                selected(table, by),
                Warehouse.name(table),
                by.isEmpty() ? "" : " GROUP BY " + by + " ORDER BY " + by),
        row -> group(table, row, columns),
        shop,
        period.from(),
        period.to());
  }

  private static String selected(Table table, String by) {
    String sums =
        Sums.columns(table).stream()
            .map(column -> "coalesce(sum(%1$s), 0) AS %1$s".formatted(Warehouse.quoted(column)))
            .collect(Collectors.joining(", "));
    return by.isEmpty() ? sums : by + ", " + sums;
  }

  private static Group group(Table table, ResultSet row, String... columns) throws SQLException {
    String[] values = new String[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] = row.getString(columns[i]);
    }
    return new Group(List.of(values), sums(table, row));
  }

  private static Sums sums(Table table, ResultSet row) throws SQLException {
    Map<String, BigDecimal> sums = new HashMap<>();
    for (String column : Sums.columns(table)) {
      sums.put(column, row.getBigDecimal(column));
    }
    return new Sums(table, sums);
  }

  /** Distinct visitors of each day that has events. */
  Map<LocalDate, Visitors> visitors(String shop, Period period) {
    Map<LocalDate, Visitors> visitors = new LinkedHashMap<>();
    warehouse.query(
        """
        SELECT day, dau, wau, mau FROM %s
        WHERE shop_id = ? AND day BETWEEN ? AND ? ORDER BY day
        """
            .formatted(Warehouse.name(DAILY_ACTIVITY)),
        row ->
            visitors.put(
                day(row, 1),
                new Visitors(row.getBigDecimal(2), row.getBigDecimal(3), row.getBigDecimal(4))),
        shop,
        period.from(),
        period.to());
    return visitors;
  }

  /** The {@code most} products that bring most in one currency, with their latest name. */
  List<Product> bestProducts(String shop, Period period, String currency, int most) {
    return warehouse.query(
        """
        SELECT product_id,
          (array_agg(product_name ORDER BY day DESC)
            FILTER (WHERE product_name IS NOT NULL))[1] AS latest_name,
          %s
        FROM %s
        WHERE shop_id = ? AND day BETWEEN ? AND ? AND currency = ?
        GROUP BY product_id
        HAVING sum(units) <> 0 OR sum(net) <> 0
        ORDER BY sum(net) DESC, product_id
        LIMIT %d
        """
            .formatted(
                selected(DAILY_PRODUCT_SALES, ""), Warehouse.name(DAILY_PRODUCT_SALES), most),
        row ->
            new Product(
                row.getString("product_id"),
                Optional.ofNullable(row.getString("latest_name")).orElse(""),
                sums(DAILY_PRODUCT_SALES, row)),
        shop,
        period.from(),
        period.to(),
        currency);
  }

  /** Days on which the ledger's accepted events are not the events that were counted. */
  List<LocalDate> unbalancedDays(String shop) {
    return warehouse.query(
        """
        SELECT day
        FROM (SELECT * FROM %s WHERE shop_id = ?) AS quality
        FULL JOIN (SELECT * FROM %s WHERE shop_id = ?) AS activity USING (day)
        WHERE coalesce(quality.accepted, 0)
          <> coalesce(activity.events, 0) + coalesce(activity.bot_events, 0)
        ORDER BY day
        """
            .formatted(Warehouse.name(DAILY_QUALITY), Warehouse.name(DAILY_ACTIVITY)),
        row -> day(row, 1),
        shop,
        shop);
  }

  /** The first day of the period whose figures are expected to change after {@code now}. */
  Optional<LocalDate> firstChangingDay(String shop, Period period, Instant now) {
    return warehouse
        .query(
            """
            SELECT min(day)
            FROM (
              SELECT shop_id, day, final_at FROM %s
              UNION ALL SELECT shop_id, day, final_at FROM %s) AS days
            WHERE shop_id = ? AND day BETWEEN ? AND ? AND final_at > ?
            """
                .formatted(Warehouse.name(DAILY_ACTIVITY), Warehouse.name(DAILY_REVENUE)),
            row -> Optional.ofNullable(day(row, 1)),
            shop,
            period.from(),
            period.to(),
            OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .get(0);
  }

  private static LocalDate day(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDate.class);
  }
}
