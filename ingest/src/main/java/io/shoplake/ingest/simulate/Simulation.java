package io.shoplake.ingest.simulate;

import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.simulate.ShopLife.Coming;
import io.shoplake.parsing.Pseudonyms;
import java.time.LocalDate;
import java.util.List;
import java.util.function.LongConsumer;

/** The days of some shops, seeded: who comes when, what they do, and what is true in the end. */
public final class Simulation {

  /**
   * A shop's part of the simulation.
   *
   * @param visitors people who come at least once
   * @param end the day after the last one, shop-local
   */
  public record Place(SimulatedShop shop, int visitors, LocalDate end) {}

  /**
   * What is simulated.
   *
   * @param untracked share of purchases of which the tracker does not hear
   * @param pseudonyms how the lake writes ids that hold e-mail addresses
   */
  public record Plan(
      List<Place> places,
      long seed,
      int days,
      double untracked,
      Faults faults,
      Pseudonyms pseudonyms) {

    public Plan {
      places = List.copyOf(places);
    }

    /** The same with {@code visitors} in each shop. */
    Plan sized(int visitors) {
      return new Plan(
          places.stream().map(place -> new Place(place.shop(), visitors, place.end())).toList(),
          seed,
          days,
          untracked,
          faults,
          pseudonyms);
    }
  }

  private final Outbox outbox;
  private final LedgerTruth ledger = new LedgerTruth();
  private final List<ShopLife> shops;

  public Simulation(Plan plan, MessageSink sink) {
    this.outbox = new Outbox(sink);
    this.shops =
        plan.places().stream().map(place -> new ShopLife(plan, place, outbox, ledger)).toList();
  }

  /** Lives the days through; {@code progress} hears the number of messages sent so far. */
  public Truth run(LongConsumer progress) {
    shops.forEach(ShopLife::open);
    List<Coming> comings =
        shops.stream().flatMap(shop -> shop.comings().stream()).sorted().toList();
    for (Coming coming : comings) {
      outbox.sendBefore(coming.at());
      progress.accept(outbox.sent());
      coming.happen();
    }
    shops.forEach(ShopLife::close);
    outbox.sendBefore(Long.MAX_VALUE);
    progress.accept(outbox.sent());
    return new Truth(ledger, shops.stream().map(ShopLife::truth).toList());
  }
}
