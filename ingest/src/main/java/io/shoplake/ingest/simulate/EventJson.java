package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Shopper.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Locale;

/** Writes an action as the message of a tracker. */
final class EventJson {

  /**
   * The moments that a message carries, epoch milliseconds.
   *
   * @param eventTime by the sender's clock
   * @param sentAt by the sender's clock
   * @param receivedAt by the collector's clock
   */
  record Stamp(long eventTime, long sentAt, long receivedAt) {}

  /** How a copy of a message differs from the first one. */
  enum Copy {
    /** Not at all. */
    SAME,
    /** In white space only. */
    SPACED,
    /** In what it says, though not in its id and time. */
    CHANGED
  }

  /** The fields, encoded once. */
  private enum Name {
    ANONYMOUS_ID,
    BRAND,
    CAMPAIGN,
    CART_ID,
    CATEGORY,
    CLIENT_SESSION_ID,
    COUPON,
    CURRENCY,
    DISCOUNT,
    EVENT_ID,
    EVENT_TIME,
    EVENT_TYPE,
    IP,
    ITEMS,
    LANGUAGE,
    MEDIUM,
    NAME,
    ORDER,
    ORDER_ID,
    PAGE,
    PLATFORM,
    PRODUCT_ID,
    QUANTITY,
    RECEIVED_AT,
    REFERRER,
    SCHEMA_VERSION,
    SEARCH_QUERY,
    SENT_AT,
    SHIPPING,
    SHOP_ID,
    SOURCE,
    TAX,
    TITLE,
    TOTAL,
    UNIT_PRICE,
    URL,
    USER_AGENT,
    USER_ID;

    private final SerializedString text = new SerializedString(name().toLowerCase(Locale.ROOT));
  }

  private static final JsonFactory JSON = new JsonFactory();

  private final String shopId;
  private final boolean isMain;
  private final ZoneId timeZone;
  private final String ownCurrency;
  private final Drift drift;
  private final TimeText timeText = new TimeText();

  /** Kept, as making one costs as much as writing half a message. */
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

  private final JsonGenerator compact;

