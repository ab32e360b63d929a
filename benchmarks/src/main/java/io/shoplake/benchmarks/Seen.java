package io.shoplake.benchmarks;

import java.util.Collection;

/**
 * What was seen of one run.
 *
 * @param refused requests that were not answered with 202
 * @param seconds from the first request to the last answer
 * @param millis how long each accepted request took from the moment at which it was due, in order
 * @param hiccups how much longer than asked for a thread of this JVM slept at the same time, in
 *     order: what the machine adds
 */
record Seen(long refused, double seconds, double[] millis, double[] hiccups) {

  static double[] sorted(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  long accepted() {
    return millis.length;
  }

  /** Of {@code millis} in order, what {@code share} of them do not exceed. */
  static double percentile(double[] millis, double share) {
    return millis.length == 0
        ? 0
        : millis[(int) Math.min(millis.length - 1, share * millis.length)];
  }
}
