package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Accounts.Account;
import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Order.Cancellation;
import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Refund;
import io.shoplake.ingest.simulate.Order.Tracking;
import io.shoplake.ingest.simulate.OrderJson.Change;
import io.shoplake.ingest.simulate.OrderJson.Circumstances;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The order system: takes orders and says how each one goes on, until the simulation ends. */
final class OrderDesk {

  private static final BigDecimal TAX_RATE = new BigDecimal("0.19");
  private static final BigDecimal FREE_SHIPPING_FROM = new BigDecimal("80.00");
  private static final BigDecimal SHIPPING = new BigDecimal("4.95");
  private static final long SECOND = 1_000;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static final List<String> PAYMENT_METHODS = List.of("card", "card", "wallet", "invoice");
  private static final List<String> SHIP_MODES =
      List.of("Standard Class", "Standard Class", "Second Class", "First Class", "Same Day");

  private final SimulatedShop shop;
  private final long end;
  private final OrderJson json;
  private final Courier courier;
  private final Accounts accounts;
  private final BigDecimal freeShippingFrom;
  private final BigDecimal shippingFee;
  private final List<Order> orders = new ArrayList<>();
  private long lastNumber = 100_000;

  OrderDesk(SimulatedShop shop, long end, Courier courier, Accounts accounts) {
    this.shop = shop;
    this.end = end;
    this.json = new OrderJson(shop);
    this.courier = courier;
    this.accounts = accounts;
    this.freeShippingFrom = Prices.of(shop.currency(), FREE_SHIPPING_FROM);
    this.shippingFee = Prices.of(shop.currency(), SHIPPING);
  }

  /** Who hears of an order. */
  enum Knowledge {
    BOTH,
    ORDER_SYSTEM,
    TRACKER
  }

  /** What is left of the desk's work for one order while its life is told. */
  private final class Life {
    private final Order order;
    private final Circumstances circumstances;
    private final Dice dice;
    private long at;
    private int changes;

    Life(Order order, Circumstances circumstances, Dice dice) {
      this.order = order;
      this.circumstances = circumstances;
      this.dice = dice;
      this.at = order.placedAt();
    }

    void tell() {
      change("placed", true, null);
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
        courier.sendOrderChange(order.id(), at, json.write(order, circumstances, change));
      }
    }
  }

  /**
   * Takes an order of a visitor.
   *
   * @param knowledge who hears of it
   * @return what the thank-you page tells the tracker
   */
  TrackedOrder sell(Shopper shopper, long at, List<Item> items, Knowledge knowledge) {
    Dice dice = shopper.dice();
    boolean isRecorded = knowledge != Knowledge.TRACKER;
    String currency = shopper.profile().currency();
    // The order is there a moment before the page that says thank you.
    long placedAt = isRecorded ? at - dice.between(200, 2_500) : at;
    Order order =
        order(
            placedAt,
            shopper.customerId(),
            currency,
            isRecorded ? lines(items, currency, dice) : untoldLines(items),
            dice);
    orders.add(order);
    TrackedOrder tracked = tracked(order);
    String anonymousId = shopper.profile().anonymousId();
    if (anonymousId != null) {
      order.boughtBy(shopper);
    }
    if (knowledge != Knowledge.ORDER_SYSTEM) {
      order.track(shopper, new Tracking(at, order.total()));
    }
    if (isRecorded) {
      live(order, anonymousId, "web", dice).tell();
    } else {
      order.keepFromOrderSystem();
    }
    return tracked;
  }

  /** An order by telephone: nobody tracked it. */
  void sellByPhone(String customerId, long placedAt, List<Item> items, Dice dice) {
    Order order =
        order(placedAt, customerId, shop.currency(), lines(items, shop.currency(), dice), dice);
    orders.add(order);
    live(order, null, "phone", dice).tell();
  }

  /**
   * Goods brought back to the counter, booked as an order with negative quantities.
   *
   * @param exchanged what is taken instead, null for nothing
   */
  void takeBack(String customerId, long placedAt, Item item, Item exchanged, Dice dice) {
    List<Item> items = new ArrayList<>();
    items.add(
        new Item(item.product(), item.name(), -item.quantity(), item.price(), Prices.NOTHING));
    if (exchanged != null) {
      items.add(exchanged);
    }
    Order order =
        new Order(
            nextId(),
            placedAt,
            customerId,
            shop.currency(),
            lines(items, shop.currency(), dice),
            Prices.NOTHING,
            Prices.NOTHING,
            TAX_RATE);
    orders.add(order);
    live(order, null, "store", dice).change("placed", true, null);
  }

  private Life live(Order order, String anonymousId, String channel, Dice dice) {
    String customerId = order.customerId();
    Account account =
        customerId == null ? null : accounts.orders(customerId, order.placedAt(), dice);
    return new Life(
        order,
        new Circumstances(
            anonymousId,
            channel,
            dice.pick(PAYMENT_METHODS),
            account == null ? Accounts.anySegment(dice) : account.segment(),
            dice.pick(SHIP_MODES),
            account == null ? Accounts.anyPlace(dice) : account.place()),
        dice);
  }

  private static TrackedOrder tracked(Order order) {
    return new TrackedOrder(
        order.id(),
        order.total(),
        order.tax(),
        order.shipping(),
        order.orderDiscount(),
        order.orderDiscount().signum() == 0 ? null : "WELCOME");
  }

  List<Order> orders() {
    return orders;
  }

  private String nextId() {
    lastNumber++;
    return "O-" + lastNumber;
  }

  private Order order(
      long placedAt, String customerId, String currency, List<Line> lines, Dice dice) {
    BigDecimal goods =
        lines.stream()
            .map(line -> line.item().amount().subtract(line.item().discount()))
            .reduce(Prices.NOTHING, BigDecimal::add);
    return new Order(
        nextId(),
        placedAt,
        customerId,
        currency,
        lines,
        goods.compareTo(freeShippingFrom) < 0 ? shippingFee : Prices.NOTHING,
        dice.chance(0.1) ? Prices.percent(goods, 10) : Prices.NOTHING,
        TAX_RATE);
  }

  private List<Line> lines(List<Item> items, String currency, Dice dice) {
    // Some of the shop's systems state the profit, which knows more than price and cost.
    boolean isStated = dice.chance(0.15);
    List<Line> lines = new ArrayList<>();
    for (Item item : items) {
      BigDecimal ownCost = item.product() == null ? null : item.product().cost();
      BigDecimal cost = ownCost == null ? null : Prices.in(currency, shop.currency(), ownCost);
      Line line = new Line(String.valueOf(lines.size() + 1), item, cost, null);
      BigDecimal stated = isStated && cost != null ? Prices.percent(line.profit(), 97) : null;
      lines.add(new Line(line.id(), item, cost, stated));
    }
    return lines;
  }

  private static List<Line> untoldLines(List<Item> items) {
    return items.stream().map(item -> new Line(null, item, null, null)).toList();
  }
}
