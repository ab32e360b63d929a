package io.shoplake.ingest.simulate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The true rows of {@code daily_activity}. */
final class ActivityTruth {

  private final SimulatedShop shop;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day"),
          List.of(
              "dau",
              "wau",
              "mau",
              "new_visitors",
              "events",
              "page_views",
              "product_views",
              "sessions",
              "bounces",
              "converted_sessions",
              "session_seconds",
              "bot_events",
              "bot_sessions"),
          List.of());

  ActivityTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  /** One session and its events. */
  void visit(Visit visit) {
    boolean isBot = visit.shopper().profile().isBot();
    visit
        .actionsByDay()
        .forEach(
            (day, actions) -> {
              Tally.Row row = tally.row(key(day));
              if (isBot) {
                row.count("bot_events", actions.size());
              } else {
                row.count("events", actions.size());
                row.count("page_views", Visit.count("page_view", actions));
                row.count("product_views", Visit.count("view_item", actions));
              }
            });
    Tally.Row row = tally.row(key(visit.day()));
    if (isBot) {
      row.count("bot_sessions", 1);
    } else {
      row.count("sessions", 1);
      row.count("bounces", visit.actions().size() == 1 ? 1 : 0);
      row.count("converted_sessions", visit.hasConverted() ? 1 : 0);
      row.count(
          "session_seconds", Duration.ofMillis(visit.endedAt() - visit.startedAt()).toSeconds());
    }
  }

  /** Counts the people of each day, week and month; called once, at the end. */
  void people(Iterable<Shopper> people) {
    List<LocalDate> days =
        tally.rows().stream().map(row -> LocalDate.parse((String) row.get("day"))).toList();
    for (Shopper shopper : people) {
      if (shopper.activeDays().isEmpty()) {
        continue;
      }
      tally.count(key(shopper.activeDays().first()), "new_visitors", 1);
      for (LocalDate day : days) {
        LocalDate last = shopper.activeDays().floor(day);
        if (last != null) {
          List<Object> key = key(day);
          tally.count(key, "dau", last.equals(day) ? 1 : 0);
          tally.count(key, "wau", last.isAfter(day.minusDays(7)) ? 1 : 0);
          tally.count(key, "mau", last.isAfter(day.minusDays(30)) ? 1 : 0);
        }
      }
    }
  }

  private List<Object> key(LocalDate day) {
    return List.of(shop.id(), day);
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
