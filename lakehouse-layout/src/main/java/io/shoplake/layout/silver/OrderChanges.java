package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.MONEY;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;
import static io.shoplake.layout.FieldType.listOf;
import static io.shoplake.layout.FieldType.structOf;

import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;

/** What the order system said about its orders. */
public final class OrderChanges {

  /** One line of an order, as sent. */
  public static final FieldType LINE =
      structOf(
          optional("line_id", STRING, "Id of the line."),
          optional("product_id", STRING, "The product."),
          optional("name", STRING, "Name of the product."),
          optional("category", STRING, "Category of the product."),
          optional("sub_category", STRING, "Sub-category of the product."),
          required("quantity", LONG, "Pieces; negative for a return."),
          optional("unit_price", MONEY, "Price of one piece."),
          optional("discount", MONEY, "Discount on the whole line."),
          optional("tax", MONEY, "Tax of the whole line."),
          optional("unit_cost", MONEY, "What one piece cost the shop."),
          optional("profit", MONEY, "Profit of the whole line, where the order system knows it."));

  /** A refund, as sent. */
  public static final FieldType REFUND =
      structOf(
          required("refund_id", STRING, "Id of the refund; a repeated one replaces."),
          required("amount", MONEY, "Money given back."),
          optional("lines", listOf(LINE), "The lines given back."));

  /** How and where an order is sent. */
  public static final FieldType SHIP =
      structOf(
          optional("mode", STRING, "Way of shipping."),
          optional("shipped_at", TIMESTAMP, "When it left, UTC."),
          optional("country", STRING, "Country it goes to."),
          optional("region", STRING, "Region it goes to."),
          optional("city", STRING, "City it goes to."),
          optional("postal_code", STRING, "Postal code it goes to."));

  public static final Table ORDER_CHANGES =
      Table.silver("order_changes", "One accepted change of an order, counted once.")
          .from(BronzeTables.SHOP_ORDERS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("order_id", STRING, "The order."),
              required("change_id", STRING, "Id of the change; unique in the shop."),
              required("changed_at", TIMESTAMP, "When the change was made, UTC."),
              optional(
                  "status",
                  STRING,
                  "placed, paid, shipped, delivered, cancelled, refunded or returned."),
              optional("placed_at", TIMESTAMP, "When the order was placed, UTC."),
              optional("customer_id", STRING, "The customer."),
              optional("anonymous_id", STRING, "Id of the browser it was placed with."),
              optional("currency", STRING, "ISO 4217 code of the amounts."),
              optional("lines", listOf(LINE), "All lines of the order."),
              optional("shipping", MONEY, "Shipping of the order."),
              optional("tax", MONEY, "Tax of the order."),
              optional("discount", MONEY, "Discount on the whole order."),
              optional("total", MONEY, "Total of the order."),
              optional("refund", REFUND, "Money given back with this change."),
              optional("ship", SHIP, "How and where it is sent."),
              optional("segment", STRING, "Segment of the customer."),
              optional("payment_method", STRING, "How it is paid."),
              optional("channel", STRING, "Where it was sold, such as web or store."),
              optional("properties", STRING, "Everything else that was sent, as JSON text."))
          .fields(Arrival.FIELDS)
          .key("shop_id", "change_id")
          .clusterBy("order_id")
          .statistics("order_id", "change_id", "changed_at")
          .build();

  private OrderChanges() {}
}
