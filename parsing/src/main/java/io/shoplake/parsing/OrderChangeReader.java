package io.shoplake.parsing;

import static io.shoplake.parsing.OrderChangeField.CHANGED_AT;
import static io.shoplake.parsing.OrderChangeField.REFUND;
import static io.shoplake.parsing.OrderChangeField.SHIP;
import static io.shoplake.parsing.OrderChangeField.SHOP_ID;

import io.shoplake.parsing.OrderChange.Line;
import io.shoplake.parsing.OrderChange.Refund;
import io.shoplake.parsing.OrderChange.Ship;
import java.time.Instant;

/** Makes one change of an order of one message. */
final class OrderChangeReader {

  private static final FieldNames<OrderChangeField> NAMES =
      new FieldNames<>(OrderChangeField.values());

  private final Limits limits;
  private final Instant kafkaTime;
  private final MessagePass<OrderChangeField> pass;

  OrderChangeReader(Pseudonyms pseudonyms, Limits limits, Instant kafkaTime) {
    this.limits = limits;
    this.kafkaTime = kafkaTime;
    this.pass =
        new MessagePass<>(
            NAMES, pseudonyms, list -> list == OrderChangeField.LINES ? orderLine() : refundLine());
  }

  Parsed<OrderChange> read(byte[] value) {
    return pass.parsed(value, limits, kafkaTime, SHOP_ID, CHANGED_AT, () -> change(value));
  }

  private OrderChange change(byte[] value) {
    return new OrderChange(
        pass.textOr(SHOP_ID, Shop.MAIN),
        text(OrderChangeField.ORDER_ID),
        text(OrderChangeField.CHANGE_ID),
        pass.number(CHANGED_AT),
        text(OrderChangeField.STATUS),
        pass.number(OrderChangeField.PLACED_AT),
        text(OrderChangeField.CUSTOMER_ID),
        text(OrderChangeField.ANONYMOUS_ID),
        text(OrderChangeField.CURRENCY),
        pass.list(OrderChangeField.LINES),
        pass.amount(OrderChangeField.SHIPPING),
        pass.amount(OrderChangeField.TAX),
        pass.amount(OrderChangeField.DISCOUNT),
        pass.amount(OrderChangeField.TOTAL),
        pass.isGiven(REFUND) ? refund() : null,
        pass.isGiven(SHIP) ? ship() : null,
        text(OrderChangeField.SEGMENT),
        text(OrderChangeField.PAYMENT_METHOD),
        text(OrderChangeField.CHANNEL),
        pass.properties(),
        pass.contentHash(value));
  }

  private Refund refund() {
    return new Refund(
        text(OrderChangeField.REFUND_REFUND_ID),
        pass.amount(OrderChangeField.REFUND_AMOUNT),
        pass.list(OrderChangeField.REFUND_LINES));
  }

  private Ship ship() {
    return new Ship(
        text(OrderChangeField.SHIP_MODE),
        pass.number(OrderChangeField.SHIP_SHIPPED_AT),
        text(OrderChangeField.SHIP_COUNTRY),
        text(OrderChangeField.SHIP_REGION),
        text(OrderChangeField.SHIP_CITY),
        text(OrderChangeField.SHIP_POSTAL_CODE));
  }

  private Line orderLine() {
    return new Line(
        text(OrderChangeField.LINES_LINE_ID),
        text(OrderChangeField.LINES_PRODUCT_ID),
        text(OrderChangeField.LINES_NAME),
        text(OrderChangeField.LINES_CATEGORY),
        text(OrderChangeField.LINES_SUB_CATEGORY),
        quantity(OrderChangeField.LINES_QUANTITY),
        pass.amount(OrderChangeField.LINES_UNIT_PRICE),
        pass.amount(OrderChangeField.LINES_DISCOUNT),
        pass.amount(OrderChangeField.LINES_TAX),
        pass.amount(OrderChangeField.LINES_UNIT_COST),
        pass.amount(OrderChangeField.LINES_PROFIT));
  }

  private Line refundLine() {
    return new Line(
        text(OrderChangeField.REFUND_LINES_LINE_ID),
        text(OrderChangeField.REFUND_LINES_PRODUCT_ID),
        text(OrderChangeField.REFUND_LINES_NAME),
        text(OrderChangeField.REFUND_LINES_CATEGORY),
        text(OrderChangeField.REFUND_LINES_SUB_CATEGORY),
        quantity(OrderChangeField.REFUND_LINES_QUANTITY),
        pass.amount(OrderChangeField.REFUND_LINES_UNIT_PRICE),
        pass.amount(OrderChangeField.REFUND_LINES_DISCOUNT),
        pass.amount(OrderChangeField.REFUND_LINES_TAX),
        pass.amount(OrderChangeField.REFUND_LINES_UNIT_COST),
        pass.amount(OrderChangeField.REFUND_LINES_PROFIT));
  }

  private long quantity(OrderChangeField field) {
    Long quantity = pass.number(field);
    return quantity == null ? 1 : quantity;
  }

  private String text(OrderChangeField field) {
    return pass.text(field);
  }
}
