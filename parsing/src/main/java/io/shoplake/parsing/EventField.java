package io.shoplake.parsing;

import static io.shoplake.parsing.FieldKind.AMOUNT;
import static io.shoplake.parsing.FieldKind.COUNT;
import static io.shoplake.parsing.FieldKind.FACT_TIME;
import static io.shoplake.parsing.FieldKind.ID;
import static io.shoplake.parsing.FieldKind.LIST;
import static io.shoplake.parsing.FieldKind.OBJECT;
import static io.shoplake.parsing.FieldKind.TEXT;
import static io.shoplake.parsing.FieldKind.TIME;
import static io.shoplake.parsing.FieldKind.UNCHECKED;
import static io.shoplake.parsing.FieldKind.VERSION;

/** The fields of a behavioural event. */
enum EventField implements MessageField {
  SCHEMA_VERSION("schema_version", VERSION),
  EVENT_ID("event_id", ID, 128, true),
  EVENT_TYPE("event_type", TEXT, 64, true),
  EVENT_TIME("event_time", FACT_TIME, 0, true),
  SENT_AT("sent_at", TIME),
  RECEIVED_AT("received_at", TIME),
  SHOP_ID("shop_id", ID),
  ANONYMOUS_ID("anonymous_id", ID, 256, false),
  USER_ID("user_id", ID, 256, false),
  CLIENT_SESSION_ID("client_session_id", ID),
  PLATFORM("platform", TEXT),
  USER_AGENT("user_agent", UNCHECKED),
  IP("ip", TEXT),
  LANGUAGE("language", TEXT),
  PAGE("page", OBJECT),
  PAGE_URL("page.url", UNCHECKED),
  PAGE_TITLE("page.title", TEXT),
  PAGE_REFERRER("page.referrer", UNCHECKED),
  CAMPAIGN("campaign", OBJECT),
  CAMPAIGN_SOURCE("campaign.source", UNCHECKED),
  CAMPAIGN_MEDIUM("campaign.medium", UNCHECKED),
  CAMPAIGN_NAME("campaign.name", UNCHECKED),
  CAMPAIGN_TERM("campaign.term", UNCHECKED),
  CAMPAIGN_CONTENT("campaign.content", UNCHECKED),
  CAMPAIGN_CLICK_ID("campaign.click_id", ID),
  SEARCH_QUERY("search_query", TEXT),
  CART_ID("cart_id", ID),
  CURRENCY("currency", FieldKind.CURRENCY),
  ITEMS("items", LIST),
  ITEMS_PRODUCT_ID("items.product_id", ID),
  ITEMS_NAME("items.name", TEXT),
  ITEMS_CATEGORY("items.category", TEXT),
  ITEMS_BRAND("items.brand", TEXT),
  ITEMS_VARIANT("items.variant", TEXT),
  ITEMS_QUANTITY("items.quantity", COUNT),
  ITEMS_UNIT_PRICE("items.unit_price", AMOUNT),
  ITEMS_DISCOUNT("items.discount", AMOUNT),
  ORDER("order", OBJECT),
  ORDER_ORDER_ID("order.order_id", ID),
  ORDER_TOTAL("order.total", AMOUNT),
  ORDER_TAX("order.tax", AMOUNT),
  ORDER_SHIPPING("order.shipping", AMOUNT),
  ORDER_DISCOUNT("order.discount", AMOUNT),
  ORDER_CURRENCY("order.currency", FieldKind.CURRENCY),
  ORDER_COUPON("order.coupon", TEXT),
  PROPERTIES("properties", FieldKind.PROPERTIES);

  private final String path;
  private final FieldKind kind;
  private final int maxLength;
  private final boolean isRequired;

  EventField(String path, FieldKind kind) {
    this(path, kind, 0, false);
  }

  EventField(String path, FieldKind kind, int maxLength, boolean isRequired) {
    this.path = path;
    this.kind = kind;
    this.maxLength = maxLength;
    this.isRequired = isRequired;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public FieldKind kind() {
    return kind;
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public boolean isRequired() {
    return isRequired;
  }

  @Override
  public boolean mayBeNegative() {
    return false;
  }
}
