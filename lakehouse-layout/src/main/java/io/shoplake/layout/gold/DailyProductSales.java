package io.shoplake.layout.gold;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.MONEY_SUM;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.Orders;

/** What sells. */
public final class DailyProductSales {

  public static final Table DAILY_PRODUCT_SALES =
      Table.gold("daily_product_sales", "Interest and sales by day, product and currency.")
          .from(Events.EVENTS, Orders.ORDERS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day: of the event, of placing, of the refund."),
              required("product_id", STRING, "The product; empty where a line has none."),
              required("currency", STRING, "ISO 4217 code of all amounts in the row."),
              optional("product_name", STRING, "A name of the product on this day."),
              optional("category", STRING, "A category of the product on this day."),
              additive("views", LONG, "view_item events with the product, no bots."),
              additive("carts", LONG, "add_to_cart events with the product, no bots."),
              required("orders", LONG, "Orders that sell the product."),
              additive("units", LONG, "Pieces sold."),
              additive("gross", MONEY_SUM, "Lines with a positive amount."),
              additive("returned", MONEY_SUM, "Minus the lines with a negative amount."),
              additive("discounts", MONEY_SUM, "Discounts on the lines."),
              additive("refunds", MONEY_SUM, "Amounts of refunded lines on this day."),
              additive("net", MONEY_SUM, "gross − returned − discounts − refunds."),
              additive("profit", MONEY_SUM, "Profit of the lines whose costs are known."),
              required("final_at", TIMESTAMP, "From when the row is expected not to change, UTC."))
          .key("shop_id", "day", "product_id", "currency")
          .clusterBy("day")
          .check("net_adds_up", "net = gross - returned - discounts - refunds")
          .ratio("view_to_order", "orders", "views", "Orders per view of the product.")
          .reach(Reach.SAME_DAY)
          .build();

  private DailyProductSales() {}
}
