package io.shoplake.ingest.simulate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The true rows of {@code daily_funnel}. */
final class FunnelTruth {

  private final String shopId;
  private final List<String> steps;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "device", "channel", "step_order", "step"),
          List.of("sessions", "sessions_ever", "visitors", "drop_off"),
          List.of());
  private final Map<List<Object>, Set<Shopper>> visitors = new HashMap<>();

  FunnelTruth(SimulatedShop shop) {
    this.shopId = shop.id();
    this.steps = shop.funnel();
  }

  /** A person's session. */
  void visit(Visit visit) {
    LocalDate day = visit.day();
    String channel = visit.arrival().channel();
    Shopper shopper = visit.shopper();
    List<Action> actions = visit.actions();
    int reached = reached(actions);
    for (int step = 0; step < steps.size(); step++) {
      List<Object> key =
          List.of(shopId, day, shopper.profile().device(), channel, step + 1, steps.get(step));
      tally.touch(key);
      if (step <= reached) {
        tally.count(key, "sessions", 1);
        if (visitors.computeIfAbsent(key, fresh -> new HashSet<>()).add(shopper)) {
          tally.count(key, "visitors", 1);
        }
      } else if (step == reached + 1) {
        tally.count(key, "drop_off", 1);
      }
      if (step == 0 || occurs(steps.get(step), actions)) {
        tally.count(key, "sessions_ever", 1);
      }
    }
  }

  /** Index of the last step that was reached in order. */
  private int reached(List<Action> actions) {
    int reached = 0;
    for (Action action : actions) {
      if (reached + 1 < steps.size() && action.is(steps.get(reached + 1))) {
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
