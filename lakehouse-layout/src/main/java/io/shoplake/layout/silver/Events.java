package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BOOLEAN;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.INT;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.MONEY;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;
import static io.shoplake.layout.FieldType.listOf;
import static io.shoplake.layout.FieldType.structOf;

import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;

/** Accepted behavioural events. */
public final class Events {

  /** One product of an event. */
  public static final FieldType ITEM =
      structOf(
          optional("product_id", STRING, "The product."),
          optional("name", STRING, "Name of the product as the shop sent it."),
          optional("category", STRING, "Category as the shop sent it."),
          optional("brand", STRING, "Brand as the shop sent it."),
          optional("variant", STRING, "Variant, such as a colour or a size."),
          required("quantity", LONG, "Pieces."),
          optional("unit_price", MONEY, "Price of one piece, in the event's currency."),
          optional("discount", MONEY, "Discount on the whole line, in the event's currency."));

  private static final FieldType TIE =
      structOf(
          required("distinct_id", STRING, "An id that the client is known by."),
          required("anonymous_id", STRING, "The anonymous id that it belongs to."));

  public static final Table EVENTS =
      Table.silver("events", "One accepted behavioural event: typed, counted once, flagged.")
          .from(BronzeTables.SHOP_EVENTS, BronzeTables.POSTHOG_EVENTS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day of event_time."),
              required(
                  "visitor_id",
                  STRING,
                  "Who acted: 'a:' and the anonymous_id, else 'u:' and the user_id."),
              required("event_id", STRING, "The sender's id of the event; unique per visitor."),
              required("event_type", STRING, "What happened, such as page_view or purchase."),
              required("is_known_type", BOOLEAN, "Whether event_type is in the vocabulary."),
              required("event_time", TIMESTAMP, "When it happened, UTC, clock error corrected."),
              optional(
                  "original_event_time",
                  TIMESTAMP,
                  "What the sender's clock said, where event_time was corrected, UTC."),
              optional("sent_at", TIMESTAMP, "When the sender sent it by its own clock, UTC."),
              optional("received_at", TIMESTAMP, "When the collector got it, UTC."),
              required(
                  "is_clock_suspect",
                  BOOLEAN,
                  "Whether sent_at and received_at differ by more than a day."),
              required("is_bot", BOOLEAN, "Whether the agent says it is a program."),
              required("is_late", BOOLEAN, "Whether it came after the stream had passed its time."),
              optional("anonymous_id", STRING, "Id of the browser or device."),
              optional("user_id", STRING, "Id of the signed-in person."),
              optional(
                  "distinct_id",
                  STRING,
                  "PostHog's id of the client where the event names no device; its visitor is"
                      + " found by ties."),
              optional(
                  "ties",
                  listOf(TIE),
                  "Ids that belong to the client of an anonymous id, as a PostHog event says."),
              optional("client_session_id", STRING, "The client's own session id, kept only."),
              optional("platform", STRING, "Where it came from, such as web or ios."),
              required("device", STRING, "desktop, mobile, tablet, or unknown."),
              optional("user_agent", STRING, "The agent text of the browser or program."),
              optional("ip_prefix", STRING, "The network the event came from, last part cut."),
              optional("language", STRING, "Language tag of the browser."),
              optional("page_url", STRING, "Address of the page."),
              optional("page_title", STRING, "Title of the page."),
              optional("page_referrer", STRING, "Address of the page before it."),
              optional("campaign_source", STRING, "utm_source or what stands for it."),
              optional("campaign_medium", STRING, "utm_medium or what stands for it."),
              optional("campaign_name", STRING, "utm_campaign or what stands for it."),
              optional("campaign_term", STRING, "utm_term or what stands for it."),
              optional("campaign_content", STRING, "utm_content or what stands for it."),
              optional("campaign_click_id", STRING, "Click id of an advertising network."),
              optional("search_query", STRING, "What the visitor searched for."),
              optional("cart_id", STRING, "The shop's id of the cart."),
              required("currency", STRING, "ISO 4217 code of the amounts in the event."),
              optional("items", listOf(ITEM), "The products of the event."),
              optional("order_id", STRING, "The order, on purchase and refund."),
              optional("order_total", MONEY, "Total of the order as tracked."),
              optional("order_tax", MONEY, "Tax of the order as tracked."),
              optional("order_shipping", MONEY, "Shipping of the order as tracked."),
              optional("order_discount", MONEY, "Discount on the order as tracked."),
              optional("order_coupon", STRING, "Coupon code of the order."),
              optional("properties", STRING, "Everything else that was sent, as JSON text."),
              required("schema_version", INT, "Version of the event format."),
              required("content_hash", LONG, "Hash of the message without white space."),
              required("topic", STRING, "The real Kafka topic."),
              required("partition", INT, "The Kafka partition."),
              required("offset", LONG, "The Kafka offset."),
              required("kafka_time", TIMESTAMP, "When Kafka took the message, UTC."),
              required("ingested_at", TIMESTAMP, "When the row was written, UTC."),
              required("batch", LONG, "The micro-batch that wrote the row."))
          .key("shop_id", "visitor_id", "event_id")
          .clusterBy("day")
          .statistics("day", "event_time", "visitor_id")
          .build();

  private Events() {}
}
