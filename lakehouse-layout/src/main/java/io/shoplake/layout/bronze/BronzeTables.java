package io.shoplake.layout.bronze;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BINARY;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.INT;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;
import static io.shoplake.layout.FieldType.listOf;
import static io.shoplake.layout.FieldType.structOf;

import io.shoplake.layout.Table;
import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;

/** One table per topic, all of one shape: the messages as they came. */
public final class BronzeTables {

  public static final Table SHOP_EVENTS = of(Topics.SHOP_EVENTS);
  public static final Table SHOP_ORDERS = of(Topics.SHOP_ORDERS);
  public static final Table SHOP_PRODUCTS = of(Topics.SHOP_PRODUCTS);
  public static final Table SHOP_CUSTOMERS = of(Topics.SHOP_CUSTOMERS);
  public static final Table POSTHOG_EVENTS = of(Topics.POSTHOG_EVENTS);
  public static final Table SOURCE_ROWS = of(Topics.SOURCE_ROWS);

  private BronzeTables() {}

  private static Table of(Topic topic) {
    return Table.bronze(
            topic.tableName(), "The messages of %s, byte for byte.".formatted(topic.name()))
        .fields(
            optional("key", BINARY, "The message key, untouched."),
            optional("value", BINARY, "The message value, untouched."),
            optional(
                "headers",
                listOf(
                    structOf(
                        required("key", STRING, "Name of the header."),
                        optional("value", BINARY, "Value of the header."))),
                "The message headers, in order."),
            required("topic", STRING, "The real Kafka topic."),
            required("partition", INT, "The Kafka partition."),
            required("offset", LONG, "The Kafka offset."),
            required("kafka_time", TIMESTAMP, "When Kafka took the message, UTC."),
            required("ingested_at", TIMESTAMP, "When the row was written, UTC."),
            required("ingest_date", DATE, "UTC day of ingested_at."),
            optional("redacted_at", TIMESTAMP, "When the value was replaced on purpose, UTC."))
        .key("topic", "partition", "offset")
        .clusterBy("ingest_date")
        .statistics("ingest_date", "partition", "offset", "kafka_time")
        .build();
  }
}
