package io.shoplake.ingest.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
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
  private final Map<List<Object>, List<Tally.Row>> ways = new HashMap<>();
  private final Map<Tally.Row, Set<Shopper>> visitors = new HashMap<>();

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
    List<Tally.Row> way =
        ways.computeIfAbsent(
            List.of(day, shopper.profile().device(), channel), fresh -> way(fresh));
    for (int step = 0; step < steps.size(); step++) {
      Tally.Row row = way.get(step);
      if (step <= reached) {
        row.count("sessions", 1);
        if (visitors.computeIfAbsent(row, fresh -> new HashSet<>()).add(shopper)) {
          row.count("visitors", 1);
        }
      } else if (step == reached + 1) {
        row.count("drop_off", 1);
      }
      if (step == 0 || Visit.count(steps.get(step), actions) > 0) {
        row.count("sessions_ever", 1);
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

  /** The rows of all steps for sessions of a day, device and channel. */
  private List<Tally.Row> way(List<Object> sessions) {
    List<Tally.Row> rows = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      List<Object> key = new ArrayList<>();
      key.add(shopId);
      key.addAll(sessions);
      key.add(step + 1);
      key.add(steps.get(step));
      rows.add(tally.row(key));
    }
    return rows;
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
