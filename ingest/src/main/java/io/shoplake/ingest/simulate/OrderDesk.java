package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Accounts.Account;
import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Tracking;
import io.shoplake.ingest.simulate.OrderJson.Circumstances;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The order system: takes orders, each of which then has its {@link OrderLife}. */
final class OrderDesk {

  private static final BigDecimal TAX_RATE = new BigDecimal("0.19");
  private static final BigDecimal FREE_SHIPPING_FROM = new BigDecimal("80.00");
  private static final BigDecimal SHIPPING = new BigDecimal("4.95");

  private static final List<String> PAYMENT_METHODS = List.of("card", "card", "wallet", "invoice");
  private static final List<String> SHIP_MODES =
      List.of("Standard Class", "Standard Class", "Second Class", "First Class", "Same Day");

  private final SimulatedShop shop;
  private final OrderLife.Scene scene;
  private final Accounts accounts;
  private final BigDecimal freeShippingFrom;
  private final BigDecimal shippingFee;
  private final List<Order> orders = new ArrayList<>();
  private long lastNumber = 100_000;

  OrderDesk(SimulatedShop shop, long end, Courier courier, Accounts accounts) {
    this.shop = shop;
    this.scene = new OrderLife.Scene(shop, end, new OrderJson(shop), courier);
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
    live(order, null, "store", dice).place();
  }

  private OrderLife live(Order order, String anonymousId, String channel, Dice dice) {
    String customerId = order.customerId();
    Account account =
        customerId == null ? null : accounts.orders(customerId, order.placedAt(), dice);
    return new OrderLife(
        scene,
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
