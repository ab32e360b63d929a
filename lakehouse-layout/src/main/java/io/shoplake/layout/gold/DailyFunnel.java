package io.shoplake.layout.gold;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.INT;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.layout.silver.Sessions;

/** The way from a visit to a purchase. */
public final class DailyFunnel {

  public static final Table DAILY_FUNNEL =
      Table.gold("daily_funnel", "How far sessions got, by start day, device and channel, no bots.")
          .from(Sessions.SESSIONS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day on which the sessions started."),
              required("device", STRING, "desktop, mobile, tablet, or unknown."),
              required("channel", STRING, "Channel group of the sessions."),
              required("step_order", INT, "Position of the step, from 1."),
              required("step", STRING, "Name of the step."),
              additive("sessions", LONG, "Sessions that reached the step in order."),
              additive("sessions_ever", LONG, "Sessions in which the step occurs at all."),
              required("visitors", LONG, "Distinct visitors who reached the step in order."),
              additive("drop_off", LONG, "Sessions that reached the step before, but not this."),
              required("final_at", TIMESTAMP, "From when the row is expected not to change, UTC."))
          .key("shop_id", "day", "device", "channel", "step_order")
          .clusterBy("day")
          .check("drop_off_not_negative", "drop_off >= 0")
          .reach(Reach.SAME_DAY)
          .build();

  private DailyFunnel() {}
}
