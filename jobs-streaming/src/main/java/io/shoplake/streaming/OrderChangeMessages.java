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

  /** A kind with one of the two rows; {@code day} is that of the change, or of its arrival. */
  static final StructType SCHEMA =
      new StructType()
          .add("kind", DataTypes.StringType)
          .add("day", DataTypes.DateType)
          .add("change", Packed.ORDER_CHANGE)
          .add("reject", Packed.REJECT);

  private final OrderChangeParser parser;
  private final Shops shops;

  OrderChangeMessages(OrderChangeParser parser, Shops shops) {
    this.parser = parser;
    this.shops = shops;
  }

  @Override
  public Row call(Row row) {
    Origin origin = Origin.of(row);
    Parsed<OrderChange> parsed = parser.parse(origin.value(), origin.kafkaTime());
    if (parsed instanceof Accepted<OrderChange> accepted) {
      OrderChange change = accepted.record();
      LocalDate day =
          LocalDate.ofInstant(
              Instants.of(change.changedAt()), shops.shop(change.shopId()).timeZone());
      Row values = RowFactory.create(OrderChangeRows.values(change, origin));
      return RowFactory.create(Kind.ACCEPTED.name(), day, values, null);
    }
    Object[] reject = origin.reject(RecordsJob.QUERY, (Rejected<OrderChange>) parsed, shops);
    return RowFactory.create(Kind.REJECTED.name(), reject[1], null, RowFactory.create(reject));
  }
}
