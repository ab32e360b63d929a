package io.shoplake.sessions;

import java.time.Duration;

/** Time as this module counts it: microseconds. */
final class Times {

  /** Before every event; stands for "never". */
  static final long NEVER = Long.MIN_VALUE;

  static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  private Times() {}
}
