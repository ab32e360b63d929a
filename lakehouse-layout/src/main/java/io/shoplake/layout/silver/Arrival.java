package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.INT;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Field;
import java.util.List;

/** Which message a record was, and how it came in. */
final class Arrival {

  static final List<Field> FIELDS =
      List.of(
          required("content_hash", LONG, "Hash of the message without white space."),
          required("topic", STRING, "The real Kafka topic."),
          required("partition", INT, "The Kafka partition."),
          required("offset", LONG, "The Kafka offset."),
          required("kafka_time", TIMESTAMP, "When Kafka took the message, UTC."),
          required("ingested_at", TIMESTAMP, "When the row was written, UTC."),
          required("batch", LONG, "The micro-batch that wrote the row."));

  private Arrival() {}
}
