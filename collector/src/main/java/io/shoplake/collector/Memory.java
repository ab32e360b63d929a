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

    private long held;
    private boolean isClosed;

    /** Takes {@code bytes}, or refuses the request for now, as it does once it is closed. */
    synchronized void take(long bytes) throws Refusal {
      if (isClosed || free.addAndGet(-bytes) < 0) {
        free.addAndGet(isClosed ? 0 : bytes);
        throw Refusal.until(503, "busy", "Too much is being sent at once; send it again.", 1);
      }
      held += bytes;
    }

    @Override
    public synchronized void close() {
      isClosed = true;
      free.addAndGet(held);
      held = 0;
    }
  }
}
