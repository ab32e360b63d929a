package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BOOLEAN;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;
import static io.shoplake.layout.FieldType.listOf;
import static io.shoplake.layout.FieldType.mapOf;
import static io.shoplake.layout.FieldType.structOf;

import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import java.util.List;

/** Sessions: as the stream revises them, and as they stand. */
public final class Sessions {

  /** One funnel step of a session. */
  public static final FieldType STEP =
      structOf(
          required("step", STRING, "Name of the step."),
          optional("first_at", TIMESTAMP, "When it first happened at all, UTC."),
          optional("reached_at", TIMESTAMP, "When it was reached in order, UTC."));

  private static final List<Field> FACTS =
      List.of(
          required("shop_id", STRING, "The shop."),
          required("day", DATE, "Shop-local day on which the session started."),
          required("session_id", STRING, "Hash of shop, visitor and first event."),
          required("visitor_id", STRING, "Whose session it is."),
          required("started_at", TIMESTAMP, "Time of the first event, UTC."),
          required("ended_at", TIMESTAMP, "Time of the last event, UTC."),
          additive("duration_seconds", LONG, "Whole seconds from the first to the last event."),
          required("started_by", STRING, "Why it began: first, gap, max_duration, campaign, …"),
          required("first_event_id", STRING, "The event that began it."),
          required("last_event_id", STRING, "The event that ended it."),
          additive("events", LONG, "All events."),
          additive("page_views", LONG, "Events of type page_view."),
          additive("product_views", LONG, "Events of type view_item."),
          required("events_by_type", mapOf(LONG), "Events by type."),
          required("products_viewed", listOf(STRING), "Distinct products of view_item events."),
          required("funnel", listOf(STEP), "The funnel steps that occurred, in funnel order."),
          required("purchase_event_ids", listOf(STRING), "Ids of the purchase events, in order."),
          required("order_ids", listOf(STRING), "Distinct order ids of the purchase events."),
          optional("entry_page", STRING, "Address of the first page."),
          optional("exit_page", STRING, "Address of the last page."),
          optional("referrer", STRING, "Referrer of the first event that has one."),
          optional("campaign_source", STRING, "Source of the first campaign."),
          optional("campaign_medium", STRING, "Medium of the first campaign."),
          optional("campaign_name", STRING, "Name of the first campaign."),
          required("channel", STRING, "Channel group of the first campaign or referrer."),
          required("device", STRING, "desktop, mobile, tablet, or unknown; of the first event."),
          optional("platform", STRING, "Platform of the first event that has one."),
          optional("user_id", STRING, "The last signed-in person seen."),
          optional("client_session_id", STRING, "The client's own session id, of the first event."),
          required("is_bot", BOOLEAN, "Whether any event came from a program."),
          required("is_bounce", BOOLEAN, "Whether it is a single event."));

  public static final Table SESSION_REVISIONS =
      Table.silver(
              "session_revisions", "A session as the stream saw it after a batch; the last counts.")
          .from(Events.EVENTS)
          .fields(FACTS)
          .fields(
              required("revision", LONG, "Number of the revision of this session, from 1."),
              required("is_removed", BOOLEAN, "Whether the session has merged into another."),
              required("ingested_at", TIMESTAMP, "When the row was written, UTC."),
              required("batch", LONG, "The micro-batch that wrote the row."))
          .clusterBy("day")
          .statistics("day", "batch")
          .build();

  public static final Table SESSIONS =
      Table.silver("sessions", "One session of one visitor.")
          .from(SESSION_REVISIONS, Events.EVENTS)
          .fields(FACTS)
          .key("shop_id", "session_id")
          .clusterBy("day")
          .statistics("day", "visitor_id", "started_at")
          .publish("lake_silver")
          .build();

  private Sessions() {}
}
