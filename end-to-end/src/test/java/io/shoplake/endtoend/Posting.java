package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A shop that posts its events in batches, each again and again until it is answered 202. */
final class Posting implements AutoCloseable {

  static final String SHOP = "posting";
  static final String KEY = "posting-key";

  private static final int SENDERS = 4;
  private static final int LARGEST_BATCH = 10;
  private static final int VISITORS = 50;
  private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

  private final URI events;
  private final Random random;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
  private final Semaphore answers = new Semaphore(0);
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();
  private int made;

  /** Posts to the collector at {@code address}, whatever sizes of batches {@code random} gives. */
  Posting(URI address, Random random) {
    this.events = address.resolve("/v1/events");
    this.random = random;
  }

  /** Begins to send {@code count} further batches. */
  void begin(int count) {
    for (int i = 0; i < count; i++) {
      int size = 1 + random.nextInt(LARGEST_BATCH);
      List<Integer> batch = IntStream.range(made, made + size).boxed().toList();
      made += size;
      senders.execute(() -> postUntilAnswered(batch));
    }
  }

  /** Waits until {@code count} further batches are answered 202. */
  void awaitAnswers(int count) throws InterruptedException {
    assertThat(answers.tryAcquire(count, 2, TimeUnit.MINUTES))
        .as("%d batches answered within two minutes", count)
        .isTrue();
  }

  /** The ids of all events that were answered 202. */
  Set<String> answered() {
    return Set.copyOf(answered);
  }

  /** How many requests have got no answer, or another one. */
  int failures() {
    return failures.get();
  }

  private void postUntilAnswered(List<Integer> batch) {
    String body = batch.stream().map(Posting::event).collect(Collectors.joining(",", "[", "]"));
    HttpRequest request =
        HttpRequest.newBuilder(events)
            .header("Authorization", "Bearer " + KEY)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      while (!isAnswered(request)) {
        failures.incrementAndGet();
        // Leaves the processor to those who have to come back.
        TimeUnit.MILLISECONDS.sleep(20);
      }
      batch.forEach(number -> answered.add(id(number)));
      answers.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnswered(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 202;
    } catch (IOException e) {
      return false;
    }
  }

  private static String event(int number) {
    return """
        {"event_id":"%s","event_type":"page_view","event_time":"%s","anonymous_id":"v-%d","shop_id":"%s"}"""
        .formatted(id(number), BEGIN.plusSeconds(number), number % VISITORS, SHOP);
  }

  private static String id(int number) {
    return "posted-" + number;
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}
