package io.shoplake.sessions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The live sessions of many visitors of several shops: counts each event once, places it, and says
 * after each batch which sessions have changed.
 *
 * <p>The watermark is the greatest min(event time, arrival) of the accepted events, less the
 * lateness. It moves only at the end of a batch and never back. Events before it are late.
 *
 * <p>Not safe for use by several threads.
 */
public final class Bucket {

  /**
   * What a bucket has seen since it was new, and what it holds.
   *
   * @param duplicates repeated events, conflicting ones included
   * @param liveSessions sessions that a later event can still change
   * @param ids events whose repetition would be noticed
   * @param away visitors without a live session who would be known as returning
   */
  public record Counters(
      long accepted,
      long duplicates,
      long conflicting,
      long late,
      long visitors,
      long liveSessions,
      long ids,
      long away) {}

  private record Id(String shopId, String visitorId, String eventId) {}

  final long lateness;
  private final Function<String, Rules> rules;
  final Map<String, Shop> shops = new LinkedHashMap<>();
  long watermark = Times.NEVER;
  long greatest = Times.NEVER;
  long lastSweep = Times.NEVER;
  long accepted;
  long duplicates;
  long conflicting;
  long late;

  private record Touched(Rules rules, Visitor visitor) {}

  private final List<Touched> touched = new ArrayList<>();
  private final Map<Id, Long> lateInBatch = new HashMap<>();

  /**
   * An empty bucket.
   *
   * @param lateness how long after a later event an event may still come in
   * @param rules the session rules of a shop by its id; asked once per shop
   */
  public Bucket(Duration lateness, Function<String, Rules> rules) {
    if (lateness.isNegative() || lateness.compareTo(Rules.RETURNING_WITHIN) > 0) {
      throw new IllegalArgumentException(
          "The lateness must be between zero and %s, not %s."
              .formatted(Rules.RETURNING_WITHIN, lateness));
    }
    this.lateness = Times.micros(lateness);
    this.rules = rules;
  }

  /**
   * A bucket as it was when {@link #encode} stored it.
   *
   * @throws CorruptStateException if the bytes are damaged or of an unknown version
   * @throws IllegalStateException if the lateness or the rules of a shop are not those that the
   *     state was made by
   */
  public static Bucket decode(byte[] state, Duration lateness, Function<String, Rules> rules) {
    return BucketFormat.decode(state, lateness, rules);
  }

  /**
   * Takes up an event.
   *
   * @param arrival when it arrived, microseconds since 1970 UTC
   */
  public Outcome add(Event event, long arrival) {
    Outcome outcome = outcome(event);
    switch (outcome) {
      case ACCEPTED -> {
        place(event);
        greatest =
            Math.max(greatest, Math.max(-Event.FURTHEST_TIME, Math.min(event.time(), arrival)));
        accepted++;
      }
      case DUPLICATE -> duplicates++;
      case CONFLICTING -> {
        duplicates++;
        conflicting++;
      }
      case LATE -> {
        lateInBatch.put(id(event), event.contentHash());
        late++;
      }
    }
    return outcome;
  }

  private Outcome outcome(Event event) {
    Long known = knownContent(event);
    if (known != null) {
      return known == event.contentHash() ? Outcome.DUPLICATE : Outcome.CONFLICTING;
    }
    return event.time() < watermark ? Outcome.LATE : Outcome.ACCEPTED;
  }

  private Long knownContent(Event event) {
    Shop shop = shops.get(event.shopId());
    Visitor visitor = shop == null ? null : shop.visitors.get(event.visitorId());
    Event same = visitor == null ? null : visitor.find(event.eventId());
    if (same != null) {
      return same.contentHash();
    }
    return lateInBatch.isEmpty() ? null : lateInBatch.get(id(event));
  }

  private static Id id(Event event) {
    return new Id(event.shopId(), event.visitorId(), event.eventId());
  }

  private void place(Event event) {
    Shop shop = shop(event.shopId());
    Visitor visitor = shop.visitor(event.visitorId());
    if (!visitor.isTouched()) {
      touched.add(new Touched(shop.rules, visitor));
    }
    visitor.place(event);
  }

  Shop shop(String shopId) {
    return shops.computeIfAbsent(shopId, id -> new Shop(rulesOf(id)));
  }

  private Rules rulesOf(String shopId) {
    Rules found = rules.apply(shopId);
    if (found == null) {
      throw new IllegalStateException(
          "There are no session rules for shop '%s'.".formatted(shopId));
    }
    return found;
  }

  /**
   * Ends a batch: emits a revision for every session that differs from what was emitted before, and
   * moves the watermark.
   */
  public void endBatch(Consumer<Revision> revisions) {
    touched.forEach(each -> each.visitor.revise(each.rules, revisions));
    touched.clear();
    lateInBatch.clear();
    if (greatest != Times.NEVER && greatest - lateness > watermark) {
      watermark = greatest - lateness;
      shops.values().forEach(shop -> shop.freeze(watermark));
      sweep();
    }
  }

  /** Once per day of the watermark is often enough: what is kept too long does no harm. */
  private void sweep() {
    if (lastSweep == Times.NEVER || watermark - lastSweep > Times.micros(Duration.ofDays(1))) {
      long before = watermark - Times.micros(Rules.RETURNING_WITHIN);
      shops.values().forEach(shop -> shop.away.forgetBefore(before));
      lastSweep = watermark;
    }
  }

  /**
   * The time before which events are late, microseconds since 1970 UTC; at first Long.MIN_VALUE.
   */
  public long watermark() {
    return watermark;
  }

  /** What the bucket has seen and what it holds; looks through all of it. */
  public Counters counters() {
    long visitors = 0;
    long sessions = 0;
    long ids = 0;
    long away = 0;
    for (Shop shop : shops.values()) {
      away += shop.away.size();
      for (Visitor visitor : shop.visitors.values()) {
        visitors++;
        sessions += visitor.sessions(shop.rules);
        ids += visitor.open.size();
      }
    }
    return new Counters(accepted, duplicates, conflicting, late, visitors, sessions, ids, away);
  }

  /**
   * The bucket as bytes, between two batches.
   *
   * @throws IllegalStateException if the batch has not been ended
   */
  public byte[] encode() {
    if (!touched.isEmpty() || !lateInBatch.isEmpty()) {
      throw new IllegalStateException(
          "A bucket can be stored between batches only; end the batch first.");
    }
    return BucketFormat.encode(this);
  }
}
