package io.shoplake.collector;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients that send one event after the other, each again and again until it is answered 202. */
final class Senders {

  private static final int SENDERS = 4;

  private final Client client;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Semaphore answers = new Semaphore(0);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  private Senders(Client client) {
    this.client = client;
  }

  /** Starts some whose events bear {@code mark}. */
  static Senders start(Client client, String mark) {
    Senders senders = new Senders(client);
    for (int i = 0; i < SENDERS; i++) {
      String name = mark + "-" + i;
      senders.threads.add(new Thread(() -> senders.send(name), name));
    }
    senders.threads.forEach(Thread::start);
    return senders;
  }

  private void send(String name) {
    for (int number = 1; !stopped.get(); number++) {
      String id = name + "-" + number;
      while (!isAccepted(id) && !stopped.get()) {
        Thread.yield();
      }
    }
  }

  private boolean isAccepted(String id) {
    try {
      if (client.post("{\"event_id\":\"%s\"}".formatted(id)).status() != 202) {
        return false;
      }
    } catch (UncheckedIOException e) {
      // The collector has ended; what it did not answer it need not have stored.
      return false;
    }
    accepted.add(id);
    answers.release();
    return true;
  }

  /** Waits until {@code count} further events are answered. */
  void awaitAnswers(int count) throws InterruptedException {
    answers.drainPermits();
    answers.acquire(count);
  }

  /** The ids of all events that were answered, once nobody sends any more. */
  Set<String> stop() throws InterruptedException {
    stopped.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    return accepted;
  }
}
