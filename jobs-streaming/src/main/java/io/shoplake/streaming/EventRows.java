package io.shoplake.streaming;

import io.shoplake.parsing.ShopEvent;
import io.shoplake.streaming.Origin.Instants;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Parsed events as rows of {@code silver.events}. */
final class EventRows {

  private EventRows() {}

  /** The columns that the message decides. */
  static Object[] values(ShopEvent event, Origin origin) {
    return new Object[] {
      event.shopId(),
      LocalDate.ofEpochDay(event.day()),
      event.visitorId(),
      event.eventId(),
      event.eventType(),
      event.isKnownType(),
      Instants.of(event.eventTime()),
      Instants.ofNullable(event.originalEventTime()),
      Instants.ofNullable(event.sentAt()),
      Instants.ofNullable(event.receivedAt()),
      event.isClockSuspect(),
      event.isBot(),
      event.anonymousId(),
      event.userId(),
      event.distinctId(),
      ties(event),
      event.clientSessionId(),
      event.platform(),
      event.device(),
      event.userAgent(),
      event.ipPrefix(),
      event.language(),
      event.pageUrl(),
      event.pageTitle(),
      event.pageReferrer(),
      event.campaignSource(),
      event.campaignMedium(),
      event.campaignName(),
      event.campaignTerm(),
      event.campaignContent(),
      event.campaignClickId(),
      event.searchQuery(),
      event.cartId(),
      event.currency(),
      items(event),
      event.orderId(),
      event.orderTotal(),
      event.orderTax(),
      event.orderShipping(),
      event.orderDiscount(),
      event.orderCoupon(),
      event.properties(),
      event.schemaVersion(),
      event.contentHash(),
      origin.topic(),
      origin.partition(),
      origin.offset(),
      origin.kafkaTime()
    };
  }

  private static List<Row> ties(ShopEvent event) {
    return event.ties() == null
        ? null
        : event.ties().stream()
            .map(tie -> RowFactory.create(tie.distinctId(), tie.anonymousId()))
            .toList();
  }

  private static List<Row> items(ShopEvent event) {
    return event.items() == null ? null : event.items().stream().map(EventRows::item).toList();
  }

  private static Row item(ShopEvent.Item item) {
    return RowFactory.create(
        item.productId(),
        item.name(),
        item.category(),
        item.brand(),
        item.variant(),
        item.quantity(),
        item.unitPrice(),
        item.discount());
  }
}
