package io.shoplake.sessions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Cuts a visitor's events into sessions.
 *
 * <p>Events of one instant stay together, and begin a new session if any of them calls for it:
 * otherwise two sessions could share an instant, and the time of an event would not tell its
 * session.
 */
final class Cutter {

  /**
   * One session among a list of events.
   *
   * @param from index of its first event
   * @param to index after its last event
   * @param startedBy null for the session that was there before the list; it may be empty then
   */
  record Segment(int from, int to, StartedBy startedBy) {

    int size() {
      return to - from;
    }
  }

  private static final long RETURNING_WITHIN = Times.micros(Rules.RETURNING_WITHIN);

  private final Rules rules;
  private final long gap;
  private final long maxDuration;
  private long lastTime;
  private long startedAt;
  private LocalDate startDay;
  private boolean hasCampaign;
  private String campaignSource;
  private String campaignMedium;
  private String userId;

  private Cutter(Rules rules, Fold before, long lastSeen) {
    this.rules = rules;
    gap = Times.micros(rules.gap());
    maxDuration = Times.micros(rules.maxDuration());
    lastTime = lastSeen;
    if (before != null) {
      lastTime = before.endedAt;
      start(before.startedAt);
      hasCampaign = before.hasCampaign;
      campaignSource = before.campaignSource;
      campaignMedium = before.campaignMedium;
      userId = before.userId;
    }
  }

  /**
   * The sessions of these events, which are in order.
   *
   * @param before the session that the first events may continue, or null
   * @param lastSeen time of the visitor's last event where {@code before} is null, or NEVER
   */
  static List<Segment> segments(Rules rules, Fold before, long lastSeen, List<Event> events) {
    Cutter cutter = new Cutter(rules, before, lastSeen);
    List<Segment> segments = new ArrayList<>();
    int from = 0;
    StartedBy startedBy = null;
    int next;
    for (int at = 0; at < events.size(); at = next) {
      next = endOfInstant(events, at);
      StartedBy cut = cutter.cut(events, at, next);
      if (cut != null) {
        if (at > 0 || before != null) {
          segments.add(new Segment(from, at, startedBy));
        }
        from = at;
        startedBy = cut;
        cutter.start(events.get(at).time());
      }
      cutter.follow(events, at, next);
    }
    if (!events.isEmpty() || before != null) {
      segments.add(new Segment(from, events.size(), startedBy));
    }
    return segments;
  }

  private static int endOfInstant(List<Event> events, int from) {
    int to = from + 1;
    while (to < events.size() && events.get(to).time() == events.get(from).time()) {
      to++;
    }
    return to;
  }

  /** By which rule the events of an instant begin a session; null if they continue one. */
  private StartedBy cut(List<Event> events, int from, int to) {
    long time = events.get(from).time();
    if (lastTime == Times.NEVER || time - lastTime > RETURNING_WITHIN) {
      return StartedBy.FIRST;
    }
    if (time - lastTime > gap) {
      return StartedBy.GAP;
    }
    if (time - startedAt > maxDuration) {
      return StartedBy.MAX_DURATION;
    }
    if (rules.cutOnCampaign()
        && events.subList(from, to).stream().anyMatch(this::isOfAnotherCampaign)) {
      return StartedBy.CAMPAIGN;
    }
    if (rules.cutAtMidnight() && !rules.localDay(time).equals(startDay)) {
      return StartedBy.MIDNIGHT;
    }
    if (rules.cutOnLogin() && events.subList(from, to).stream().anyMatch(this::isOfAnotherUser)) {
      return StartedBy.LOGIN;
    }
    return null;
  }

  private boolean isOfAnotherCampaign(Event event) {
    return hasCampaign
        && event.hasCampaign()
        && !(Objects.equals(event.campaignSource(), campaignSource)
            && Objects.equals(event.campaignMedium(), campaignMedium));
  }

  private boolean isOfAnotherUser(Event event) {
    return userId != null && event.userId() != null && !event.userId().equals(userId);
  }

  private void start(long time) {
    startedAt = time;
    startDay = rules.cutAtMidnight() ? rules.localDay(time) : null;
    hasCampaign = false;
    userId = null;
  }

  private void follow(List<Event> events, int from, int to) {
    for (int i = from; i < to; i++) {
      Event event = events.get(i);
      lastTime = event.time();
      userId = event.userId() == null ? userId : event.userId();
      if (!hasCampaign && event.hasCampaign()) {
        hasCampaign = true;
        campaignSource = event.campaignSource();
        campaignMedium = event.campaignMedium();
      }
    }
  }
}
