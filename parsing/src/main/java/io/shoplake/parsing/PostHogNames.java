package io.shoplake.parsing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The event types behind the names that PostHog's clients, and the e-commerce events of Segment and
 * GA4, have for them.
 */
final class PostHogNames {

  /** By name in lower case, with underscores in place of spaces and hyphens. */
  private static final Map<String, String> TYPES = types();

  private PostHogNames() {}

  /** The event type of the event called {@code name}; its name itself where it is none of them. */
  static String type(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
    return TYPES.getOrDefault(plain, name);
  }

  private static Map<String, String> types() {
    Map<String, String> types = new HashMap<>();
    for (EventType type : EventType.values()) {
      types.put(type.text(), type.text());
    }
    types.put("$pageview", "page_view");
    types.put("$screen", "page_view");
    types.put("page_viewed", "page_view");
    types.put("product_list_viewed", "view_item_list");
    types.put("product_viewed", "view_item");
    types.put("products_searched", "search");
    types.put("product_added", "add_to_cart");
    types.put("product_removed", "remove_from_cart");
    types.put("cart_viewed", "view_cart");
    types.put("checkout_started", "begin_checkout");
    types.put("shipping_info_entered", "add_shipping_info");
    types.put("payment_info_entered", "add_payment_info");
    types.put("order_completed", "purchase");
    types.put("order_refunded", "refund");
    types.put("signed_up", "sign_up");
    types.put("user_signed_up", "sign_up");
    types.put("signed_in", "login");
    types.put("logged_in", "login");
    types.put("user_signed_in", "login");
    types.put("user_logged_in", "login");
    types.put("$identify", "identify");
    types.put("$set", "identify");
    types.put("$create_alias", "identify");
    types.put("$merge_dangerously", "identify");
    return types;
  }
}
