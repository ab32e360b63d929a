package io.shoplake.batch;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Makes orders out of what the order system and the tracking say of them. */
final class OrderFold {

  private OrderFold() {}

  /**
   * The rows of {@code silver.orders} for the touched orders that exist.
   *
   * @param changes rows of {@code silver.order_changes}
   * @param events rows of {@code silver.events}
   * @param shops shop_id, time_zone, currency and revenue_basis of every shop with a touched order
   * @param touched shop_id and order_id
   */
  static Dataset<Row> orders(
      SparkSession spark,
      Dataset<Row> changes,
      Dataset<Row> events,
      Dataset<Row> shops,
      Dataset<Row> touched) {
    try (Views views = new Views(spark)) {
      return views
          .with("order_changes", changes)
          .with("events", events)
          .with("shops", shops)
          .with("touched_orders", touched)
          .withComputed("silver/orders/stated_orders.sql")
          .withComputed("silver/orders/priced_orders.sql")
          .withComputed("silver/orders/order_refunds.sql")
          .withQuery("silver/orders/order_cancellations.sql")
          .run(SqlText.of("silver/orders.sql"));
    }
  }
}
