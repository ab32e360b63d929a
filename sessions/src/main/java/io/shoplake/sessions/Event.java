package io.shoplake.sessions;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a session needs to know of one behavioural event. Everything after {@code type} but the two
 * last components may be null where it is not known.
 *
 * @param visitorId whose event it is; an event is identified by shop, visitor and event id
 * @param contentHash tells a repeated event from one that reuses the id of another
 * @param time when it happened, microseconds since 1970 UTC
 * @param type such as {@code page_view}, {@code view_item}, {@code purchase}
 * @param productIds the products of the event, without nulls; null is taken as none
 * @param orderId the order of a purchase
 * @param channel the channel group of this event alone, by its own campaign or referrer; null is
 *     taken as {@link Session#DIRECT}
 * @param device desktop, mobile, tablet, …; null is taken as {@link Session#UNKNOWN_DEVICE}
 */
public record Event(
    String shopId,
    String visitorId,
    String eventId,
    long contentHash,
    long time,
    String type,
    List<String> productIds,
    String orderId,
    String pageUrl,
    String referrer,
    String campaignSource,
    String campaignMedium,
    String campaignName,
    String channel,
    String device,
    String platform,
    String userId,
    String clientSessionId,
    boolean isBot) {

  static final String PAGE_VIEW = "page_view";
  static final String VIEW_ITEM = "view_item";
  static final String PURCHASE = "purchase";

  /** Ten thousand years either side of 1970; beyond it, differences of times could overflow. */
  static final long FURTHEST_TIME = 10_000L * 366 * 24 * 3600 * 1_000_000;

  public Event {
    requireNonNull(shopId, "shopId");
    requireNonNull(visitorId, "visitorId");
    requireNonNull(eventId, "eventId");
    requireNonNull(type, "type");
    productIds = productIds == null ? List.of() : List.copyOf(productIds);
    if (time < -FURTHEST_TIME || time > FURTHEST_TIME) {
      throw new IllegalArgumentException(
          "The time of event '%s', %d, is no time in microseconds.".formatted(eventId, time));
    }
  }

  boolean hasCampaign() {
    return campaignSource != null || campaignMedium != null || campaignName != null;
  }
}
