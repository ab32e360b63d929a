package io.shoplake.sessions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Events for tests, written down as far as the test cares. */
final class Events {

  static final String SHOP = "main";
  static final String VISITOR = "a:ann";

  private String shopId = SHOP;
  private String visitorId = VISITOR;
  private final String eventId;
  private long contentHash;
  private long time;
  private String type = "page_view";
  private List<String> productIds = List.of();
  private String orderId;
  private String pageUrl;
  private String referrer;
  private String source;
  private String medium;
  private String name;
  private String channel;
  private String device = "desktop";
  private String platform;
  private String userId;
  private String clientSessionId;
  private boolean isBot;

  private Events(String eventId) {
    this.eventId = eventId;
  }

  static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  static Events event(String eventId, String instant) {
    return event(eventId, micros(instant));
  }

  static Events event(String eventId, long time) {
    Events event = new Events(eventId);
    event.time = time;
    event.contentHash = eventId.hashCode();
    return event;
  }

  Events of(String shop, String visitor) {
    shopId = shop;
    visitorId = visitor;
    return this;
  }

  Events content(long hash) {
    contentHash = hash;
    return this;
  }

  Events at(long other) {
    time = other;
    return this;
  }

  Events type(String other, String... products) {
    type = other;
    productIds = List.of(products);
    return this;
  }

  Events order(String id) {
    type = "purchase";
    orderId = id;
    return this;
  }

  Events page(String url) {
    pageUrl = url;
    return this;
  }

  Events from(String url, String itsChannel) {
    referrer = url;
    channel = itsChannel;
    return this;
  }

  Events campaign(String itsSource, String itsMedium, String itsName, String itsChannel) {
    source = itsSource;
    medium = itsMedium;
    name = itsName;
    channel = itsChannel;
    return this;
  }

  Events device(String itsDevice, String itsPlatform) {
    device = itsDevice;
    platform = itsPlatform;
    return this;
  }

  Events user(String id) {
    userId = id;
    return this;
  }

  Events client(String sessionId) {
    clientSessionId = sessionId;
    return this;
  }

  Events bot() {
    isBot = true;
    return this;
  }

  Event build() {
    return new Event(
        shopId,
        visitorId,
        eventId,
        contentHash,
        time,
        type,
        productIds,
        orderId,
        pageUrl,
        referrer,
        source,
        medium,
        name,
        channel,
        device,
        platform,
        userId,
        clientSessionId,
        isBot);
  }
}
