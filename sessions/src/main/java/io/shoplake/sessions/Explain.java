package io.shoplake.sessions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Says why a visitor's sessions begin and end where they do. */
public final class Explain {

  /**
   * A session and its two ends.
   *
   * @param ended the same boundary that began the next session; without {@code after} and {@code
   *     rule} for the last one, which is open or was never followed by anything
   */
  public record Explanation(Session session, Boundary began, Boundary ended) {}

  /**
   * What lies between two sessions.
   *
   * @param rule by which the session after it began; null if there is none
   * @param before last event of the session before; null if there is none
   * @param after first event of the session after; null if there is none
   * @param gapMicros from {@code before} to {@code after} in microseconds; null if one is missing
   */
  public record Boundary(StartedBy rule, Event before, Event after, Long gapMicros) {

    private static Boundary between(StartedBy rule, Event before, Event after) {
      Long gap = before == null || after == null ? null : after.time() - before.time();
      return new Boundary(rule, before, after, gap);
    }
  }

  /**
   * All sessions of the visitor in order of time, each with its boundaries; the events may come in
   * any order.
   *
   * @throws IllegalArgumentException if the events are of more than one shop or visitor
   */
  public static List<Explanation> sessions(Rules rules, Collection<Event> ofOneVisitor) {
    List<Event> events = Sessionizer.inOrder(ofOneVisitor);
    List<Explanation> explanations = new ArrayList<>();
    List<Cutter.Segment> segments = Cutter.segments(rules, null, Times.NEVER, events);
    for (int i = 0; i < segments.size(); i++) {
      Cutter.Segment segment = segments.get(i);
      StartedBy next = i + 1 < segments.size() ? segments.get(i + 1).startedBy() : null;
      explanations.add(
          new Explanation(
              Sessionizer.session(rules, events, segment),
              boundary(segment.startedBy(), events, segment.from()),
              boundary(next, events, segment.to())));
    }
    return explanations;
  }

  private static Boundary boundary(StartedBy rule, List<Event> events, int at) {
    Event before = at > 0 ? events.get(at - 1) : null;
    Event after = at < events.size() ? events.get(at) : null;
    return Boundary.between(rule, before, after);
  }

  private Explain() {}
}
