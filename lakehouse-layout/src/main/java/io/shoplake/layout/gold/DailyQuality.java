package io.shoplake.layout.gold;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.layout.ops.Ledger;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.Rejects;

/** The ledger by day. */
public final class DailyQuality {

  public static final Table DAILY_QUALITY =
      Table.gold("daily_quality", "What became of the events, by day.")
          .from(Events.EVENTS, Rejects.REJECTS, Ledger.LEDGER_DAYS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day of the event; of arrival for rejected ones."),
              additive("accepted", LONG, "Events counted."),
              additive("late", LONG, "Accepted events that came late."),
              additive("bot", LONG, "Accepted events from programs."),
              additive("clock_corrected", LONG, "Accepted events whose clock was corrected."),
              additive("duplicate", LONG, "Copies of an event that was there already."),
              additive("conflicting", LONG, "Copies with other content."),
              additive("rejected_events", LONG, "Events refused, by day of arrival."),
              additive("rejected_records", LONG, "Records refused, by day of arrival."),
              required("final_at", TIMESTAMP, "From when the row is expected not to change, UTC."))
          .key("shop_id", "day")
          .clusterBy("day")
          .check("late_is_a_flag", "late <= accepted AND bot <= accepted")
          .reach(Reach.SAME_DAY)
          .build();

  private DailyQuality() {}
}
