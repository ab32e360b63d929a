package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Catalogue.Product;
import io.shoplake.ingest.simulate.Shopper.Touch;
import io.shoplake.ingest.simulate.Simulation.Plan;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The days of one shop: who comes when, and what becomes of it. */
final class ShopLife {

  private enum Who {
    PERSON,
    PROGRAM,
    DISGUISED,
    CALLER
  }

  /** Someone comes, or calls. */
  record Coming(long at, Who who, int number, ShopLife shop) implements Comparable<Coming> {

    /** It happens. */
    void happen() {
      shop.happen(this);
    }

    @Override
    public int compareTo(Coming other) {
      int byTime = Long.compare(at, other.at);
      int byWho = byTime != 0 ? byTime : who.compareTo(other.who);
      return byWho != 0 ? byWho : Integer.compare(number, other.number);
    }
  }

  private static final double COMES_AGAIN = 0.42;
  private static final double COMES_AGAIN_IF_LOYAL = 0.85;
  private static final int MOST_VISITS = 20;
  private static final double CALLS_PER_VISIT = 0.0015;
  private static final int VISITS_PER_PROGRAM = 6;
  private static final int VISITS_PER_SLEEPLESS_DAY = 24;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final Plan plan;
  private final int visitors;
  private final long seed;
  private final SimulatedShop shop;
  private final Rhythm rhythm;
  private final Catalogue catalogue;
  private final Shoppers shoppers;
  private final ShopTruth truth;
  private final Courier courier;
  private final RecordJson recordJson;
  private final OrderDesk desk;
  private final Visit.Scene scene;

  ShopLife(Plan plan, Simulation.Place place, Outbox outbox, LedgerTruth ledger) {
    this.plan = plan;
    this.visitors = place.visitors();
    this.shop = place.shop();
    this.seed = shop.isMain() ? plan.seed() : plan.seed() * 31 + shop.id().hashCode();
    LocalDate first = place.end().minusDays(plan.days());
    this.rhythm = new Rhythm(shop, first, plan.days());
    this.catalogue = new Catalogue(shop, seed, rhythm.start(), rhythm.end());
    this.shoppers = new Shoppers(seed, shop.currency());
    this.truth = new ShopTruth(shop, first.datesUntil(place.end()).toList(), plan.pseudonyms()::id);
    Drift drift = new Drift(plan.faults().drifting(), (rhythm.start() + rhythm.end()) / 2);
    this.courier =
        new Courier(shop, plan.faults(), drift, Dice.of(seed, "courier", 0), outbox, ledger);
    this.recordJson = new RecordJson(shop);
    Accounts accounts = new Accounts(seed, recordJson, courier);
    this.desk = new OrderDesk(shop, rhythm.end(), courier, accounts);
    this.scene = new Visit.Scene(shop, catalogue, desk, accounts, rhythm, plan.untracked());
  }

  /** Tells of all products and of how their prices will change. */
  void open() {
    Dice dice = Dice.of(seed, "stock", 0);
    for (Product product : catalogue.versions()) {
      courier.sendProduct(
          product.id(),
          Math.max(product.since(), rhythm.start()),
          recordJson.product(product, dice.below(500)));
    }
  }

  /** Nobody comes any more. */
  void close() {
    courier.end();
    truth.end(desk.orders(), shoppers);
  }

  ShopTruth truth() {
    return truth;
  }

