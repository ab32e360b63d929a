package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.INT;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;

/** Messages that were not accepted. */
public final class Rejects {

  public static final Table REJECTS =
      Table.silver(
              "rejects",
              "One message that was not accepted, and why; its bytes are in the bronze table.")
          .from(
              BronzeTables.SHOP_EVENTS,
              BronzeTables.SHOP_ORDERS,
              BronzeTables.SHOP_PRODUCTS,
              BronzeTables.SHOP_CUSTOMERS,
              BronzeTables.POSTHOG_EVENTS)
          .fields(
              required("shop_id", STRING, "The shop, where it could be read, else main."),
              required("day", DATE, "Shop-local day of kafka_time."),
              required("query", STRING, "The stream that rejected it: events or records."),
              required("reason", STRING, "The code of the first problem, such as not_json."),
              required("detail", STRING, "What exactly was wrong, without the value itself."),
              required("status", STRING, "new, fixed or given_up."),
              required("size", INT, "Bytes of the message value."),
              required("topic", STRING, "The real Kafka topic."),
              required("partition", INT, "The Kafka partition."),
              required("offset", LONG, "The Kafka offset."),
              required("kafka_time", TIMESTAMP, "When Kafka took the message, UTC."),
              required("ingested_at", TIMESTAMP, "When the row was written, UTC."),
              required("batch", LONG, "The micro-batch that wrote the row."))
          .key("topic", "partition", "offset")
          .clusterBy("day")
          .statistics("day", "partition", "offset")
          .build();

  private Rejects() {}
}
