package io.shoplake.parsing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The vocabulary of events; other types are accepted and flagged. */
public enum EventType {
  PAGE_VIEW("A page was shown.", "page"),
  VIEW_ITEM_LIST("A list of products was shown.", "items"),
  VIEW_ITEM("The page of a product was shown.", "items"),
  SEARCH("The visitor searched.", "search_query"),
  ADD_TO_CART("Products were put into the cart.", "items", "cart_id"),
  REMOVE_FROM_CART("Products were taken out of the cart.", "items", "cart_id"),
  VIEW_CART("The cart was shown; its items are all that is in it.", "items", "cart_id"),
  BEGIN_CHECKOUT("The checkout began.", "items", "cart_id"),
  ADD_SHIPPING_INFO("The visitor said where to ship to.", "items"),
  ADD_PAYMENT_INFO("The visitor said how to pay.", "items"),
  PURCHASE("An order was placed; without an order id it is no order.", "order", "items"),
  REFUND("Money of an order was given back.", "order"),
  SIGN_UP("An account was made.", "user_id"),
  LOGIN("Somebody signed in.", "user_id"),
  IDENTIFY("The visitor was recognized as a person.", "user_id");

  private static final Set<String> NAMES =
      Arrays.stream(values()).map(EventType::text).collect(Collectors.toUnmodifiableSet());

  private final String comment;
  private final List<String> usual;

  EventType(String comment, String... usual) {
    this.comment = comment;
    this.usual = List.of(usual);
  }

  static boolean isKnown(String text) {
    return NAMES.contains(text);
  }

  /** As it stands in a message. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String comment() {
    return comment;
  }

  /** Fields that such an event usually has, beyond those that every event must have. */
  List<String> usual() {
    return usual;
  }
}
