package io.shoplake.ingest.simulate;

import io.shoplake.ingest.MessageSink;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/** A shop's days, seeded: who comes when, what they do, and what is true in the end. */
public final class Simulation {

  /**
   * What is simulated.
   *
   * @param visitors people who come at least once
   * @param end the day after the last one, shop-local
   * @param untracked share of purchases of which the tracker does not hear
   */
  public record Plan(
      SimulatedShop shop,
      long seed,
      int visitors,
      LocalDate end,
      int days,
      double untracked,
      Faults faults) {}

  private enum Who {
    PERSON,
    PROGRAM,
    CALLER
  }

  /** Someone comes, or calls. */
  private record Coming(long at, Who who, int number) {}

  private static final double COMES_AGAIN = 0.42;
  private static final double COMES_AGAIN_IF_LOYAL = 0.85;
  private static final int MOST_VISITS = 20;
  private static final double CALLS_PER_VISIT = 0.0015;
  private static final int VISITS_PER_PROGRAM = 6;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final Plan plan;
  private final SimulatedShop shop;
  private final Rhythm rhythm;
  private final Catalogue catalogue;
  private final Shoppers shoppers;
  private final Truth truth;
  private final Outbox outbox;
  private final Courier courier;
  private final OrderDesk desk;

  public Simulation(Plan plan, MessageSink sink) {
    this.plan = plan;
    this.shop = plan.shop();
    this.rhythm = new Rhythm(shop, plan.end().minusDays(plan.days()), plan.days());
    this.catalogue = new Catalogue(plan.seed());
    this.shoppers = new Shoppers(plan.seed(), shop.currency());
    this.truth = new Truth(shop);
    this.outbox = new Outbox(sink);
    this.courier =
        new Courier(
            shop, plan.faults(), Dice.of(plan.seed(), "courier", 0), outbox, truth.ledger());
    this.desk = new OrderDesk(shop, rhythm.end(), courier);
  }

  /** Lives the days through; {@code progress} hears the number of messages sent so far. */
  public Truth run(LongConsumer progress) {
    for (Coming coming : comings()) {
      outbox.sendBefore(coming.at());
      progress.accept(outbox.sent());
      switch (coming.who()) {
        case PERSON -> comes(shoppers.person(coming.number()), coming.at());
        case PROGRAM -> comes(shoppers.program(coming.number()), coming.at());
        case CALLER -> calls(coming);
      }
    }
    courier.end();
    outbox.sendBefore(Long.MAX_VALUE);
    progress.accept(outbox.sent());
    truth.end(desk.orders(), shoppers.people());
    return truth;
  }

  private List<Coming> comings() {
    List<Coming> comings = new ArrayList<>();
    Dice dice = Dice.of(plan.seed(), "comings", 0);
    for (int number = 0; number < plan.visitors(); number++) {
      double again = Shoppers.isLoyal(number) ? COMES_AGAIN_IF_LOYAL : COMES_AGAIN;
      long at = rhythm.anyMoment(dice);
      for (int visits = 0; visits < MOST_VISITS && at >= 0; visits++) {
        comings.add(new Coming(at, Who.PERSON, number));
        at = dice.chance(again) ? rhythm.laterMoment(at, dice) : -1;
      }
    }
    int visits = comings.size();
    double bots = plan.faults().bots();
    long programVisits = Math.round(visits * bots / (1 - bots));
    for (int n = 0; n < programVisits; n++) {
      // Half of them come again and again, the others are somebody new each time.
      int number = n % 2 == 0 ? -1 - n : n / 2 / VISITS_PER_PROGRAM;
      comings.add(new Coming(rhythm.sleeplessMoment(dice), Who.PROGRAM, number));
    }
    for (int n = 0; n < Math.round(visits * CALLS_PER_VISIT); n++) {
      comings.add(new Coming(rhythm.anyMoment(dice), Who.CALLER, n));
    }
    comings.sort(
        Comparator.comparingLong(Coming::at)
            .thenComparing(Coming::who)
            .thenComparingInt(Coming::number));
    return comings;
  }

  private void comes(Shopper shopper, long planned) {
    long gap = shop.gap().toMillis();
    boolean isFirst = shopper.lastEventAt() == Long.MIN_VALUE;
    long at = isFirst ? planned : Math.max(planned, shopper.lastEventAt() + gap + MINUTE);
    visit(shopper, at);
    if (shopper.dice().chance(0.004)) {
      // Back at the first moment that begins a new session.
      visit(shopper, shopper.lastEventAt() + gap + 1);
    }
  }

  private void visit(Shopper shopper, long at) {
    if (at >= rhythm.end()) {
      return;
    }
    Visit visit = new Visit(shop, catalogue, desk, plan.untracked(), rhythm.end(), shopper, at);
    if (shopper.profile().isBot()) {
      visit.ofProgram();
    } else {
      visit.ofPerson();
    }
    long skew = shopper.dice().chance(plan.faults().skewed()) ? skew(shopper.dice()) : 0;
    visit.actions().forEach(action -> courier.sendEvent(action, skew));
    truth.visit(shopper, visit);
  }

  /** How far a wrong clock is off: far enough to be noticed, near enough to be corrected. */
  private static long skew(Dice dice) {
    long off = dice.between(2 * MINUTE, 600 * MINUTE);
    return dice.chance(0.5) ? off : -off;
  }

  private void calls(Coming coming) {
    Dice dice = Dice.of(plan.seed(), "caller", coming.number());
    String customerId = Shoppers.customerId(dice.below(plan.visitors()));
    Catalogue.Product product = catalogue.any(dice);
    Action.Item item =
        new Action.Item(
            product, product.name(), dice.oneOrMore(0.3, 5), product.price(), Prices.NOTHING);
    if (dice.chance(0.3)) {
      desk.takeBack(customerId, coming.at(), item, dice);
    } else {
      desk.sellByPhone(customerId, coming.at(), List.of(item), dice);
    }
  }
}
