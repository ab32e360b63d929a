package io.shoplake.ingest.simulate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The true rows of {@code daily_funnel}. */
final class FunnelTruth {

  private static final List<String> STEPS =
      List.of("visit", "view_item", "add_to_cart", "begin_checkout", "purchase");

  private final String shopId;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "device", "channel", "step_order", "step"),
          List.of("sessions", "sessions_ever", "visitors", "drop_off"),
          List.of());
  private final Map<List<Object>, Set<Shopper>> visitors = new HashMap<>();

  FunnelTruth(String shopId) {
    this.shopId = shopId;
  }

  /** A person's session, which began on {@code day}. */
  void visit(LocalDate day, String channel, Shopper shopper, List<Action> actions) {
    int reached = reached(actions);
    for (int step = 0; step < STEPS.size(); step++) {
      List<Object> key =
          List.of(shopId, day, shopper.profile().device(), channel, step + 1, STEPS.get(step));
      tally.touch(key);
      if (step <= reached) {
        tally.count(key, "sessions", 1);
        if (visitors.computeIfAbsent(key, fresh -> new HashSet<>()).add(shopper)) {
          tally.count(key, "visitors", 1);
        }
      } else if (step == reached + 1) {
        tally.count(key, "drop_off", 1);
      }
      if (step == 0 || occurs(STEPS.get(step), actions)) {
        tally.count(key, "sessions_ever", 1);
      }
    }
  }

  /** Index of the last step that was reached in order. */
  private static int reached(List<Action> actions) {
    int reached = 0;
    for (Action action : actions) {
      if (reached + 1 < STEPS.size() && action.is(STEPS.get(reached + 1))) {
        reached++;
      }
    }
    return reached;
  }

  private static boolean occurs(String type, List<Action> actions) {
    return actions.stream().anyMatch(action -> action.is(type));
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