  /** Everybody who will come, in no order. */
  List<Coming> comings() {
    List<Coming> comings = new ArrayList<>();
    Dice dice = Dice.of(seed, "comings", 0);
    for (int number = 0; number < visitors; number++) {
      double again = Shoppers.isLoyal(number) ? COMES_AGAIN_IF_LOYAL : COMES_AGAIN;
      long at = rhythm.anyMoment(dice);
      for (int visits = 0; visits < MOST_VISITS && at >= 0; visits++) {
        comings.add(coming(at, Who.PERSON, number));
        at = dice.chance(again) ? rhythm.laterMoment(at, dice) : -1;
      }
    }
    int visits = comings.size();
    long programs = share(visits, plan.faults().bots());
    for (int n = 0; n < programs; n++) {
      // Half of them come again and again, the others are somebody new each time.
      int number = n % 2 == 0 ? -1 - n : n / 2 / VISITS_PER_PROGRAM;
      comings.add(coming(rhythm.sleeplessMoment(dice), Who.PROGRAM, number));
    }
    long disguised = share(visits, plan.faults().disguised());
    for (int n = 0; n < disguised; n++) {
      int number = n % 2 == 0 ? -1 - n : n / 2 / (VISITS_PER_SLEEPLESS_DAY * plan.days());
      comings.add(coming(rhythm.sleeplessMoment(dice), Who.DISGUISED, number));
    }
    for (int n = 0; n < Math.round(visits * CALLS_PER_VISIT); n++) {
      comings.add(coming(rhythm.anyMoment(dice), Who.CALLER, n));
    }
    return comings;
  }

  private Coming coming(long at, Who who, int number) {
    return new Coming(at, who, number, this);
  }

  private static long share(int others, double share) {
    return Math.round(others * share / (1 - share));
  }

  private void happen(Coming coming) {
    switch (coming.who()) {
      case PERSON -> comes(shoppers.person(coming.number()), coming.at());
      case PROGRAM -> comes(shoppers.program(coming.number()), coming.at());
      case DISGUISED -> comes(shoppers.disguised(coming.number()), coming.at());
      case CALLER -> calls(coming);
    }
  }

  private void comes(Shopper shopper, long planned) {
    long gap = shop.gap().toMillis();
    boolean isFirst = shopper.lastEventAt() == Long.MIN_VALUE;
    long at = isFirst ? planned : Math.max(planned, shopper.lastEventAt() + gap + MINUTE);
    visit(shopper, at);
    if (shopper.dice().chance(0.004) && shopper.profile().nature() != Shopper.Nature.ONE_HIT) {
      // Back at the first moment that begins a new session.
      visit(shopper, shopper.lastEventAt() + gap + 1);
    }
  }

  private void visit(Shopper shopper, long at) {
    if (at >= rhythm.end()) {
      return;
    }
    Visit visit = new Visit(scene, shopper, at);
    switch (shopper.profile().nature()) {
      case PERSON -> visit.ofPerson();
      case PROGRAM -> visit.ofProgram();
      case SLEEPLESS, ONE_HIT -> visit.ofDisguisedProgram();
    }
    long skew = shopper.dice().chance(plan.faults().skewed()) ? skew(shopper.dice()) : 0;
    visit.actions().forEach(action -> courier.sendEvent(action, skew));
    shopper.remember(new Touch(visit.startedAt(), visit.arrival().channel()));
    truth.visit(visit);
  }

  /** How far a wrong clock is off: far enough to be noticed, near enough to be corrected. */
  private static long skew(Dice dice) {
    long off = dice.between(2 * MINUTE, 600 * MINUTE);
    return dice.chance(0.5) ? off : -off;
  }

  private void calls(Coming coming) {
    Dice dice = Dice.of(seed, "caller", coming.number());
    String customerId = Shoppers.customerId(dice.below(visitors));
    Action.Item item = wanted(coming.at(), dice);
    if (dice.chance(0.3)) {
      Action.Item exchanged = dice.chance(0.3) ? wanted(coming.at(), dice) : null;
      desk.takeBack(customerId, coming.at(), item, exchanged, dice);
    } else {
      desk.sellByPhone(customerId, coming.at(), List.of(item), dice);
    }
  }

  private Action.Item wanted(long at, Dice dice) {
    Product product = catalogue.any(dice, at);
    return new Action.Item(
        product, product.name(), dice.oneOrMore(0.3, 5), product.price(), Prices.NOTHING);
  }
}
