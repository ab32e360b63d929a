package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Shopper.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.ZoneId;

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

  private static final JsonFactory JSON = new JsonFactory();

  private final String shopId;
  private final boolean isMain;
  private final ZoneId timeZone;
  private final String ownCurrency;
  private final Drift drift;
  private final TimeText timeText = new TimeText();

  EventJson(SimulatedShop shop, Drift drift) {
    this.shopId = shop.id();
    this.isMain = shop.isMain();
    this.drift = drift;
    this.timeZone = shop.timeZone();
    this.ownCurrency = shop.currency();
  }

  byte[] write(Action action, Stamp stamp, Copy copy) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      if (copy == Copy.SPACED) {
        json.setPrettyPrinter(
            new DefaultPrettyPrinter()
                .withObjectIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance));
      }
      write(action, stamp, copy == Copy.CHANGED, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(Action action, Stamp stamp, boolean changed, JsonGenerator json)
      throws IOException {
    Shopper.Profile profile = action.shopper().profile();
    boolean isNewTracker = drift.has(action);
    json.writeStartObject();
    if (isNewTracker) {
      json.writeNumberField("schema_version", 1);
    }
    json.writeStringField("event_id", action.id());
    json.writeStringField("event_type", action.type());
    time(json, "event_time", stamp.eventTime(), profile.clock());
    time(json, "sent_at", stamp.sentAt(), profile.clock());
    time(json, "received_at", stamp.receivedAt(), Clock.UTC_TEXT);
    if (!isMain) {
      json.writeStringField("shop_id", shopId);
    }
    text(json, "anonymous_id", profile.anonymousId());
    text(json, "user_id", action.userId());
    json.writeStringField("client_session_id", action.sessionLabel());
    text(json, "platform", profile.platform());
    text(json, "user_agent", profile.userAgent());
    json.writeStringField("ip", profile.ip());
    text(json, "language", profile.language());
    page(json, action, changed);
    campaign(json, action);
    text(json, "search_query", action.query());
    text(json, "cart_id", action.cartId());
    if (!profile.currency().equals(ownCurrency)) {
      json.writeStringField("currency", profile.currency());
    }
    if (!action.items().isEmpty()) {
      json.writeArrayFieldStart("items");
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
    json.writeObjectFieldStart("page");
    text(json, "url", action.page().url());
    json.writeStringField(
        "title", changed ? action.page().title() + " (copy)" : action.page().title());
    text(json, "referrer", action.page().referrer());
    json.writeEndObject();
  }

  private static void campaign(JsonGenerator json, Action action) throws IOException {
    if (action.campaign() != null) {
      json.writeObjectFieldStart("campaign");
      json.writeStringField("source", action.campaign().source());
      json.writeStringField("medium", action.campaign().medium());
      json.writeStringField("name", action.campaign().name());
      json.writeEndObject();
    }
  }

  private static void item(JsonGenerator json, Item item, boolean isPriceText) throws IOException {
    json.writeStartObject();
    if (item.product() != null) {
      json.writeStringField("product_id", item.product().id());
    }
    json.writeStringField("name", item.name());
    if (item.product() != null) {
      json.writeStringField("category", item.product().category());
      text(json, "brand", item.product().brand());
    }
    if (item.quantity() != 1) {
      json.writeNumberField("quantity", item.quantity());
    }
    if (isPriceText) {
      json.writeStringField("unit_price", item.price().toPlainString());
    } else {
      json.writeNumberField("unit_price", item.price());
    }
    amount(json, "discount", item.discount());
    json.writeEndObject();
  }

  private static void order(
      JsonGenerator json, TrackedOrder order, String currency, boolean changed) throws IOException {
    json.writeObjectFieldStart("order");
    json.writeStringField("order_id", order.id());
    json.writeNumberField("total", changed ? order.total().add(BigDecimal.ONE) : order.total());
    json.writeNumberField("tax", order.tax());
    json.writeNumberField("shipping", order.shipping());
    amount(json, "discount", order.discount());
    json.writeStringField("currency", currency);
    text(json, "coupon", order.coupon());
    json.writeEndObject();
  }

  private void time(JsonGenerator json, String field, long epochMillis, Clock clock)
      throws IOException {
    json.writeFieldName(field);
    switch (clock) {
      case UTC_TEXT -> timeText.utc(json, epochMillis);
      case LOCAL_TEXT -> timeText.at(timeZone, json, epochMillis);
      case EPOCH_MILLIS -> json.writeNumber(epochMillis);
    }
  }

  private static void text(JsonGenerator json, String field, String value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private static void amount(JsonGenerator json, String field, BigDecimal value)
      throws IOException {
    if (value.signum() != 0) {
      json.writeNumberField(field, value);
    }
  }
}
