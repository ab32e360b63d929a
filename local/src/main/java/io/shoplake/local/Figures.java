package io.shoplake.local;

import static io.shoplake.layout.gold.DailyActivity.DAILY_ACTIVITY;
import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

/** The headline figures of a warehouse, as a few lines of text. */
final class Figures {

  private Figures() {}

  /** The figures of the warehouse that {@code settings} name. */
  static String of(Map<String, String> settings) {
    try (Connection warehouse =
            DriverManager.getConnection(
                settings.get("SHOPLAKE_WAREHOUSE_URL"),
                settings.get("SHOPLAKE_WAREHOUSE_USER"),
                settings.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
        Statement statement = warehouse.createStatement()) {
      return revenue(statement) + visits(statement) + quality(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("The warehouse does not answer", e);
    }
  }

  private static String revenue(Statement statement) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT currency, sum(orders) AS orders, sum(units) AS units,
                   sum(net_revenue) AS net_revenue, sum(refunds) AS refunds,
                   %s AS average
            FROM lake_gold.daily_revenue GROUP BY currency ORDER BY orders DESC, currency"""
                .formatted(DAILY_REVENUE.ratio("average_order_value").sql()))) {
      while (rows.next()) {
        text.append(
            line(
                "Net revenue",
                "%s %s from %s orders of %s units, %s on average, %s refunded"
                    .formatted(
                        money(rows.getBigDecimal("net_revenue")),
                        rows.getString("currency"),
                        number(rows.getLong("orders")),
                        number(rows.getLong("units")),
                        money(rows.getBigDecimal("average")),
                        money(rows.getBigDecimal("refunds")))));
      }
    }
    return text.toString();
  }

  private static String visits(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT sum(sessions) AS sessions, sum(new_visitors) AS visitors,
                   100 * %s AS conversion, sum(bot_sessions) AS bots
            FROM lake_gold.daily_activity"""
                .formatted(DAILY_ACTIVITY.ratio("conversion_rate").sql()))) {
      row.next();
      return line("Visitors", number(row.getLong("visitors")))
          + line("Sessions", number(row.getLong("sessions")))
          + line("Conversion", rounded(row.getBigDecimal("conversion")) + " %")
          + line("Sessions of bots", number(row.getLong("bots")) + " (left out above)");
    }
  }

  private static String quality(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT sum(accepted) AS accepted, sum(duplicate) AS duplicate, sum(late) AS late,
                   sum(rejected_events + rejected_records) AS rejected
            FROM lake_gold.daily_quality""")) {
      row.next();
      return line(
          "Events",
          "%s accepted (%s of them late), %s copies, %s rejected"
              .formatted(
                  number(row.getLong("accepted")),
                  number(row.getLong("late")),
                  number(row.getLong("duplicate")),
                  number(row.getLong("rejected"))));
    }
  }

  private static String line(String name, String value) {
    return "%-18s %s%n".formatted(name, value);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String money(BigDecimal amount) {
    BigDecimal known = amount == null ? BigDecimal.ZERO : amount;
    return String.format(Locale.ROOT, "%,.2f", known);
  }

  private static BigDecimal rounded(BigDecimal percent) {
    return percent == null ? BigDecimal.ZERO : percent.setScale(2, RoundingMode.HALF_UP);
  }
}
