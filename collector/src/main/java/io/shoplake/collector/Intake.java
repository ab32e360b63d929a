package io.shoplake.collector;

import io.shoplake.layout.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What every format shares: who may send, how much, and the way to Kafka. */
final class Intake {

  static final long RETRY_AFTER_SECONDS = 5;

  private final ApiKeys keys;
  private final Limits limits;
  private final RateLimit eventsOfKey;
  private final boolean honoursDoNotTrack;
  private final Outbox outbox;
  private final Metrics metrics;

  Intake(
      ApiKeys keys,
      Limits limits,
      RateLimit eventsOfKey,
      boolean honoursDoNotTrack,
      Outbox outbox,
      Metrics metrics) {
    this.keys = keys;
    this.limits = limits;
    this.eventsOfKey = eventsOfKey;
    this.honoursDoNotTrack = honoursDoNotTrack;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  ApiKeys keys() {
    return keys;
  }

  Limits limits() {
    return limits;
  }

  boolean isTracked(Exchange exchange) {
    return !honoursDoNotTrack || !exchange.isTrackingRefused();
  }

  /** {@code body} unpacked, if there is room for what may come out of it. */
  byte[] unpacked(byte[] body, Memory.Share memory) throws Refusal {
    if (Gzip.isPacked(body)) {
      memory.take(limits.maxBodyBytes());
    }
    return Gzip.unpacked(body, limits.maxBodyBytes());
  }

  /** Refuses {@code events} events of {@code sender} that are none, or too many now. */
  void admit(String sender, int events) throws Refusal {
    if (events == 0) {
      throw new Refusal(400, "no_event", "There is no event in the body.");
    }
    eventsOfKey.take(sender, events);
  }

  CompletableFuture<Verdict> send(Topic topic, byte[] value) {
    return outbox.send(topic, value).thenApply(Verdict::of);
  }

  CompletableFuture<Verdict> verdict(Verdict verdict) {
    return CompletableFuture.completedFuture(verdict);
  }

  /** All verdicts once the last of them is known. */
  CompletableFuture<List<Verdict>> all(String format, List<CompletableFuture<Verdict>> verdicts) {
    return CompletableFuture.allOf(verdicts.toArray(new CompletableFuture<?>[0]))
        .thenApply(
            done -> {
              List<Verdict> all = verdicts.stream().map(CompletableFuture::join).toList();
              count(format, all);
              return all;
            });
  }

  private void count(String format, List<Verdict> verdicts) {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    verdicts.forEach(verdict -> counts.merge(verdict, 1L, Long::sum));
    counts.forEach((verdict, count) -> metrics.events(format, verdict.code(), count));
  }
}
