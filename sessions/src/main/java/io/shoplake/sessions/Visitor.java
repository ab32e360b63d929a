package io.shoplake.sessions;

import io.shoplake.sessions.Cutter.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a bucket keeps of one visitor: the session of the events before the watermark as a fold, and
 * the events since in order. Nothing can come in before the watermark, so the fold is exact.
 */
final class Visitor {

  /** From here on a visitor's events are found by a map; below, looking through them is faster. */
  private static final int MANY = 32;

  /** The session that ended last before the watermark, while an event could continue it. */
  Fold frozen;

  /** Time of the last event before the watermark or NEVER; of no meaning beside {@code frozen}. */
  long lastSeen;

  /** The events at or after the watermark, in order. */
  final List<Event> open;

  /** Last revision of {@code frozen}. */
  long frozenRevision;

  /**
   * Last revision by the id of the open event that began the session; kept for removed sessions
   * too, since one that comes back must not count from 1 again. Without {@code frozen}, whose first
   * event may have an id that a careless client has used again.
   */
  final Map<String, Long> revisions = new HashMap<>(4);

  /** The open events before this batch; null if the batch has none of this visitor. */
  private List<Event> before;

  private Map<String, Event> byId;

  Visitor(Fold frozen, long lastSeen, List<Event> open) {
    this.frozen = frozen;
    this.lastSeen = lastSeen;
    this.open = open;
  }

  /** The open event with this id, or null. */
  Event find(String eventId) {
    if (open.size() < MANY) {
      for (Event event : open) {
        if (event.eventId().equals(eventId)) {
          return event;
        }
      }
      return null;
    }
    if (byId == null) {
      byId = new HashMap<>();
      open.forEach(event -> byId.put(event.eventId(), event));
    }
    return byId.get(eventId);
  }

  boolean isTouched() {
    return before != null;
  }

  void place(Event event) {
    if (before == null) {
      before = List.copyOf(open);
    }
    boolean isLast =
        open.isEmpty() || EventOrder.BY_TIME.compare(open.get(open.size() - 1), event) < 0;
    int at = isLast ? open.size() : -1 - Collections.binarySearch(open, event, EventOrder.BY_TIME);
    open.add(at, event);
    if (byId != null) {
      byId.put(event.eventId(), event);
    }
  }

  /** Emits what differs from the end of the batch before: first what is gone, then what is new. */
  void revise(Rules rules, Consumer<Revision> revisions) {
    Map<String, Segment> was = byFirstEvent(segments(rules, before), before);
    List<Segment> changed = new ArrayList<>();
    byFirstEvent(segments(rules, open), open)
        .forEach(
            (first, segment) -> {
              Segment old = was.remove(first);
              if (old == null || !isSame(old, segment)) {
                changed.add(segment);
              }
            });
    was.values().forEach(segment -> emit(rules, segment, before, true, revisions));
    changed.forEach(segment -> emit(rules, segment, open, false, revisions));
    before = null;
  }

  /** Events are only ever added, so the same ends and the same number are the same events. */
  private boolean isSame(Segment old, Segment now) {
    return old.startedBy() == now.startedBy()
        && old.size() == now.size()
        && (now.size() == 0
            || before.get(old.to() - 1).eventId().equals(open.get(now.to() - 1).eventId()));
  }

  /** In order of time, by the id of the open event that began the session; null for the frozen. */
  private static Map<String, Segment> byFirstEvent(List<Segment> segments, List<Event> events) {
    Map<String, Segment> byFirstEvent = new LinkedHashMap<>();
    for (Segment segment : segments) {
      boolean isFrozen = segment.startedBy() == null;
      byFirstEvent.put(isFrozen ? null : events.get(segment.from()).eventId(), segment);
    }
    return byFirstEvent;
  }

  private void emit(
      Rules rules,
      Segment segment,
      List<Event> events,
      boolean isRemoved,
      Consumer<Revision> revisions) {
    Session session = fold(rules, segment, events).session(rules);
    long revision =
        segment.startedBy() == null
            ? ++frozenRevision
            : this.revisions.merge(session.firstEventId(), 1L, Long::sum);
    revisions.accept(new Revision(session, revision, isRemoved));
  }

  private Fold fold(Rules rules, Segment segment, List<Event> events) {
    Fold fold =
        segment.startedBy() == null
            ? frozen.copy()
            : new Fold(rules, events.get(segment.from()), segment.startedBy());
    events.subList(segment.from(), segment.to()).forEach(event -> fold.add(rules, event));
    return fold;
  }

  private List<Segment> segments(Rules rules, List<Event> events) {
    return Cutter.segments(rules, frozen, lastSeen, events);
  }

  int sessions(Rules rules) {
    return segments(rules, open).size();
  }

  /** Folds the events before the watermark and lets go of what no later event can change. */
  void freeze(Rules rules, long watermark) {
    int settled = 0;
    while (settled < open.size() && open.get(settled).time() < watermark) {
      settled++;
    }
    if (settled > 0) {
      freeze(rules, List.copyOf(open.subList(0, settled)));
      open.subList(0, settled).clear();
      byId = null;
    }
    if (frozen != null && frozen.endedAt + rules.gapMicros() < watermark) {
      lastSeen = frozen.endedAt;
      frozen = null;
    }
  }

  private void freeze(Rules rules, List<Event> settled) {
    List<Segment> segments = segments(rules, settled);
    Segment last = segments.get(segments.size() - 1);
    frozen = fold(rules, last, settled);
    if (last.startedBy() != null) {
      frozenRevision = revisions.get(frozen.firstEventId);
    }
    settled.forEach(event -> revisions.remove(event.eventId()));
  }

  boolean isForgettable() {
    return frozen == null && open.isEmpty();
  }
}
