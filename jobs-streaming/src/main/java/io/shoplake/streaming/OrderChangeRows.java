package io.shoplake.streaming;

import io.shoplake.parsing.OrderChange;
import io.shoplake.streaming.Origin.Instants;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Parsed changes of orders as rows of {@code silver.order_changes}. */
final class OrderChangeRows {

  private OrderChangeRows() {}

  /** The columns that the message decides. */
  static Object[] values(OrderChange change, Origin origin) {
    return new Object[] {
      change.shopId(),
      change.orderId(),
      change.changeId(),
      Instants.of(change.changedAt()),
      change.status(),
      Instants.ofNullable(change.placedAt()),
      change.customerId(),
      change.anonymousId(),
      change.currency(),
      lines(change.lines()),
      change.shipping(),
      change.tax(),
      change.discount(),
      change.total(),
      refund(change.refund()),
      ship(change.ship()),
      change.segment(),
      change.paymentMethod(),
      change.channel(),
      change.properties(),
      change.contentHash(),
      origin.topic(),
      origin.partition(),
      origin.offset(),
      origin.kafkaTime()
    };
  }

  private static Seq<Row> lines(List<OrderChange.Line> lines) {
    return lines == null
        ? null
        : CollectionConverters.asScala(lines.stream().map(OrderChangeRows::line).toList()).toSeq();
  }

  private static Row line(OrderChange.Line line) {
    return RowFactory.create(
        line.lineId(),
        line.productId(),
        line.name(),
        line.category(),
        line.subCategory(),
        line.quantity(),
        line.unitPrice(),
        line.discount(),
        line.tax(),
        line.unitCost(),
        line.profit());
  }

  private static Row refund(OrderChange.Refund refund) {
    return refund == null
        ? null
        : RowFactory.create(refund.refundId(), refund.amount(), lines(refund.lines()));
  }

  private static Row ship(OrderChange.Ship ship) {
    return ship == null
        ? null
        : RowFactory.create(
            ship.mode(),
            Instants.ofNullable(ship.shippedAt()),
            ship.country(),
            ship.region(),
            ship.city(),
            ship.postalCode());
  }
}
