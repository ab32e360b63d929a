package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Campaign;
import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.Page;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Arrivals.Arrival;
import io.shoplake.ingest.simulate.Catalogue.Product;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One session: what a visitor does from coming to leaving. */
final class Visit {

  private static final long LONGEST = Duration.ofHours(12).toMillis();

  /** Where visits of a shop take place. */
  record Scene(
      SimulatedShop shop,
      Catalogue catalogue,
      OrderDesk desk,
      Accounts accounts,
      Rhythm rhythm,
      double untracked) {}

  private final Scene scene;
  private final SimulatedShop shop;
  private final Catalogue catalogue;
  private final long end;
  private final Shopper shopper;
  private final Dice dice;
  private final Arrival arrival;
  private final String label;
  private final long startedAt;
  private final List<Action> actions = new ArrayList<>();
  private final Cart cart;
  private long now;
  private boolean isSignedIn;
  private boolean hasConverted;
  private String lastUrl;

  /** A visit that has not begun. */
  Visit(Scene scene, Shopper shopper, long startedAt) {
    this.scene = scene;
    this.shop = scene.shop();
    this.catalogue = scene.catalogue();
    this.end = scene.rhythm().end();
    this.shopper = shopper;
    this.dice = shopper.dice();
    this.startedAt = startedAt;
    this.now = startedAt;
    int number = shopper.nextVisit();
    this.label = "s" + number + "-" + dice.hex(8);
    this.isSignedIn = shopper.customerId() != null && shopper.profile().staysSignedIn();
    this.arrival = arrival(number);
    // Apps send no cart id: their carts are known by the session.
    this.cart = new Cart(isApp() ? null : "cart-" + label);
    if (shopper.customerId() != null) {
      scene.accounts().seen(shopper.customerId(), startedAt, false);
    }
  }

  private Arrival arrival(int number) {
    if (isApp()) {
      return Arrivals.direct();
    }
    if (scene.rhythm().isPeak(startedAt) && dice.chance(0.5)) {
      return Arrivals.peak();
    }
    return number > 1 && dice.chance(0.45) ? Arrivals.direct() : Arrivals.any(dice);
  }

  Shopper shopper() {
    return shopper;
  }

  Arrival arrival() {
    return arrival;
  }

  /** Moment of the first event, epoch milliseconds. */
  long startedAt() {
    return actions.get(0).at();
  }

  /** Moment of the last event, epoch milliseconds. */
  long endedAt() {
    return actions.get(actions.size() - 1).at();
  }

  /** The shop-local day on which it began. */
  LocalDate day() {
    return actions.get(0).day();
  }

  /** The actions of each shop-local day, of which there is mostly one. */
  Map<LocalDate, List<Action>> actionsByDay() {
    LocalDate last = actions.get(actions.size() - 1).day();
    return last.equals(day())
        ? Map.of(last, actions)
        : actions.stream().collect(Collectors.groupingBy(Action::day));
  }

  /** How many of {@code actions} are of {@code type}. */
  static long count(String type, List<Action> actions) {
    long count = 0;
    for (Action action : actions) {
      count += action.is(type) ? 1 : 0;
    }
    return count;
  }

  /** The cart, as the visitor left it. */
  Cart cart() {
    return cart;
  }

  List<Action> actions() {
    return actions;
  }

  /** The moment of what comes next, epoch milliseconds. */
  long now() {
    return now;
  }

  boolean isSignedIn() {
    return isSignedIn;
  }

  void signsIn() {
    isSignedIn = true;
  }

  void converts() {
    hasConverted = true;
  }

  /** Whether an order came of it, as far as the tracker knows. */
  boolean hasConverted() {
    return hasConverted;
  }

  /** A person looks around, and some buy. */
  void ofPerson() {
    new Shopping(scene, this).goOn();
  }

  /** A program that looks like a browser looks at one page. */
  void ofDisguisedProgram() {
    Product product = catalogue.any(dice, now);
    view(product.path(), product.name());
    if (shopper.profile().nature() == Shopper.Nature.SLEEPLESS) {
      act("view_item", page(product.path(), product.name()), List.of(priced(product, 1)));
    }
  }

