package io.shoplake.parsing;

import static io.shoplake.parsing.DeclaredField.Declaration.field;
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
enum EventField implements DeclaredField {
  SCHEMA_VERSION(field("schema_version", VERSION)),
  EVENT_ID(field("event_id", ID).required().atMost(128)),
  EVENT_TYPE(field("event_type", TEXT).required().atMost(64)),
  EVENT_TIME(field("event_time", FACT_TIME).required()),
  SENT_AT(field("sent_at", TIME)),
  RECEIVED_AT(field("received_at", TIME)),
  SHOP_ID(field("shop_id", ID)),
  ANONYMOUS_ID(field("anonymous_id", ID).atMost(256)),
  USER_ID(field("user_id", ID).atMost(256)),
  CLIENT_SESSION_ID(field("client_session_id", ID)),
  PLATFORM(field("platform", TEXT)),
  USER_AGENT(field("user_agent", UNCHECKED)),
  IP(field("ip", TEXT)),
  LANGUAGE(field("language", TEXT)),
  PAGE(field("page", OBJECT)),
  PAGE_URL(field("page.url", UNCHECKED)),
  PAGE_TITLE(field("page.title", TEXT)),
  PAGE_REFERRER(field("page.referrer", UNCHECKED)),
  CAMPAIGN(field("campaign", OBJECT)),
  CAMPAIGN_SOURCE(field("campaign.source", UNCHECKED)),
  CAMPAIGN_MEDIUM(field("campaign.medium", UNCHECKED)),
  CAMPAIGN_NAME(field("campaign.name", UNCHECKED)),
  CAMPAIGN_TERM(field("campaign.term", UNCHECKED)),
  CAMPAIGN_CONTENT(field("campaign.content", UNCHECKED)),
  CAMPAIGN_CLICK_ID(field("campaign.click_id", ID)),
  SEARCH_QUERY(field("search_query", TEXT)),
  CART_ID(field("cart_id", ID)),
  CURRENCY(field("currency", FieldKind.CURRENCY)),
  ITEMS(field("items", LIST)),
  ITEMS_PRODUCT_ID(field("items.product_id", ID)),
  ITEMS_NAME(field("items.name", TEXT)),
  ITEMS_CATEGORY(field("items.category", TEXT)),
  ITEMS_BRAND(field("items.brand", TEXT)),
  ITEMS_VARIANT(field("items.variant", TEXT)),
  ITEMS_QUANTITY(field("items.quantity", COUNT).notNegative()),
  ITEMS_UNIT_PRICE(field("items.unit_price", AMOUNT).notNegative()),
  ITEMS_DISCOUNT(field("items.discount", AMOUNT).notNegative()),
  ORDER(field("order", OBJECT)),
  ORDER_ORDER_ID(field("order.order_id", ID)),
  ORDER_TOTAL(field("order.total", AMOUNT).notNegative()),
  ORDER_TAX(field("order.tax", AMOUNT).notNegative()),
  ORDER_SHIPPING(field("order.shipping", AMOUNT).notNegative()),
  ORDER_DISCOUNT(field("order.discount", AMOUNT).notNegative()),
  ORDER_CURRENCY(field("order.currency", FieldKind.CURRENCY)),
  ORDER_COUPON(field("order.coupon", TEXT)),
  PROPERTIES(field("properties", FieldKind.PROPERTIES));

  private final Declaration declaration;

  EventField(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
