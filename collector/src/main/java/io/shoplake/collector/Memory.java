package io.shoplake.collector;

import java.util.concurrent.atomic.AtomicLong;

/** Keeps the bodies of all open requests within what the JVM can hold. */
final class Memory {

  private final AtomicLong free;

  Memory(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /** The part of one request. */
  Share share() {
    return new Share();
  }

  /** What one request holds until it is closed. */
  final class Share implements AutoCloseable {

    private final AtomicLong held = new AtomicLong();

    /** Takes {@code bytes}, or refuses the request for now. */
    void take(long bytes) throws Refusal {
      if (free.addAndGet(-bytes) < 0) {
        free.addAndGet(bytes);
        throw Refusal.until(503, "busy", "Too much is being sent at once; send it again.", 1);
      }
      held.addAndGet(bytes);
    }

    @Override
    public void close() {
      free.addAndGet(held.getAndSet(0));
    }
  }
}
