package io.shoplake.sessions;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One session of one visitor with all its facts, named as the columns of {@code silver.sessions}.
 * Times are microseconds since 1970 UTC. The shop-local day is that of {@code startedAt}.
 *
 * @param funnel the funnel steps that occurred, in funnel order
 * @param channel of the first event with a campaign, else of the first that is not direct
 */
public record Session(
    String shopId,
    String sessionId,
    String visitorId,
    long startedAt,
    long endedAt,
    long durationSeconds,
    StartedBy startedBy,
    String firstEventId,
    String lastEventId,
    long events,
    long pageViews,
    long productViews,
    SortedMap<String, Long> eventsByType,
    List<String> productsViewed,
    List<Step> funnel,
    List<String> purchaseEventIds,
    List<String> orderIds,
    String entryPage,
    String exitPage,
    String referrer,
    String campaignSource,
    String campaignMedium,
    String campaignName,
    String channel,
    String device,
    String platform,
    String userId,
    String clientSessionId,
    boolean isBot,
    boolean isBounce) {

  public static final String DIRECT = "Direct";
  public static final String UNKNOWN_DEVICE = "unknown";

  /**
   * One funnel step of a session.
   *
   * @param firstAt when it first happened at all
   * @param reachedAt when it first happened at or after the step before it; null if it never did
   */
  public record Step(String step, long firstAt, Long reachedAt) {}

  public Session {
    eventsByType = Collections.unmodifiableSortedMap(new TreeMap<>(eventsByType));
    productsViewed = List.copyOf(productsViewed);
    funnel = List.copyOf(funnel);
    purchaseEventIds = List.copyOf(purchaseEventIds);
    orderIds = List.copyOf(orderIds);
  }

  /** Whether an event at this time, the shop's greatest so far, could still have continued it. */
  public boolean isOpenAt(long greatestEventTime, Rules rules) {
    return endedAt + rules.gapMicros() >= greatestEventTime;
  }
}
