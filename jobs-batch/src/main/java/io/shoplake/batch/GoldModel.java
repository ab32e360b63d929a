package io.shoplake.batch;

import io.shoplake.layout.Table;
import io.shoplake.layout.silver.Orders;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A gold table and the query that makes its rows.
 *
 * @param table the declaration
 * @param query a SELECT over the table's declared sources, {@code touched_days} and {@code
 *     funnel_steps}
 */
record GoldModel(Table table, String query) {

  /** The model of {@code table}, its query taken from {@code gold/<table>.sql}. */
  static GoldModel of(Table table) {
    return new GoldModel(table, SqlText.of("gold/%s.sql".formatted(table.name())));
  }

  /**
   * The rows of the touched days.
   *
   * <p>The query sees the declared sources under their own names, what the orders hold as {@code
   * order_lines}, {@code refunds} and {@code cancellations}, and {@code touched_days} (shop_id,
   * day, final_at) and {@code funnel_steps} (shop_id, step_order, step); nothing else.
   *
   * @param sources rows by table name, of every declared source
   * @param funnelSteps the steps of every shop with a touched day
   */
  Dataset<Row> run(
      SparkSession spark,
      Map<String, Dataset<Row>> sources,
      Dataset<Row> touchedDays,
      Dataset<Row> funnelSteps) {
    try (Views views = new Views(spark)) {
      table.sources().forEach(source -> views.with(source.name(), sources.get(source.name())));
      if (table.sources().contains(Orders.ORDERS)) {
        views.withQuery("views/order_lines.sql");
        views.withQuery("views/refunds.sql");
        views.withQuery("views/cancellations.sql");
      }
      return views.with("touched_days", touchedDays).with("funnel_steps", funnelSteps).run(query);
    }
  }
}
