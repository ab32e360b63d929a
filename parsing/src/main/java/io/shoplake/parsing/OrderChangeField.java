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

/** The fields of a change of an order; returns and adjustments make most amounts negative. */
enum OrderChangeField implements DeclaredField {
  CHANGE_ID(field("change_id", ID).required().atMost(128)),
  SHOP_ID(field("shop_id", ID)),
  ORDER_ID(field("order_id", ID).required()),
  STATUS(field("status", FieldKind.STATUS)),
  CHANGED_AT(field("changed_at", FACT_TIME).required()),
  PLACED_AT(field("placed_at", TIME)),
  CUSTOMER_ID(field("customer_id", ID).atMost(256)),
  ANONYMOUS_ID(field("anonymous_id", ID).atMost(256)),
  CURRENCY(field("currency", FieldKind.CURRENCY)),
  LINES(field("lines", LIST)),
  LINES_LINE_ID(field("lines.line_id", ID)),
  LINES_PRODUCT_ID(field("lines.product_id", ID)),
  LINES_NAME(field("lines.name", TEXT)),
  LINES_CATEGORY(field("lines.category", TEXT)),
  LINES_SUB_CATEGORY(field("lines.sub_category", TEXT)),
  LINES_QUANTITY(field("lines.quantity", COUNT)),
  LINES_UNIT_PRICE(field("lines.unit_price", AMOUNT)),
  LINES_DISCOUNT(field("lines.discount", AMOUNT)),
  LINES_TAX(field("lines.tax", AMOUNT)),
  LINES_UNIT_COST(field("lines.unit_cost", AMOUNT).notNegative()),
  LINES_PROFIT(field("lines.profit", AMOUNT)),
  SHIPPING(field("shipping", AMOUNT)),
  TAX(field("tax", AMOUNT)),
  DISCOUNT(field("discount", AMOUNT)),
  TOTAL(field("total", AMOUNT)),
  REFUND(field("refund", OBJECT)),
  REFUND_REFUND_ID(field("refund.refund_id", ID).required()),
  REFUND_AMOUNT(field("refund.amount", AMOUNT).required().notNegative()),
  REFUND_LINES(field("refund.lines", LIST)),
  REFUND_LINES_LINE_ID(field("refund.lines.line_id", ID)),
  REFUND_LINES_PRODUCT_ID(field("refund.lines.product_id", ID)),
  REFUND_LINES_NAME(field("refund.lines.name", TEXT)),
  REFUND_LINES_CATEGORY(field("refund.lines.category", TEXT)),
  REFUND_LINES_SUB_CATEGORY(field("refund.lines.sub_category", TEXT)),
  REFUND_LINES_QUANTITY(field("refund.lines.quantity", COUNT)),
  REFUND_LINES_UNIT_PRICE(field("refund.lines.unit_price", AMOUNT)),
  REFUND_LINES_DISCOUNT(field("refund.lines.discount", AMOUNT)),
  REFUND_LINES_TAX(field("refund.lines.tax", AMOUNT)),
  REFUND_LINES_UNIT_COST(field("refund.lines.unit_cost", AMOUNT).notNegative()),
  REFUND_LINES_PROFIT(field("refund.lines.profit", AMOUNT)),
  SHIP(field("ship", OBJECT)),
  SHIP_MODE(field("ship.mode", TEXT)),
  SHIP_SHIPPED_AT(field("ship.shipped_at", TIME)),
  SHIP_COUNTRY(field("ship.country", TEXT)),
  SHIP_REGION(field("ship.region", TEXT)),
  SHIP_CITY(field("ship.city", TEXT)),
  SHIP_POSTAL_CODE(field("ship.postal_code", TEXT)),
  SEGMENT(field("segment", TEXT)),
  PAYMENT_METHOD(field("payment_method", TEXT)),
  CHANNEL(field("channel", TEXT)),
  PROPERTIES(field("properties", FieldKind.PROPERTIES));

  private final Declaration declaration;

  OrderChangeField(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
