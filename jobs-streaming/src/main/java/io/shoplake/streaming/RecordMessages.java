package io.shoplake.streaming;

import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.Shops;
import io.shoplake.streaming.Origin.Instants;
import io.shoplake.streaming.RecordKind.Taken;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The one parsing pass: a message of bronze becomes a record or a reject.
 *
 * @param <T> the record
 */
final class RecordMessages<T> implements MapFunction<Row, Row> {

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

  /** Reads a message; travels with a task. */
  interface Parser<T> extends Serializable {
    Parsed<T> parse(byte[] value, Instant kafkaTime);
  }

  /** Makes a row of a record; travels with a task. */
  interface Rows<T> extends Serializable {
    Taken row(T record, Origin origin);
  }

  private final RecordKind record;
  private final Parser<T> parser;
  private final Rows<T> rows;
  private final Shops shops;
  private final PackedRow records;
  private final PackedRow rejects = new PackedRow(Packed.REJECT);

  RecordMessages(RecordKind record, Parser<T> parser, Rows<T> rows, Shops shops) {
    this.record = record;
    this.parser = parser;
    this.rows = rows;
    this.shops = shops;
    this.records = new PackedRow(record.packed());
  }

  @Override
  public Row call(Row row) {
    Origin origin = Origin.of(row);
    Parsed<T> parsed = origin.parsed(parser::parse);
    return parsed instanceof Accepted<T> accepted
        ? taken(rows.row(accepted.record(), origin), origin)
        : reject((Rejected<T>) parsed, origin);
  }

  private Row taken(Taken taken, Origin origin) {
    LocalDate day =
        LocalDate.ofInstant(Instants.of(taken.time()), shops.shop(taken.shop()).timeZone());
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
        records.pack(records.row(taken.values())));
  }

  private Row reject(Rejected<T> rejected, Origin origin) {
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