  EventJson(SimulatedShop shop, Drift drift) {
    this.shopId = shop.id();
    this.isMain = shop.isMain();
    this.drift = drift;
    try {
      this.compact = JSON.createGenerator(bytes).setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.timeZone = shop.timeZone();
    this.ownCurrency = shop.currency();
  }

  byte[] write(Action action, Stamp stamp, Copy copy) {
    try {
      if (copy == Copy.SPACED) {
        try (JsonGenerator spaced = JSON.createGenerator(bytes)) {
          spaced.setPrettyPrinter(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance));
          write(action, stamp, false, spaced);
        }
      } else {
        write(action, stamp, copy == Copy.CHANGED, compact);
        compact.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] message = bytes.toByteArray();
    bytes.reset();
    return message;
  }

  private void write(Action action, Stamp stamp, boolean changed, JsonGenerator json)
      throws IOException {
    Shopper.Profile profile = action.shopper().profile();
    boolean isNewTracker = drift.has(action);
    json.writeStartObject();
    if (isNewTracker) {
      number(json, Name.SCHEMA_VERSION, 1);
    }
    text(json, Name.EVENT_ID, action.id());
    text(json, Name.EVENT_TYPE, action.type());
    time(json, Name.EVENT_TIME, stamp.eventTime(), profile.clock());
    time(json, Name.SENT_AT, stamp.sentAt(), profile.clock());
    time(json, Name.RECEIVED_AT, stamp.receivedAt(), Clock.UTC_TEXT);
    if (!isMain) {
      text(json, Name.SHOP_ID, shopId);
    }
    text(json, Name.ANONYMOUS_ID, profile.anonymousId());
    text(json, Name.USER_ID, action.userId());
    text(json, Name.CLIENT_SESSION_ID, action.sessionLabel());
    text(json, Name.PLATFORM, profile.platform());
    if (profile.userAgent() != null) {
      json.writeFieldName(Name.USER_AGENT.text);
      json.writeString(profile.userAgent());
    }
    text(json, Name.IP, profile.ip());
    text(json, Name.LANGUAGE, profile.language());
    page(json, action, changed);
    campaign(json, action);
    text(json, Name.SEARCH_QUERY, action.query());
    text(json, Name.CART_ID, action.cartId());
    if (!profile.currency().equals(ownCurrency)) {
      text(json, Name.CURRENCY, profile.currency());
    }
    if (!action.items().isEmpty()) {
      json.writeFieldName(Name.ITEMS.text);
      json.writeStartArray();
      for (Item item : action.items()) {
        item(json, item, isNewTracker);
      }
      json.writeEndArray();
    }
    if (action.order() != null) {
      order(json, action.order(), profile.currency(), changed);
    }
    if (isNewTracker) {
      Drift.addedField(json);
    }
    json.writeEndObject();
  }

  private void page(JsonGenerator json, Action action, boolean changed) throws IOException {
    object(json, Name.PAGE);
    text(json, Name.URL, action.page().url());
    text(json, Name.TITLE, changed ? action.page().title() + " (copy)" : action.page().title());
    text(json, Name.REFERRER, action.page().referrer());
    json.writeEndObject();
  }

  private static void campaign(JsonGenerator json, Action action) throws IOException {
    if (action.campaign() != null) {
      object(json, Name.CAMPAIGN);
      text(json, Name.SOURCE, action.campaign().source());
      text(json, Name.MEDIUM, action.campaign().medium());
      text(json, Name.NAME, action.campaign().name());
      json.writeEndObject();
    }
  }

  private static void item(JsonGenerator json, Item item, boolean isPriceText) throws IOException {
    json.writeStartObject();
    if (item.product() != null) {
      text(json, Name.PRODUCT_ID, item.product().id());
    }
    text(json, Name.NAME, item.name());
    if (item.product() != null) {
      text(json, Name.CATEGORY, item.product().category());
      text(json, Name.BRAND, item.product().brand());
    }
    if (item.quantity() != 1) {
      number(json, Name.QUANTITY, item.quantity());
    }
    if (isPriceText) {
      text(json, Name.UNIT_PRICE, item.price().toPlainString());
    } else {
      number(json, Name.UNIT_PRICE, item.price());
    }
    amount(json, Name.DISCOUNT, item.discount());
    json.writeEndObject();
  }

  private static void order(
      JsonGenerator json, TrackedOrder order, String currency, boolean changed) throws IOException {
    object(json, Name.ORDER);
    text(json, Name.ORDER_ID, order.id());
    number(json, Name.TOTAL, changed ? order.total().add(BigDecimal.ONE) : order.total());
    number(json, Name.TAX, order.tax());
    number(json, Name.SHIPPING, order.shipping());
    amount(json, Name.DISCOUNT, order.discount());
    text(json, Name.CURRENCY, currency);
    text(json, Name.COUPON, order.coupon());
    json.writeEndObject();
  }

  private void time(JsonGenerator json, Name field, long epochMillis, Clock clock)
      throws IOException {
    json.writeFieldName(field.text);
    switch (clock) {
      case UTC_TEXT -> timeText.utc(json, epochMillis);
      case LOCAL_TEXT -> timeText.at(timeZone, json, epochMillis);
      case EPOCH_MILLIS -> json.writeNumber(epochMillis);
    }
  }

  private static void text(JsonGenerator json, Name field, String value) throws IOException {
    if (value != null) {
      json.writeFieldName(field.text);
      json.writeString(value);
    }
  }

  private static void amount(JsonGenerator json, Name field, BigDecimal value) throws IOException {
    if (value.signum() != 0) {
      number(json, field, value);
    }
  }

  private static void number(JsonGenerator json, Name field, BigDecimal value) throws IOException {
    json.writeFieldName(field.text);
    json.writeNumber(value);
  }

  private static void number(JsonGenerator json, Name field, int value) throws IOException {
    json.writeFieldName(field.text);
    json.writeNumber(value);
  }

  private static void object(JsonGenerator json, Name field) throws IOException {
    json.writeFieldName(field.text);
    json.writeStartObject();
  }
}
