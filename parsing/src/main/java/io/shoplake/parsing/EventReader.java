package io.shoplake.parsing;

import static io.shoplake.parsing.EventField.ANONYMOUS_ID;
import static io.shoplake.parsing.EventField.EVENT_TIME;
import static io.shoplake.parsing.EventField.USER_ID;

import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.UserAgents.Agent;
import java.time.Instant;
import java.util.List;

/** Makes one event of one message. */
final class EventReader {

  private static final FieldNames<EventField> NAMES = new FieldNames<>(EventField.values());
  private static final int VERSION = 1;
  private static final long SMALLEST_CLOCK_ERROR = 60 * Instants.MICROS_PER_SECOND;
  private static final long LARGEST_CLOCK_ERROR = 24 * 60 * 60 * Instants.MICROS_PER_SECOND;

  private final Shops shops;
  private final Limits limits;
  private final Instant kafkaTime;
  private final MessagePass<EventField> pass;
  private final Form form;

  /**
   * What is known of an event beside its own text.
   *
   * @param contentHash null for that of the text
   */
  record Form(String distinctId, List<ShopEvent.Tie> ties, Long contentHash) {
    static final Form PLAIN = new Form(null, null, null);
  }

  EventReader(Shops shops, Pseudonyms pseudonyms, Limits limits, Instant kafkaTime, Form form) {
    this.form = form;
    this.shops = shops;
    this.pass = new MessagePass<>(NAMES, pseudonyms, list -> item());
    this.limits = limits;
    this.kafkaTime = kafkaTime;
  }

  Parsed<ShopEvent> read(byte[] value) {
    if (!pass.read(value, limits)) {
      return pass.rejected(EventField.SHOP_ID);
    }
    if (!pass.isGiven(ANONYMOUS_ID) && !pass.isGiven(USER_ID)) {
      pass.problem(ANONYMOUS_ID, FieldCode.MISSING);
    }
    Long sentTime = pass.number(EVENT_TIME);
    long clockError = clockError();
    boolean isCorrected =
        Math.abs(clockError) > SMALLEST_CLOCK_ERROR && Math.abs(clockError) <= LARGEST_CLOCK_ERROR;
    if (sentTime != null
        && !limits.admits(isCorrected ? sentTime + clockError : sentTime, kafkaTime)) {
      pass.problem(EVENT_TIME, FieldCode.TIME_OUT_OF_RANGE);
    }
    if (pass.hasProblem()) {
      return pass.rejected(EventField.SHOP_ID);
    }
    return new Accepted<>(event(value, sentTime, isCorrected ? clockError : 0));
  }

  /** By how much the sender's clock is behind, in microseconds; 0 where it cannot be known. */
  private long clockError() {
    Long sentAt = pass.number(EventField.SENT_AT);
    Long receivedAt = pass.number(EventField.RECEIVED_AT);
    return sentAt == null || receivedAt == null ? 0 : receivedAt - sentAt;
  }

  private ShopEvent event(byte[] value, long sentTime, long correction) {
    String shopId = pass.textOr(EventField.SHOP_ID, Shop.MAIN);
    Shop shop = shops.shop(shopId);
    long eventTime = sentTime + correction;
    String anonymousId = text(ANONYMOUS_ID);
    String userId = text(USER_ID);
    String type = text(EventField.EVENT_TYPE);
    String platform = text(EventField.PLATFORM);
    Agent agent = UserAgents.of(platform, text(EventField.USER_AGENT));
    Campaign campaign = campaign();
    return new ShopEvent(
        shopId,
        shop.day(eventTime),
        anonymousId != null ? "a:" + anonymousId : "u:" + userId,
        text(EventField.EVENT_ID),
        type,
        EventType.isKnown(type),
        eventTime,
        correction == 0 ? null : (Long) sentTime,
        pass.number(EventField.SENT_AT),
        pass.number(EventField.RECEIVED_AT),
        Math.abs(clockError()) > LARGEST_CLOCK_ERROR,
        agent.isBot(),
        anonymousId,
        userId,
        form.distinctId(),
        form.ties(),
        text(EventField.CLIENT_SESSION_ID),
        platform,
        agent.device(),
        EmailAddresses.without(text(EventField.USER_AGENT)),
        Networks.prefix(text(EventField.IP)),
        text(EventField.LANGUAGE),
        PageAddress.withoutPersonalData(text(EventField.PAGE_URL)),
        text(EventField.PAGE_TITLE),
        PageAddress.withoutPersonalData(text(EventField.PAGE_REFERRER)),
        campaign.source(),
        campaign.medium(),
        campaign.name(),
        campaign.term(),
        campaign.content(),
        campaign.clickId(),
        text(EventField.SEARCH_QUERY),
        text(EventField.CART_ID),
        currency(shop),
        pass.list(EventField.ITEMS),
        text(EventField.ORDER_ORDER_ID),
        pass.amount(EventField.ORDER_TOTAL),
        pass.amount(EventField.ORDER_TAX),
        pass.amount(EventField.ORDER_SHIPPING),
        pass.amount(EventField.ORDER_DISCOUNT),
        text(EventField.ORDER_COUPON),
        pass.properties(),
        VERSION,
        form.contentHash() == null ? pass.contentHash(value) : form.contentHash());
  }

  private String currency(Shop shop) {
    if (text(EventField.ORDER_CURRENCY) != null) {
      return text(EventField.ORDER_CURRENCY);
    }
    return text(EventField.CURRENCY) != null ? text(EventField.CURRENCY) : shop.currency();
  }

  private Campaign campaign() {
    Campaign said =
        new Campaign(
            text(EventField.CAMPAIGN_SOURCE),
            text(EventField.CAMPAIGN_MEDIUM),
            text(EventField.CAMPAIGN_NAME),
            text(EventField.CAMPAIGN_TERM),
            text(EventField.CAMPAIGN_CONTENT),
            text(EventField.CAMPAIGN_CLICK_ID));
    Campaign known = said.equals(Campaign.NONE) ? Campaign.ofUrl(text(EventField.PAGE_URL)) : said;
    return known.withoutEmailAddresses();
  }

  private ShopEvent.Item item() {
    Long quantity = pass.number(EventField.ITEMS_QUANTITY);
    return new ShopEvent.Item(
        text(EventField.ITEMS_PRODUCT_ID),
        text(EventField.ITEMS_NAME),
        text(EventField.ITEMS_CATEGORY),
        text(EventField.ITEMS_BRAND),
        text(EventField.ITEMS_VARIANT),
        quantity == null ? 1 : quantity,
        pass.amount(EventField.ITEMS_UNIT_PRICE),
        pass.amount(EventField.ITEMS_DISCOUNT));
  }

  private String text(EventField field) {
    return pass.text(field);
  }
}
