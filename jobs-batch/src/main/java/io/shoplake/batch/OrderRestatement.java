package io.shoplake.batch;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Orders.ORDERS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;

import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shops;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Brings {@code silver.orders} up to the changes and purchases that are new. */
final class OrderRestatement {

  private static final StructType SHOP =
      (StructType)
          DataType.fromDDL(
              "shop_id string, time_zone string, currency string, revenue_basis string");

  private static final String DAYS_OF_ORDER =
      "flatten(array(array(day), refunds.day, cancellations.day))";

  private final Lake lake;
  private final Map<String, Long> versions;
  private final Optional<Replacement> replacement;

  private OrderRestatement(
      Lake lake, Map<String, Long> versions, Optional<Replacement> replacement) {
    this.lake = lake;
    this.versions = versions;
    this.replacement = replacement;
  }

  /** Makes the touched orders anew; nothing is written yet. */
  static OrderRestatement of(Lake lake, Shops shops) {
    long version = lake.version(ORDERS);
    BuiltFrom built = BuiltFrom.of(lake, ORDERS);
    Map<String, Long> versions = BuiltFrom.now(lake, List.of(ORDER_CHANGES, EVENTS));
    if (versions.equals(built.versions())) {
      return new OrderRestatement(lake, built.versions(), Optional.empty());
    }
    Dataset<Row> touched = touched(lake, built).localCheckpoint();
    if (touched.isEmpty()) {
      return new OrderRestatement(lake, versions, Optional.empty());
    }
    Dataset<Row> wanted =
        OrderFold.orders(
            lake.spark(),
            lake.read(ORDER_CHANGES, versions.get(ORDER_CHANGES.qualifiedName())),
            lake.read(EVENTS, versions.get(EVENTS.qualifiedName())),
            shops(touched, shops),
            touched);
    Dataset<Row> existing =
        lake.read(ORDERS, version).join(touched, new String[] {"shop_id", "order_id"}, "left_semi");
    return new OrderRestatement(
        lake, versions, Optional.of(Replacement.of(ORDERS, version, existing, wanted)));
  }

  /**
   * Writes the orders in one commit, none where nothing is new. The sessions they converted must be
   * up to date by now, as their days are touched too.
   */
  void commit() {
    if (replacement.isPresent()) {
      Replacement orders = replacement.get();
      SortedSet<ShopDay> days = orders.touched(DAYS_OF_ORDER);
      days.addAll(convertedDays(lake, orders.changed().unionByName(orders.before())));
      orders.commit(lake, "restate", days, versions);
    } else if (!versions.equals(BuiltFrom.of(lake, ORDERS).versions())) {
      BuiltFrom.noteUnchanged(lake, ORDERS, "restate", versions);
    }
  }

  private static Dataset<Row> touched(Lake lake, BuiltFrom built) {
    Dataset<Row> changes = lake.addedSince(ORDER_CHANGES, built.version(ORDER_CHANGES));
    Dataset<Row> tracked =
        lake.addedSince(EVENTS, built.version(EVENTS))
            .unionByName(Corrections.changedSince(lake, built.version(EVENTS)), true)
            .where("event_type IN ('purchase', 'refund') AND order_id IS NOT NULL");
    Dataset<Row> touched =
        changes.select("shop_id", "order_id").union(tracked.select("shop_id", "order_id"));
    return touched.distinct();
  }

  private static Dataset<Row> shops(Dataset<Row> touched, Shops shops) {
    List<Row> rows =
        touched.select("shop_id").distinct().collectAsList().stream()
            .map(row -> shops.shop(row.getString(0)))
            .map(OrderRestatement::row)
            .toList();
    return touched.sparkSession().createDataFrame(rows, SHOP);
  }

  private static Row row(Shop shop) {
    return RowFactory.create(
        shop.id(),
        shop.timeZone().getId(),
        shop.currency(),
        shop.revenueBasis().name().toLowerCase(Locale.ROOT));
  }

  // Whether a session converted is decided by its order, and counts on the day it started.
  private static List<ShopDay> convertedDays(Lake lake, Dataset<Row> orders) {
    Dataset<Row> converting =
        orders
            .where("converting_event_id IS NOT NULL")
            .select("shop_id", "visitor_id", "converting_event_id")
            .distinct();
    return TouchedDays.days(
        lake.read(SESSIONS)
            .where("size(purchase_event_ids) > 0")
            .join(converting, new String[] {"shop_id", "visitor_id"})
            .where(array_contains(col("purchase_event_ids"), col("converting_event_id"))));
  }
}
