package io.shoplake.sessions;

import java.util.Comparator;

/** The order of a visitor's events: by time, then by event id as SQL engines sort text. */
final class EventOrder implements Comparator<Event> {

  static final EventOrder BY_TIME = new EventOrder();

  private EventOrder() {}

  @Override
  public int compare(Event left, Event right) {
    int byTime = Long.compare(left.time(), right.time());
    return byTime != 0 ? byTime : compareCodePoints(left.eventId(), right.eventId());
  }

  /** String.compareTo puts characters beyond the basic plane before some that are within it. */
  private static int compareCodePoints(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean aIsSurrogate = Character.isSurrogate(a);
        return aIsSurrogate == Character.isSurrogate(b) ? a - b : aIsSurrogate ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }
}
