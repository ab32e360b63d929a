package io.shoplake.streaming;

import io.shoplake.parsing.CustomerParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.ProductParser;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
import io.shoplake.streaming.Origin.Instants;
import io.shoplake.streaming.RecordKind.Taken;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The one parsing pass: a message of bronze becomes a record or a reject. */
final class RecordMessages implements MapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** The row of the table stays packed; the day is that of the fact, or of a reject's arrival. */
  static final StructType SCHEMA =
      new StructType()
          .add("record", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("topic", DataTypes.StringType)
          .add("partition", DataTypes.IntegerType)
          .add("offset", DataTypes.LongType)
          .add("shop", DataTypes.StringType)
          .add("day", DataTypes.IntegerType)
          .add("reason", DataTypes.StringType)
          .add("identity", DataTypes.StringType)
          .add("content_hash", DataTypes.LongType)
          .add("packed", DataTypes.BinaryType);

  private final OrderChangeParser orders;
  private final ProductParser products;
  private final CustomerParser customers;
  private final Shops shops;
  private final Map<RecordKind, PackedRow> records = new EnumMap<>(RecordKind.class);
  private final PackedRow rejects = new PackedRow(Packed.REJECT);

  RecordMessages(Pseudonyms pseudonyms, Limits limits, Shops shops) {
    this.orders = new OrderChangeParser(pseudonyms, limits);
    this.products = new ProductParser(pseudonyms, limits);
    this.customers = new CustomerParser(pseudonyms, limits);
    this.shops = shops;
    for (RecordKind record : RecordKind.values()) {
      records.put(record, new PackedRow(record.packed()));
    }
  }

  /** {@code row} is of a bronze table, with the kind of its records in {@code record}. */
  @Override
  public Row call(Row row) {
    Origin origin = Origin.of(row);
    RecordKind record = RecordKind.valueOf(row.getAs("record"));
    return switch (record) {
      case ORDER -> row(record, origin, origin.parsed(orders), RecordRows::order);
      case PRODUCT -> row(record, origin, origin.parsed(products), RecordRows::product);
      case CUSTOMER -> row(record, origin, origin.parsed(customers), RecordRows::customer);
    };
  }

  private <T> Row row(
      RecordKind record, Origin origin, Parsed<T> parsed, BiFunction<T, Origin, Taken> rows) {
    return parsed instanceof Accepted<T> accepted
        ? taken(record, rows.apply(accepted.record(), origin), origin)
        : reject(record, (Rejected<T>) parsed, origin);
  }

  private Row taken(RecordKind record, Taken taken, Origin origin) {
    LocalDate day =
        LocalDate.ofInstant(Instants.of(taken.time()), shops.shop(taken.shop()).timeZone());
    PackedRow packed = records.get(record);
    return RowFactory.create(
        record.name(),
        Kind.ACCEPTED.name(),
        origin.topic(),
        origin.partition(),
        origin.offset(),
        taken.shop(),
        (int) day.toEpochDay(),
        null,
        taken.identity(),
        taken.contentHash(),
        packed.pack(packed.row(taken.values())));
  }

  private Row reject(RecordKind record, Rejected<?> rejected, Origin origin) {
    Object[] reject = origin.reject(RecordsJob.QUERY, rejected, shops);
    return RowFactory.create(
        record.name(),
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
