package io.shoplake.parsing;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * One accepted behavioural event; the components are the columns of {@code silver.events} that the
 * message itself decides, in their order.
 *
 * <p>Times are microseconds since 1970-01-01 UTC, amounts have four digits after the point, and
 * what the message does not say is null.
 *
 * @param day shop-local day of {@code eventTime}, in days since 1970-01-01
 * @param originalEventTime what the sender's clock said, where {@code eventTime} was corrected
 * @param distinctId id to be looked up among ties, where the event does not say its device
 * @param ties ids that the event says belong to the client of an anonymous one
 * @param properties everything else that was sent, as JSON text
 * @param contentHash hash of the message without insignificant white space
 */
public record ShopEvent(
    String shopId,
    int day,
    String visitorId,
    String eventId,
    String eventType,
    boolean isKnownType,
    long eventTime,
    Long originalEventTime,
    Long sentAt,
    Long receivedAt,
    boolean isClockSuspect,
    boolean isBot,
    String anonymousId,
    String userId,
    String distinctId,
    List<Tie> ties,
    String clientSessionId,
    String platform,
    String device,
    String userAgent,
    String ipPrefix,
    String language,
    String pageUrl,
    String pageTitle,
    String pageReferrer,
    String campaignSource,
    String campaignMedium,
    String campaignName,
    String campaignTerm,
    String campaignContent,
    String campaignClickId,
    String searchQuery,
    String cartId,
    String currency,
    List<Item> items,
    String orderId,
    BigDecimal orderTotal,
    BigDecimal orderTax,
    BigDecimal orderShipping,
    BigDecimal orderDiscount,
    String orderCoupon,
    String properties,
    int schemaVersion,
    long contentHash)
    implements Serializable {

  /** An id and the anonymous id whose client it belongs to. */
  public record Tie(String distinctId, String anonymousId) implements Serializable {}

  /** One product of an event; {@code discount} is for the whole line. */
  public record Item(
      String productId,
      String name,
      String category,
      String brand,
      String variant,
      long quantity,
      BigDecimal unitPrice,
      BigDecimal discount)
      implements Serializable {}
}
