package io.shoplake.ingest.simulate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The true rows of {@code daily_user_activity}. */
final class UserActivityTruth {

  private final String shopId;
  private final UnaryOperator<String> published;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "visitor_id"),
          List.of(
              "events",
              "page_views",
              "product_views",
              "cart_additions",
              "purchases",
              "sessions",
              "converted_sessions",
              "session_seconds"),
          List.of());

  /**
   * No activity.
   *
   * @param published how the lake writes an id, which is another way for e-mail addresses
   */
  UserActivityTruth(String shopId, UnaryOperator<String> published) {
    this.shopId = shopId;
    this.published = published;
  }

  /** A person's session. */
  void visit(Visit visit) {
    String visitor = published.apply(visit.shopper().key());
    for (Action action : visit.actions()) {
      List<Object> key = List.of(shopId, action.day(), visitor);
      tally.count(key, "events", 1);
      switch (action.type()) {
        case "page_view" -> tally.count(key, "page_views", 1);
        case "view_item" -> tally.count(key, "product_views", 1);
        case "add_to_cart" -> tally.count(key, "cart_additions", 1);
        case "purchase" -> tally.count(key, "purchases", 1);
        default -> {}
      }
    }
    List<Object> key = List.of(shopId, visit.day(), visitor);
    tally.count(key, "sessions", 1);
    tally.count(key, "converted_sessions", visit.hasConverted() ? 1 : 0);
    tally.count(
        key, "session_seconds", Duration.ofMillis(visit.endedAt() - visit.startedAt()).toSeconds());
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
