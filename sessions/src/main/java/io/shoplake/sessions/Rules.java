package io.shoplake.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;

/**
 * When a shop's visitors begin a new session, and which funnel its sessions are measured by.
 *
 * @param gap a longer pause than this begins a new session; a pause of exactly this length does not
 * @param maxDuration no session lasts longer than this from its first to its last event
 * @param cutOnCampaign whether a campaign other than the session's first begins a new session
 * @param cutAtMidnight whether midnight in {@code zone} begins a new session
 * @param cutOnLogin whether a signed-in person other than the session's begins a new session
 * @param zone the shop's time zone
 * @param funnel event types in the order of the funnel; the step {@code visit} is the session
 *     itself
 */
public record Rules(
    Duration gap,
    Duration maxDuration,
    boolean cutOnCampaign,
    boolean cutAtMidnight,
    boolean cutOnLogin,
    ZoneId zone,
    List<String> funnel) {

  /** The funnel step that every session reaches when it starts. */
  public static final String VISIT = "visit";

  /** A visitor who was away for longer than this is a first-time visitor again. */
  public static final Duration RETURNING_WITHIN = Duration.ofDays(30);

  private static final int MOST_STEPS = 60;

  /** Half an hour, a day, no further cuts, the funnel from visit to purchase. */
  public static final Rules DEFAULT =
      new Rules(
          Duration.ofMinutes(30),
          Duration.ofHours(24),
          false,
          false,
          false,
          ZoneOffset.UTC,
          List.of(VISIT, "view_item", "add_to_cart", "begin_checkout", "purchase"));

  /**
   * @throws IllegalArgumentException if a duration is not between one microsecond and {@link
   *     #RETURNING_WITHIN}, or if the funnel repeats a step or has {@code visit} after another step
   */
  public Rules {
    requireReasonable("gap", gap);
    requireReasonable("max_duration", maxDuration);
    funnel = List.copyOf(funnel);
    if (funnel.size() > MOST_STEPS || new HashSet<>(funnel).size() != funnel.size()) {
      throw new IllegalArgumentException(
          "A funnel has at most %d steps, each of them once; this one is %s."
              .formatted(MOST_STEPS, funnel));
    }
    if (funnel.indexOf(VISIT) > 0) {
      throw new IllegalArgumentException(
          "The funnel step 'visit' can only be the first one; the funnel is %s.".formatted(funnel));
    }
  }

  private static void requireReasonable(String name, Duration duration) {
    if (duration.compareTo(Duration.ofNanos(1000)) < 0
        || duration.compareTo(RETURNING_WITHIN) > 0) {
      throw new IllegalArgumentException(
          "The session rule %s must be between one microsecond and %s, not %s."
              .formatted(name, RETURNING_WITHIN, duration));
    }
  }

  /** These rules with another gap. */
  public Rules withGap(Duration other) {
    return new Rules(other, maxDuration, cutOnCampaign, cutAtMidnight, cutOnLogin, zone, funnel);
  }

  /** These rules with another longest session. */
  public Rules withMaxDuration(Duration other) {
    return new Rules(gap, other, cutOnCampaign, cutAtMidnight, cutOnLogin, zone, funnel);
  }

  /** These rules with another funnel. */
  public Rules withFunnel(List<String> other) {
    return new Rules(gap, maxDuration, cutOnCampaign, cutAtMidnight, cutOnLogin, zone, other);
  }

  /** These rules, and another campaign begins a new session. */
  public Rules cuttingOnCampaign() {
    return new Rules(gap, maxDuration, true, cutAtMidnight, cutOnLogin, zone, funnel);
  }

  /** These rules, and midnight in this time zone begins a new session. */
  public Rules cuttingAtMidnight(ZoneId ofShop) {
    return new Rules(gap, maxDuration, cutOnCampaign, true, cutOnLogin, ofShop, funnel);
  }

  /** These rules, and the login of another person begins a new session. */
  public Rules cuttingOnLogin() {
    return new Rules(gap, maxDuration, cutOnCampaign, cutAtMidnight, true, zone, funnel);
  }

  /**
   * Everything that decides what a session is, as one line; kept with the state so that state made
   * by other rules is refused.
   */
  public String fingerprint() {
    // Normalized, because UTC goes by several names.
    String cut = cutAtMidnight ? zone.normalized().getId() : "false";
    return "gap=%s max_duration=%s cut_on_campaign=%s cut_at_midnight=%s cut_on_login=%s funnel=%s"
        .formatted(gap, maxDuration, cutOnCampaign, cut, cutOnLogin, funnel);
  }

  long gapMicros() {
    return Times.micros(gap);
  }

  LocalDate localDay(long time) {
    return LocalDate.ofInstant(
        Instant.ofEpochSecond(
            Math.floorDiv(time, 1_000_000L), Math.floorMod(time, 1_000_000L) * 1000L),
        zone);
  }
}
