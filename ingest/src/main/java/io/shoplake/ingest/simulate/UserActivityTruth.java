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
   * @param published how the lake writes an id, which is another way for one that holds an e-mail
   *     address
   */
  UserActivityTruth(String shopId, UnaryOperator<String> published) {
    this.shopId = shopId;
    this.published = published;
  }

  /** A person's session. */
  void visit(Visit visit) {
    String visitor = published.apply(visit.shopper().key());
    visit
        .actionsByDay()
        .forEach(
            (day, actions) -> {
              Tally.Row row = tally.row(List.of(shopId, day, visitor));
              row.count("events", actions.size());
              row.count("page_views", Visit.count("page_view", actions));
              row.count("product_views", Visit.count("view_item", actions));
              row.count("cart_additions", Visit.count("add_to_cart", actions));
              row.count("purchases", Visit.count("purchase", actions));
            });
    Tally.Row row = tally.row(List.of(shopId, visit.day(), visitor));
    row.count("sessions", 1);
    row.count("converted_sessions", visit.hasConverted() ? 1 : 0);
    row.count(
        "session_seconds", Duration.ofMillis(visit.endedAt() - visit.startedAt()).toSeconds());
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
