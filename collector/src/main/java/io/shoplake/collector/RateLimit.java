package io.shoplake.collector;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much each sender may send in a minute, with a minute's worth at once. */
final class RateLimit {

  private static final int SENDERS = 100_000;

  private final String what;
  private final long perMinute;
  private final TimeMeter clock;

  // A forgotten sender begins anew, so an attacker with very many addresses gains little.
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > SENDERS;
        }
      };

  RateLimit(String what, long perMinute, TimeMeter clock) {
    this.what = what;
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Takes {@code count} from the allowance of {@code sender}, or refuses them together. */
  void take(String sender, long count) throws Refusal {
    if (count == 0) {
      return;
    }
    ConsumptionProbe probe = bucket(sender).tryConsumeAndReturnRemaining(count);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      throw Refusal.until(
          429,
          "rate_limited",
          "More than %,d %s in a minute; send more slowly.".formatted(perMinute, what),
          wait.plusMillis(999).toSeconds());
    }
  }

  private synchronized Bucket bucket(String sender) {
    return buckets.computeIfAbsent(
        sender,
        name ->
            Bucket.builder()
                .addLimit(
                    limit ->
                        limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(clock)
                .build());
  }
}
