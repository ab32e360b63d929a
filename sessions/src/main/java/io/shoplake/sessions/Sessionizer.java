package io.shoplake.sessions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes all sessions of one visitor from all of the visitor's events in one pass. */
public final class Sessionizer {

  /**
   * The visitor's sessions in order of time. The events may come in any order; of those with the
   * same id the one that comes first counts.
   *
   * @throws IllegalArgumentException if the events are of more than one shop or visitor
   */
  public static List<Session> sessions(Rules rules, Collection<Event> ofOneVisitor) {
    List<Event> events = inOrder(ofOneVisitor);
    return Cutter.segments(rules, null, Times.NEVER, events).stream()
        .map(segment -> session(rules, events, segment))
        .toList();
  }

  static List<Event> inOrder(Collection<Event> ofOneVisitor) {
    Map<String, Event> byId = new HashMap<>();
    Event any = null;
    for (Event event : ofOneVisitor) {
      any = any == null ? event : any;
      if (!event.shopId().equals(any.shopId()) || !event.visitorId().equals(any.visitorId())) {
        throw new IllegalArgumentException(
            "Sessions are made for one visitor at a time; these events are of '%s' in shop '%s' and of '%s' in shop '%s'."
                .formatted(any.visitorId(), any.shopId(), event.visitorId(), event.shopId()));
      }
      byId.putIfAbsent(event.eventId(), event);
    }
    List<Event> events = new ArrayList<>(byId.values());
    events.sort(EventOrder.BY_TIME);
    return events;
  }

  static Session session(Rules rules, List<Event> events, Cutter.Segment segment) {
    Fold fold = new Fold(rules, events.get(segment.from()), segment.startedBy());
    events.subList(segment.from(), segment.to()).forEach(event -> fold.add(rules, event));
    return fold.session(rules);
  }

  private Sessionizer() {}
}
