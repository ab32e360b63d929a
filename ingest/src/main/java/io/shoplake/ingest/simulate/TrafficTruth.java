package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Arrivals.Arrival;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The true rows of {@code daily_traffic}. */
final class TrafficTruth {

  private final String shopId;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "channel", "source", "medium", "campaign"),
          List.of(
              "sessions",
              "visitors",
              "bounces",
              "page_views",
              "session_seconds",
              "converted_sessions",
              "bot_sessions"),
          List.of());
  private final Map<List<Object>, Set<Shopper>> visitors = new HashMap<>();

  TrafficTruth(String shopId) {
    this.shopId = shopId;
  }

  /** A session, of a person or a program. */
  void visit(Visit visit) {
    Arrival way = visit.arrival();
    List<Object> key =
        List.of(shopId, visit.day(), way.channel(), way.source(), way.medium(), way.name());
    Tally.Row row = tally.row(key);
    if (visit.shopper().profile().isBot()) {
      row.count("bot_sessions", 1);
      return;
    }
    List<Action> actions = visit.actions();
    row.count("sessions", 1);
    row.count("bounces", actions.size() == 1 ? 1 : 0);
    row.count("page_views", Visit.count("page_view", actions));
    row.count(
        "session_seconds", Duration.ofMillis(visit.endedAt() - visit.startedAt()).toSeconds());
    row.count("converted_sessions", visit.hasConverted() ? 1 : 0);
    if (visitors.computeIfAbsent(key, fresh -> new HashSet<>()).add(visit.shopper())) {
      row.count("visitors", 1);
    }
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