  /** A program fetches page after page, at its own pace. */
  void ofProgram() {
    if (dice.chance(0.5)) {
      view("/", "Home");
      return;
    }
    long pace = dice.between(800, 15_000);
    int pages = dice.oneOrMore(0.93, 60);
    for (int n = 0; n < pages; n++) {
      look(catalogue.any(dice, now));
      now += pace;
    }
    if (dice.chance(0.05)) {
      // A test robot of somebody, whose orders the order system never sees.
      Item item = priced(catalogue.any(dice, now), 1);
      act("add_to_cart", page("/cart", "Your cart"), List.of(item));
      now += pace;
      act("begin_checkout", page("/checkout", "Checkout"), List.of(item));
      now += pace;
      TrackedOrder order =
          new TrackedOrder(
              "TEST-" + dice.hex(6),
              item.amount(),
              Prices.NOTHING,
              Prices.NOTHING,
              Prices.NOTHING,
              null);
      act("purchase", page("/thank-you", "Thank you"), List.of(item), null, order);
    }
  }

  void list(Product product) {
    String path = "/categories/" + product.subCategory().toLowerCase(Locale.ROOT);
    view(path.replace(' ', '-'), product.subCategory());
    blink();
    act(
        "view_item_list",
        page(path.replace(' ', '-'), product.subCategory()),
        catalogue.like(product, 4, now).stream().map(shown -> priced(shown, 1)).toList());
  }

  void look(Product product) {
    view(product.path(), product.name());
    blink();
    act("view_item", page(product.path(), product.name()), List.of(priced(product, 1)));
  }

  void view(String path, String title) {
    act("page_view", page(path, title), List.of());
    if (!path.equals("/")) {
      blink();
    }
  }

  Item priced(Product product, int quantity) {
    BigDecimal price = price(product.price());
    BigDecimal discount =
        dice.chance(0.1)
            ? Prices.percent(price.multiply(BigDecimal.valueOf(quantity)), 15)
            : Prices.NOTHING;
    return new Item(product, product.name(), quantity, price, discount);
  }

  BigDecimal price(BigDecimal amount) {
    return catalogue.in(shopper.profile().currency(), amount);
  }

  private boolean isApp() {
    return shopper.profile().isApp();
  }

  Page page(String path, String title) {
    boolean isFirst = actions.isEmpty();
    String url = isApp() ? null : Arrivals.SITE + path + (isFirst ? arrival.query() : "");
    String referrer = isFirst ? arrival.referrer() : lastUrl;
    if (url != null && !url.equals(lastUrl)) {
      lastUrl = url;
    }
    return new Page(url, title, isApp() ? null : referrer);
  }

  boolean act(String type, Page page, List<Item> items) {
    return act(type, page, items, null, null);
  }

  /** Does something; false if the visit is over before. */
  boolean act(String type, Page page, List<Item> items, String query, TrackedOrder order) {
    keepTogether();
    if (isOver()) {
      return false;
    }
    LocalDate day = shop.day(now);
    Campaign campaign = actions.isEmpty() ? arrival.campaign() : null;
    actions.add(
        new Action(
            shopper,
            label,
            shopper.nextEventId(),
            type,
            now,
            day,
            isSignedIn ? shopper.customerId() : null,
            page,
            campaign,
            query,
            items.isEmpty() || type.equals("view_item_list") ? null : cart.id(),
            items,
            order));
    shopper.acted(now, day);
    blink();
    return true;
  }

  boolean isOver() {
    return now >= end || now - startedAt > LONGEST;
  }

  /** No pause may be so long that it would end the session. */
  void keepTogether() {
    if (!actions.isEmpty()) {
      now = Math.min(now, shopper.lastEventAt() + shop.gap().toMillis());
    }
  }

  /** The moment between two events of one click. */
  private void blink() {
    now += dice.between(20, 400);
  }

  /** The person reads, or is called away for a while. */
  void think(double medianSeconds) {
    long gap = shop.gap().toMillis();
    if (dice.chance(0.002)) {
      // The longest pause that does not end a session.
      now = shopper.lastEventAt() + gap;
    } else if (dice.chance(0.008)) {
      now += dice.between(gap / 3, gap * 5 / 6);
    } else {
      now += Math.min((long) (1000 * dice.around(medianSeconds, 0.9)) + 300, gap * 2 / 3);
    }
  }
}
