package io.shoplake.layout.ops;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.INT;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.mapOf;

import io.shoplake.layout.Table;

/** What became of every message that was read. */
public final class Ledger {

  public static final Table LEDGER =
      Table.ops("ledger", "What one batch did with the messages of one Kafka partition.")
          .fields(
              required("query", STRING, "The stream, with the id of its checkpoint."),
              required("batch", LONG, "The micro-batch."),
              required("topic", STRING, "The real Kafka topic."),
              required("partition", INT, "The Kafka partition."),
              required("first_offset", LONG, "First offset read."),
              required("last_offset", LONG, "Last offset read."),
              additive("read", LONG, "Messages read."),
              additive("accepted", LONG, "Messages that became a row."),
              additive("duplicate", LONG, "Messages that were there already."),
              additive("conflicting", LONG, "Duplicates with other content."),
              additive("late", LONG, "Accepted ones that came late."),
              additive("bot", LONG, "Accepted ones from programs."),
              additive("rejected", LONG, "Messages with a reason to be refused."),
              required("rejected_by_reason", mapOf(LONG), "Refused messages by reason."))
          .key("query", "batch", "topic", "partition")
          .publish("ops")
          .check("everything_is_accounted_for", "read = accepted + duplicate + rejected")
          .build();

  public static final Table LEDGER_DAYS =
      Table.ops("ledger_days", "The accepted and duplicate messages of one batch by event day.")
          .fields(
              required("query", STRING, "The stream, with the id of its checkpoint."),
              required("batch", LONG, "The micro-batch."),
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day of the event."),
              additive("accepted", LONG, "Messages that became a row."),
              additive("duplicate", LONG, "Messages that were there already."),
              additive("conflicting", LONG, "Duplicates with other content."))
          .key("query", "batch", "shop_id", "day")
          .publish("ops")
          .build();

  private Ledger() {}
}
