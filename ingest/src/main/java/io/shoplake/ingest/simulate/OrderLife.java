package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Order.Cancellation;
import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Refund;
import io.shoplake.ingest.simulate.OrderJson.Change;
import io.shoplake.ingest.simulate.OrderJson.Circumstances;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How one order goes on, as the order system tells of it, until the simulation ends. */
final class OrderLife {

  private static final long SECOND = 1_000;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** Where orders of a shop are told of. */
  record Scene(SimulatedShop shop, long end, OrderJson json, Courier courier) {}

  private final Scene scene;
  private final SimulatedShop shop;
  private final long end;
  private final Order order;
  private final Circumstances circumstances;
  private final Dice dice;
  private long at;
  private int changes;

  OrderLife(Scene scene, Order order, Circumstances circumstances, Dice dice) {
    this.scene = scene;
    this.shop = scene.shop();
    this.end = scene.end();
    this.order = order;
    this.circumstances = circumstances;
    this.dice = dice;
    this.at = order.placedAt();
  }

  /** Tells all of it. */
  void tell() {
    place();
    pass(20 * SECOND, 30 * MINUTE);
    if (dice.chance(0.035) && !cancelled()) {
      return;
    }
    change("paid", dice.chance(0.3), null);
    if (dice.chance(0.012)) {
      correct();
    }
    if (dice.chance(0.006)) {
      refund("paid", "-r", someLines());
      pass(MINUTE, 8 * HOUR);
      cancel();
      return;
    }
    pass(4 * HOUR, 40 * HOUR);
    change("shipped", dice.chance(0.2), null);
    pass(20 * HOUR, 90 * HOUR);
    change("delivered", false, null);
    if (dice.chance(0.11)) {
      pass(10 * HOUR, 120 * HOUR);
      giveBack();
    }
  }

  /** Tells no more than that there is an order. */
  void place() {
    change("placed", true, null);
  }

  private void giveBack() {
    if (dice.chance(0.15)) {
      change("returned", false, null);
      pass(HOUR, 30 * HOUR);
    }
    if (dice.chance(0.5)) {
      refund("refunded", "-r", order.lines());
      return;
    }
    Line line = someLines().get(0);
    refund("delivered", "-r", List.of(line));
    List<Line> others =
        order.lines().stream().filter(other -> other.isSelling() && !other.equals(line)).toList();
    if (!others.isEmpty() && dice.chance(0.3)) {
      pass(HOUR, 60 * HOUR);
      refund("delivered", "-r2", List.of(dice.pick(others)));
    }
  }

  /** Cancels; true if the order is taken up again. */
  private boolean cancelled() {
    pass(HOUR, 20 * HOUR);
    cancel();
    if (dice.chance(0.1)) {
      // Saying it again cancels nothing twice.
      pass(MINUTE, HOUR);
      change("cancelled", false, null);
    }
    pass(HOUR, 10 * HOUR);
    if (at < end && dice.chance(0.12)) {
      order.cancel(new Cancellation(at, order.cancelled().negate()));
      return true;
    }
    if (dice.chance(0.3)) {
      refundCancelled();
    }
    return false;
  }

  /** What is refunded is no longer cancelled: the money is lost once. */
  private void refundCancelled() {
    pass(HOUR, 30 * HOUR);
    BigDecimal cancelled = order.cancelled();
    if (at < end && cancelled.signum() > 0) {
      order.cancel(new Cancellation(at, cancelled.negate()));
      Refund refund = new Refund(order.id() + "-r", at, cancelled, order.lines());
      order.refund(refund);
      change("refunded", false, refund);
    }
  }

  private void cancel() {
    if (at < end) {
      BigDecimal basis = shop.isRevenueTotal() ? order.total() : order.merchandise();
      order.cancel(new Cancellation(at, basis.subtract(order.refunded()).max(BigDecimal.ZERO)));
    }
    change("cancelled", false, null);
  }

  private void correct() {
    pass(MINUTE, HOUR);
    if (at >= end) {
      return;
    }
    List<Line> lines = new ArrayList<>(order.lines());
    Line first = lines.get(0);
    Item item = first.item();
    lines.set(
        0,
        new Line(
            first.id(),
            new Item(
                item.product(), item.name(), item.quantity() + 1, item.price(), item.discount()),
            first.cost(),
            null));
    order.correct(lines);
    change("paid", true, null);
  }

  private void refund(String status, String suffix, List<Line> lines) {
    pass(MINUTE, 2 * HOUR);
    BigDecimal amount =
        lines.stream()
            .map(line -> line.item().amount().subtract(line.item().discount()))
            .reduce(Prices.NOTHING, BigDecimal::add);
    if (at >= end || amount.signum() <= 0) {
      return;
    }
    Refund refund = new Refund(order.id() + suffix, at, amount, lines);
    order.refund(refund);
    change(status, false, refund);
    long again = at + dice.between(SECOND, dice.chance(0.5) ? 10 * MINUTE : 72 * HOUR);
    if (dice.chance(0.1) && again < end) {
      at = again;
      Refund corrected = new Refund(refund.id(), at, amount.add(order.shipping()), lines);
      order.refund(corrected);
      change(status, false, corrected);
    }
  }

  private List<Line> someLines() {
    return List.of(dice.pick(order.lines().stream().filter(Line::isSelling).toList()));
  }

  private void pass(long least, long most) {
    at += dice.between(least, most);
  }

  private void change(String status, boolean isWhole, Refund refund) {
    if (at < end) {
      changes++;
      Change change = new Change(order.id() + "-" + changes, status, at, isWhole, refund);
      scene
          .courier()
          .sendOrderChange(order.id(), at, scene.json().write(order, circumstances, change));
    }
  }
}
