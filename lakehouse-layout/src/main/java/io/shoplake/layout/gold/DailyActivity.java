package io.shoplake.layout.gold;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.Orders;
import io.shoplake.layout.silver.Sessions;

/** Visitors and sessions by day. */
public final class DailyActivity {

  public static final Table DAILY_ACTIVITY =
      Table.gold("daily_activity", "Visitors by event day and sessions by start day, without bots.")
          .from(Events.EVENTS, Sessions.SESSIONS, Orders.ORDERS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day."),
              required("dau", LONG, "Distinct visitors with an event on this day."),
              required("wau", LONG, "Distinct visitors in the 7 days ending on this day."),
              required("mau", LONG, "Distinct visitors in the 30 days ending on this day."),
              additive("new_visitors", LONG, "Visitors whose first event is of this day."),
              additive("events", LONG, "Events of this day."),
              additive("page_views", LONG, "page_view events of this day."),
              additive("product_views", LONG, "view_item events of this day."),
              additive("sessions", LONG, "Sessions that started on this day."),
              additive("bounces", LONG, "Sessions of a single event."),
              additive("converted_sessions", LONG, "Sessions whose purchase made an order."),
              additive("session_seconds", LONG, "Seconds from first to last event, summed."),
              additive("bot_events", LONG, "Events of programs, left out of all other columns."),
              additive("bot_sessions", LONG, "Sessions of programs, left out likewise."),
              required("final_at", TIMESTAMP, "From when the row is expected not to change, UTC."))
          .key("shop_id", "day")
          .clusterBy("day")
          .check("visitors_nest", "dau <= wau AND wau <= mau")
          .check("conversions_are_sessions", "converted_sessions <= sessions")
          .ratio(
              "conversion_rate", "converted_sessions", "sessions", "Sessions that made an order.")
          .ratio("bounce_rate", "bounces", "sessions", "Sessions of a single event.")
          .ratio("average_session_seconds", "session_seconds", "sessions", "Mean session length.")
          .reach(Reach.ALL_LATER_DAYS)
          .build();

  private DailyActivity() {}
}
