package io.shoplake.ingest.simulate;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shop.RevenueBasis;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * The shop that is simulated, as far as its settings shape what happens and what is counted.
 *
 * @param gap the pause after which a visitor's next event begins a new session
 * @param isRevenueTotal whether revenue counts the total instead of the merchandise
 * @param funnel the steps to a purchase, in order
 */
public record SimulatedShop(
    String id,
    ZoneId timeZone,
    String currency,
    Duration gap,
    boolean isRevenueTotal,
    List<String> funnel) {

  /** Longer than any simulated session. */
  private static final Duration LONG_ENOUGH = Duration.ofHours(13);

  /**
   * The settings of {@code shop}.
   *
   * @throws UserMistake if its session rules are beyond what the simulation knows the truth of
   */
  public static SimulatedShop of(Shop shop) {
    Shop.SessionRules rules = shop.sessions();
    require(
        !rules.cutAtMidnight() && !rules.cutOnCampaign() && !rules.cutOnLogin(),
        shop,
        "cuts sessions at midnight, campaign or login");
    require(
        rules.maxDuration().compareTo(LONG_ENOUGH) >= 0,
        shop,
        "has a sessions.max_duration below " + LONG_ENOUGH);
    require(
        rules.gap().compareTo(Duration.ofMinutes(1)) >= 0
            && rules.gap().compareTo(Duration.ofHours(4)) <= 0,
        shop,
        "has a sessions.gap that is not between PT1M and PT4H");
    require(
        shop.funnel().get(0).equals("visit"), shop, "has a funnel that does not begin with visit");
    return new SimulatedShop(
        shop.id(),
        shop.timeZone(),
        shop.currency(),
        rules.gap(),
        shop.revenueBasis() == RevenueBasis.TOTAL,
        shop.funnel());
  }

  private static void require(boolean holds, Shop shop, String otherwise) {
    if (!holds) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The shop '%s' %s, which cannot be simulated; change the shop file or name another --shop."
              .formatted(shop.id(), otherwise));
    }
  }

  /** Whether it is the shop of messages that name none. */
  boolean isMain() {
    return id.equals(Shop.MAIN);
  }

  /** The shop-local day of an instant in epoch milliseconds. */
  LocalDate day(long epochMillis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), timeZone);
  }

  /** The first epoch millisecond of a shop-local day. */
  long startOf(LocalDate day) {
    return day.atStartOfDay(timeZone).toInstant().toEpochMilli();
  }
}
