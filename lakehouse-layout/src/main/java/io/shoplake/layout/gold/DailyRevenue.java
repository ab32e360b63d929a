package io.shoplake.layout.gold;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.MONEY_SUM;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.layout.silver.Orders;

/** Money by day. */
public final class DailyRevenue {

  public static final Table DAILY_REVENUE =
      Table.gold("daily_revenue", "Orders and money by shop, day and currency.")
          .from(Orders.ORDERS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required(
                  "day", DATE, "Shop-local day: of placing, of the refund, of the cancellation."),
              required("currency", STRING, "ISO 4217 code of all amounts in the row."),
              additive("orders", LONG, "Orders placed that sell something."),
              additive("returns", LONG, "Orders placed that only give goods back."),
              additive("units", LONG, "Pieces of the lines that sell."),
              additive("gross", MONEY_SUM, "Lines with a positive amount."),
              additive("returned", MONEY_SUM, "Minus the lines with a negative amount."),
              additive("discounts", MONEY_SUM, "Discounts on lines and on orders."),
              additive("merchandise", MONEY_SUM, "gross − returned − discounts."),
              additive("shipping", MONEY_SUM, "Shipping."),
              additive("tax", MONEY_SUM, "Tax."),
              additive("total", MONEY_SUM, "What the orders of the day add up to for customers."),
              additive("cancelled", MONEY_SUM, "Money lost by cancellations on this day."),
              additive("refunds", MONEY_SUM, "Money given back on this day."),
              additive("net_revenue", MONEY_SUM, "Revenue basis − refunds − cancelled."),
              additive("profit", MONEY_SUM, "Profit of the lines whose costs are known."),
              additive("new_customers", LONG, "Customers whose first order is of this day."),
              additive(
                  "returning_customers", LONG, "Customers with an order today and one before."),
              additive("guest_orders", LONG, "Orders without a customer."),
              required("final_at", TIMESTAMP, "From when the row is expected not to change, UTC."))
          .key("shop_id", "day", "currency")
          .clusterBy("day")
          .check("orders_not_negative", "orders >= 0")
          .check("merchandise_adds_up", "merchandise = gross - returned - discounts")
          .ratio("average_order_value", "merchandise", "orders", "Merchandise per order.")
          .reach(Reach.ALL_LATER_DAYS)
          .build();

  private DailyRevenue() {}
}
