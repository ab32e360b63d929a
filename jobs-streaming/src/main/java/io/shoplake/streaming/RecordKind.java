package io.shoplake.streaming;

import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;
import io.shoplake.layout.silver.CustomerChanges;
import io.shoplake.layout.silver.OrderChanges;
import io.shoplake.layout.silver.ProductChanges;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * What a record is of, in the order in which a batch writes the tables: the last one carries the
 * figures of all.
 */
enum RecordKind {
  PRODUCT(
      BronzeTables.SHOP_PRODUCTS,
      ProductChanges.PRODUCT_CHANGES,
      "concat_ws(' ', unix_micros(updated_at), content_hash, product_id)"),
  CUSTOMER(
      BronzeTables.SHOP_CUSTOMERS,
      CustomerChanges.CUSTOMER_CHANGES,
      "concat_ws(' ', unix_micros(updated_at), content_hash, customer_id)"),
  ORDER(BronzeTables.SHOP_ORDERS, OrderChanges.ORDER_CHANGES, "change_id");

  private final Table bronze;
  private final Table silver;
  private final String identity;
  private final StructType packed;

  RecordKind(Table bronze, Table silver, String identity) {
    this.bronze = bronze;
    this.silver = silver;
    this.identity = identity;
    this.packed = Packed.without(silver, "ingested_at", "batch");
  }

  /** What tells a full record, which has no id of its own, from any other of the same shop. */
  static String identity(long updatedAt, long contentHash, String id) {
    return "%d %d %s".formatted(updatedAt, contentHash, id);
  }

  Table bronze() {
    return bronze;
  }

  Table silver() {
    return silver;
  }

  /** The identity of a row of the silver table, as {@link Taken} has it. */
  Column identity() {
    return functions.expr(identity);
  }

  /** The columns of the silver table that a message decides. */
  StructType packed() {
    return packed;
  }

  /** Whether a row is of this kind. */
  Column isKind() {
    return functions.col("record").equalTo(name());
  }

  /**
   * An accepted record.
   *
   * @param time of the fact, in microseconds since 1970 UTC
   * @param identity a second record with it is a copy
   * @param values the row of the silver table, but for what the batch adds
   */
  record Taken(String shop, long time, String identity, long contentHash, Object[] values) {}
}
