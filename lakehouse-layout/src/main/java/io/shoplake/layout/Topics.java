package io.shoplake.layout;

/** The topics that carry what a shop sends. */
public final class Topics {

  public static final Topic SHOP_EVENTS =
      new Topic(
          "shop.events",
          "One behavioural event of a visitor.",
          "The visitor: anonymous_id, else user_id.");

  public static final Topic SHOP_ORDERS =
      new Topic("shop.orders", "One change of an order in the order system.", "The order_id.");

  public static final Topic SHOP_PRODUCTS =
      new Topic("shop.products", "One full product record.", "The product_id.");

  public static final Topic SHOP_CUSTOMERS =
      new Topic("shop.customers", "One full customer record.", "The customer_id.");

  public static final Topic POSTHOG_EVENTS =
      new Topic("posthog.events", "One event as PostHog publishes it.", "The distinct_id.");

  public static final Topic SOURCE_ROWS =
      new Topic("source.rows", "One row of an extracted table, unchanged.", "Table and key.");

  private Topics() {}
}
