package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Order.Cancellation;
import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Refund;
import io.shoplake.ingest.simulate.OrderJson.Address;
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

  private static final List<Address> ADDRESSES =
      List.of(
          new Address("Germany", "Bavaria", "Munich", "80331"),
          new Address("Germany", "Berlin", "Berlin", "10115"),
          new Address("Germany", "Hamburg", "Hamburg", "20095"),
          new Address("Austria", "Vienna", "Vienna", "1010"),
          new Address("Switzerland", "Zurich", "Zurich", "8001"),
          new Address("France", "Île-de-France", "Paris", "75001"));

  private static final List<String> PAYMENT_METHODS = List.of("card", "card", "wallet", "invoice");
  private static final List<String> SEGMENTS = List.of("Consumer", "Consumer", "Corporate");

  private final SimulatedShop shop;
  private final long end;
  private final OrderJson json;
  private final Courier courier;
  private final List<Order> orders = new ArrayList<>();
  private long lastNumber = 100_000;

  OrderDesk(SimulatedShop shop, long end, Courier courier) {
    this.shop = shop;
    this.end = end;
    this.json = new OrderJson(shop);
    this.courier = courier;
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
        refund("paid", someLines());
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
      boolean whole = dice.chance(0.5);
      refund(whole ? "refunded" : "delivered", whole ? order.lines() : someLines());
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
      return false;
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
              first.cost()));
      order.correct(lines);
      change("paid", true, null);
    }

    private void refund(String status, List<Line> lines) {
      pass(MINUTE, 2 * HOUR);
      BigDecimal amount =
          lines.stream()
              .map(line -> line.item().amount().subtract(line.item().discount()))
              .reduce(Prices.NOTHING, BigDecimal::add);
      if (at >= end || amount.signum() <= 0) {
        return;
      }
      Refund refund = new Refund(order.id() + "-r", at, amount, lines);
      order.refund(refund);
      change(status, false, refund);
      long again = at + dice.between(SECOND, 10 * MINUTE);
      if (dice.chance(0.1) && again < end && shop.day(again).equals(shop.day(at))) {
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
   * Takes an order.
   *
   * @param isOnlyTracked whether the order system never hears of it
   * @return what the thank-you page tells the tracker
   */
  TrackedOrder sell(Shopper shopper, long at, List<Item> items, boolean isOnlyTracked) {
    Dice dice = shopper.dice();
    // The order is there a moment before the page that says thank you.
    long placedAt = isOnlyTracked ? at : at - dice.between(200, 2_500);
    Order order =
        order(
            placedAt,
            shopper.customerId(),
            shopper.profile().currency(),
            isOnlyTracked ? withoutCosts(items) : lines(items, shopper.profile().currency()),
            dice);
    orders.add(order);
    TrackedOrder tracked = tracked(order);
    if (!isOnlyTracked) {
      new Life(order, circumstances(shopper.profile().anonymousId(), "web", dice), dice).tell();
    }
    return tracked;
  }

  /** An order by telephone: nobody tracked it. */
  void sellByPhone(String customerId, long placedAt, List<Item> items, Dice dice) {
    Order order = order(placedAt, customerId, shop.currency(), lines(items, shop.currency()), dice);
    orders.add(order);
    new Life(order, circumstances(null, "phone", dice), dice).tell();
  }

  /** Goods brought back to the counter, booked as an order with negative quantities. */
  void takeBack(String customerId, long placedAt, Item item, Dice dice) {
    Item negative =
        new Item(item.product(), item.name(), -item.quantity(), item.price(), Prices.NOTHING);
    Order order =
        new Order(
            nextId(),
            placedAt,
            customerId,
            shop.currency(),
            lines(List.of(negative), shop.currency()),
            Prices.NOTHING,
            Prices.NOTHING,
            TAX_RATE);
    orders.add(order);
    new Life(order, circumstances(null, "store", dice), dice).change("placed", true, null);
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
        goods.compareTo(FREE_SHIPPING_FROM) < 0 ? SHIPPING : Prices.NOTHING,
        dice.chance(0.1) ? Prices.percent(goods, 10) : Prices.NOTHING,
        TAX_RATE);
  }

  private static List<Line> lines(List<Item> items, String currency) {
    List<Line> lines = new ArrayList<>();
    for (Item item : items) {
      BigDecimal cost = item.product() == null ? null : item.product().cost();
      lines.add(
          new Line(
              String.valueOf(lines.size() + 1),
              item,
              cost == null ? null : Catalogue.in(currency, cost)));
    }
    return lines;
  }

  private static List<Line> withoutCosts(List<Item> items) {
    return items.stream().map(item -> new Line(null, item, null)).toList();
  }

  private static Circumstances circumstances(String anonymousId, String channel, Dice dice) {
    return new Circumstances(
        anonymousId,
        channel,
        dice.pick(PAYMENT_METHODS),
        dice.pick(SEGMENTS),
        dice.pick(ADDRESSES));
  }
}
