package io.shoplake.streaming;

import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.Shops;
import io.shoplake.streaming.Origin.Instants;
import java.time.LocalDate;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The one parsing pass: a message of bronze becomes a change of an order or a reject. */
final class OrderChangeMessages implements MapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** The row of the table stays packed; the day is that of the change, or of a reject's arrival. */
  static final StructType SCHEMA =
      new StructType()
          .add("kind", DataTypes.StringType)
          .add("topic", DataTypes.StringType)
          .add("partition", DataTypes.IntegerType)
          .add("offset", DataTypes.LongType)
          .add("shop", DataTypes.StringType)
          .add("day", DataTypes.IntegerType)
          .add("reason", DataTypes.StringType)
          .add("change_id", DataTypes.StringType)
          .add("content_hash", DataTypes.LongType)
          .add("packed", DataTypes.BinaryType);

  private final OrderChangeParser parser;
  private final Shops shops;
  private final PackedRow changes = new PackedRow(Packed.ORDER_CHANGE);
  private final PackedRow rejects = new PackedRow(Packed.REJECT);

  OrderChangeMessages(OrderChangeParser parser, Shops shops) {
    this.parser = parser;
    this.shops = shops;
  }

  @Override
  public Row call(Row row) {
    Origin origin = Origin.of(row);
    Parsed<OrderChange> parsed = origin.parsed(parser::parse);
    return parsed instanceof Accepted<OrderChange> accepted
        ? change(accepted.record(), origin)
        : reject((Rejected<OrderChange>) parsed, origin);
  }

  private Row change(OrderChange change, Origin origin) {
    LocalDate day =
        LocalDate.ofInstant(
            Instants.of(change.changedAt()), shops.shop(change.shopId()).timeZone());
    return RowFactory.create(
        Kind.ACCEPTED.name(),
        origin.topic(),
        origin.partition(),
        origin.offset(),
        change.shopId(),
        (int) day.toEpochDay(),
        null,
        change.changeId(),
        change.contentHash(),
        changes.pack(changes.row(OrderChangeRows.values(change, origin))));
  }

  private Row reject(Rejected<OrderChange> rejected, Origin origin) {
    Object[] reject = origin.reject(RecordsJob.QUERY, rejected, shops);
    return RowFactory.create(
        Kind.REJECTED.name(),
        origin.topic(),
        origin.partition(),
        origin.offset(),
        rejected.shopId(),
        (int) ((LocalDate) reject[1]).toEpochDay(),
        rejected.reason(),
        null,
        null,
        rejects.pack(rejects.row(reject)));
  }
}
