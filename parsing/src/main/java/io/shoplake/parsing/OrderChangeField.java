package io.shoplake.parsing;

import static io.shoplake.parsing.FieldKind.AMOUNT;
import static io.shoplake.parsing.FieldKind.COUNT;
import static io.shoplake.parsing.FieldKind.FACT_TIME;
import static io.shoplake.parsing.FieldKind.ID;
import static io.shoplake.parsing.FieldKind.LIST;
import static io.shoplake.parsing.FieldKind.OBJECT;
import static io.shoplake.parsing.FieldKind.TEXT;
import static io.shoplake.parsing.FieldKind.TIME;
import static io.shoplake.parsing.OrderChangeField.Rule.NOT_NEGATIVE;
import static io.shoplake.parsing.OrderChangeField.Rule.OPTIONAL;
import static io.shoplake.parsing.OrderChangeField.Rule.REQUIRED;
import static io.shoplake.parsing.OrderChangeField.Rule.REQUIRED_NOT_NEGATIVE;

/** The fields of a change of an order; returns and adjustments make most amounts negative. */
enum OrderChangeField implements MessageField {
  CHANGE_ID("change_id", ID, REQUIRED, 128),
  SHOP_ID("shop_id", ID),
  ORDER_ID("order_id", ID, REQUIRED, 0),
  STATUS("status", FieldKind.STATUS),
  CHANGED_AT("changed_at", FACT_TIME, REQUIRED, 0),
  PLACED_AT("placed_at", TIME),
  CUSTOMER_ID("customer_id", ID, OPTIONAL, 256),
  ANONYMOUS_ID("anonymous_id", ID, OPTIONAL, 256),
  CURRENCY("currency", FieldKind.CURRENCY),
  LINES("lines", LIST),
  LINES_LINE_ID("lines.line_id", ID),
  LINES_PRODUCT_ID("lines.product_id", ID),
  LINES_NAME("lines.name", TEXT),
  LINES_CATEGORY("lines.category", TEXT),
  LINES_SUB_CATEGORY("lines.sub_category", TEXT),
  LINES_QUANTITY("lines.quantity", COUNT),
  LINES_UNIT_PRICE("lines.unit_price", AMOUNT),
  LINES_DISCOUNT("lines.discount", AMOUNT),
  LINES_TAX("lines.tax", AMOUNT),
  LINES_UNIT_COST("lines.unit_cost", AMOUNT, NOT_NEGATIVE, 0),
  LINES_PROFIT("lines.profit", AMOUNT),
  SHIPPING("shipping", AMOUNT),
  TAX("tax", AMOUNT),
  DISCOUNT("discount", AMOUNT),
  TOTAL("total", AMOUNT),
  REFUND("refund", OBJECT),
  REFUND_REFUND_ID("refund.refund_id", ID, REQUIRED, 0),
  REFUND_AMOUNT("refund.amount", AMOUNT, REQUIRED_NOT_NEGATIVE, 0),
  REFUND_LINES("refund.lines", LIST),
  REFUND_LINES_LINE_ID("refund.lines.line_id", ID),
  REFUND_LINES_PRODUCT_ID("refund.lines.product_id", ID),
  REFUND_LINES_NAME("refund.lines.name", TEXT),
  REFUND_LINES_CATEGORY("refund.lines.category", TEXT),
  REFUND_LINES_SUB_CATEGORY("refund.lines.sub_category", TEXT),
  REFUND_LINES_QUANTITY("refund.lines.quantity", COUNT),
  REFUND_LINES_UNIT_PRICE("refund.lines.unit_price", AMOUNT),
  REFUND_LINES_DISCOUNT("refund.lines.discount", AMOUNT),
  REFUND_LINES_TAX("refund.lines.tax", AMOUNT),
  REFUND_LINES_UNIT_COST("refund.lines.unit_cost", AMOUNT, NOT_NEGATIVE, 0),
  REFUND_LINES_PROFIT("refund.lines.profit", AMOUNT),
  SHIP("ship", OBJECT),
  SHIP_MODE("ship.mode", TEXT),
  SHIP_SHIPPED_AT("ship.shipped_at", TIME),
  SHIP_COUNTRY("ship.country", TEXT),
  SHIP_REGION("ship.region", TEXT),
  SHIP_CITY("ship.city", TEXT),
  SHIP_POSTAL_CODE("ship.postal_code", TEXT),
  SEGMENT("segment", TEXT),
  PAYMENT_METHOD("payment_method", TEXT),
  CHANNEL("channel", TEXT),
  PROPERTIES("properties", FieldKind.PROPERTIES);

  /** What is asked of a field beside its kind. */
  enum Rule {
    OPTIONAL,
    REQUIRED,
    NOT_NEGATIVE,
    REQUIRED_NOT_NEGATIVE
  }

  private final String path;
  private final FieldKind kind;
  private final Rule rule;
  private final int maxLength;

  OrderChangeField(String path, FieldKind kind) {
    this(path, kind, OPTIONAL, 0);
  }

  OrderChangeField(String path, FieldKind kind, Rule rule, int maxLength) {
    this.path = path;
    this.kind = kind;
    this.rule = rule;
    this.maxLength = maxLength;
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
    return rule == REQUIRED || rule == REQUIRED_NOT_NEGATIVE;
  }

  @Override
  public boolean mayBeNegative() {
    return rule == OPTIONAL || rule == REQUIRED;
  }
}
