package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BOOLEAN;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.MONEY;
import static io.shoplake.layout.FieldType.MONEY_SUM;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;
import static io.shoplake.layout.FieldType.listOf;
import static io.shoplake.layout.FieldType.structOf;

import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;

/** Orders as they stand. */
public final class Orders {

  /** One line of an order. */
  public static final FieldType LINE =
      structOf(
          required("line_number", LONG, "Position in the order, from 1."),
          optional("line_id", STRING, "Id of the line."),
          optional("product_id", STRING, "The product."),
          optional("name", STRING, "Name of the product."),
          optional("category", STRING, "Category of the product."),
          optional("sub_category", STRING, "Sub-category of the product."),
          required("quantity", LONG, "Pieces; negative for a return."),
          optional("unit_price", MONEY, "Price of one piece."),
          optional("amount", MONEY_SUM, "quantity × unit_price."),
          required("discount", MONEY, "Discount on the whole line."),
          optional("tax", MONEY, "Tax of the whole line."),
          optional("unit_cost", MONEY, "What one piece cost the shop."),
          optional("profit", MONEY_SUM, "Profit of the whole line."));

  /** Money given back. */
  public static final FieldType REFUND =
      structOf(
          required("refund_id", STRING, "Id of the refund."),
          required("refunded_at", TIMESTAMP, "When, UTC."),
          required("day", DATE, "Shop-local day of the refund."),
          required("amount", MONEY, "Money given back."),
          optional("lines", listOf(OrderChanges.LINE), "The lines given back."));

  /** A cancellation, or with a negative amount one that was taken back. */
  public static final FieldType CANCELLATION =
      structOf(
          required("cancelled_at", TIMESTAMP, "When, UTC."),
          required("day", DATE, "Shop-local day of the cancellation."),
          required("amount", MONEY_SUM, "Money that will not come in."));

  public static final Table ORDERS =
      Table.silver("orders", "One order, from the order system or else as tracked.")
          .from(OrderChanges.ORDER_CHANGES, Events.EVENTS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day on which it was placed."),
              required("order_id", STRING, "The order."),
              required("origin", STRING, "order_system, or tracked by a purchase event."),
              required("placed_at", TIMESTAMP, "When it was placed, UTC."),
              required("changed_at", TIMESTAMP, "When it last changed, UTC."),
              optional("status", STRING, "The last status."),
              optional("customer_id", STRING, "The customer; empty for a guest."),
              optional("visitor_id", STRING, "Who bought it, by the first purchase event."),
              optional("converting_event_id", STRING, "The first purchase event of the order."),
              optional("converting_event_time", TIMESTAMP, "Time of that event, UTC."),
              required("currency", STRING, "ISO 4217 code of all amounts in the row."),
              required("is_return", BOOLEAN, "Whether it only gives goods back."),
              additive("units", LONG, "Pieces of the lines that sell."),
              additive("gross", MONEY_SUM, "Sum of the lines with a positive amount."),
              additive("returned", MONEY_SUM, "Minus the sum of the lines with a negative amount."),
              additive("discounts", MONEY_SUM, "Discounts on lines and on the order."),
              additive("merchandise", MONEY_SUM, "gross − returned − discounts."),
              additive("shipping", MONEY_SUM, "Shipping."),
              additive("tax", MONEY_SUM, "Tax."),
              additive("total", MONEY_SUM, "The stated total, else merchandise + shipping + tax."),
              additive(
                  "basis", MONEY_SUM, "What revenue counts: merchandise, or by setting total."),
              additive("refunded", MONEY_SUM, "All money given back."),
              additive("cancelled", MONEY_SUM, "Money lost by cancellation."),
              additive("net_revenue", MONEY_SUM, "basis − refunded − cancelled."),
              optional("profit", MONEY_SUM, "Profit of the lines, where costs are known."),
              required("lines", listOf(LINE), "The lines."),
              required("refunds", listOf(REFUND), "The refunds."),
              required("cancellations", listOf(CANCELLATION), "The cancellations."),
              optional("ship", OrderChanges.SHIP, "How and where it is sent."),
              optional("segment", STRING, "Segment of the customer."),
              optional("payment_method", STRING, "How it is paid."),
              optional("channel", STRING, "Where it was sold."))
          .key("shop_id", "order_id")
          .clusterBy("day")
          .statistics("day", "order_id")
          .publish("lake_silver")
          .build();

  private Orders() {}
}
