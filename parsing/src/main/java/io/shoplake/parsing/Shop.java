package io.shoplake.parsing;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The settings of one shop.
 *
 * @param id the {@code shop_id} of its messages
 * @param timeZone where its days begin
 * @param currency ISO 4217 code of amounts that name none
 * @param revenueBasis what net revenue starts from
 * @param finalAfter how long after its end a day may still change
 * @param sessions how visits are cut
 * @param funnel the steps to a purchase, in order
 * @param postHogKeys tokens and team ids of the PostHog projects whose events are its own
 */
public record Shop(
    String id,
    ZoneId timeZone,
    String currency,
    RevenueBasis revenueBasis,
    Duration finalAfter,
    SessionRules sessions,
    List<String> funnel,
    List<String> postHogKeys)
    implements Serializable {

  /** The shop of a message that names none. */
  public static final String MAIN = "main";

  private static final long SECONDS_PER_DAY = 86_400;

  /** What net revenue starts from. */
  public enum RevenueBasis {
    /** The lines after returns and discounts. */
    MERCHANDISE,
    /** What the customer pays, shipping and tax included. */
    TOTAL
  }

  /**
   * How visits are cut.
   *
   * @param gap the longest pause within a session
   * @param maxDuration the longest session
   * @param cutAtMidnight whether shop-local midnight begins a new session
   * @param cutOnCampaign whether another campaign source or medium begins a new session
   * @param cutOnLogin whether the login of another person begins a new session
   */
  public record SessionRules(
      Duration gap,
      Duration maxDuration,
      boolean cutAtMidnight,
      boolean cutOnCampaign,
      boolean cutOnLogin)
      implements Serializable {

    public static final SessionRules DEFAULT =
        new SessionRules(Duration.ofMinutes(30), Duration.ofHours(24), false, false, false);
  }

  public Shop {
    funnel = List.copyOf(funnel);
    postHogKeys = List.copyOf(postHogKeys);
  }

  /** The shop-local day of {@code epochMicros}, in days since 1970-01-01. */
  public int day(long epochMicros) {
    long second = Math.floorDiv(epochMicros, 1_000_000L);
    ZoneOffset offset =
        timeZone instanceof ZoneOffset fixed
            ? fixed
            : timeZone.getRules().getOffset(Instant.ofEpochSecond(second));
    return (int) Math.floorDiv(second + offset.getTotalSeconds(), SECONDS_PER_DAY);
  }

  /** A shop of which nothing is set: UTC, EUR, merchandise, eight days, visits of 30 minutes. */
  public static Shop withDefaults(String id) {
    return new Shop(
        id,
        ZoneOffset.UTC,
        "EUR",
        RevenueBasis.MERCHANDISE,
        Duration.ofDays(8),
        SessionRules.DEFAULT,
        List.of("visit", "view_item", "add_to_cart", "begin_checkout", "purchase"),
        List.of());
  }
}
