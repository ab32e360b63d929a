package io.shoplake.parsing;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How much and how far ahead a sender may go.
 *
 * @param maxEventBytes largest message value, in bytes
 * @param maxFuture how far a time may lie after the arrival of its message
 */
public record Limits(int maxEventBytes, Duration maxFuture) implements Serializable {

  public static final Limits DEFAULT = new Limits(1024 * 1024, Duration.ofHours(1));

  public Limits {
    if (maxEventBytes < 1 || maxFuture.isNegative()) {
      throw new IllegalArgumentException(
          "The size limit must be positive and the time limit not negative");
    }
  }

  /** Whether a fact can have happened at {@code epochMicros} if its message came at arrival. */
  boolean admits(long epochMicros, Instant arrival) {
    return epochMicros >= Instants.YEAR_1990
        && epochMicros <= Instants.micros(arrival.plus(maxFuture));
  }
}
