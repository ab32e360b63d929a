package io.shoplake.ingest;

import io.shoplake.parsing.MarkedReject;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Hands messages on at a constant rate of wall time. */
final class PacedSink implements MessageSink {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MessageSink sink;
  private final long rate;
  private final LongSupplier nanoTime;
  private final LongConsumer waiting;
  private final long startedAt;
  private long sent;

  /**
   * Hands on to {@code sink}.
   *
   * @param rate messages per second
   * @param nanoTime the clock, nanoseconds from an arbitrary moment
   * @param waiting waits for so many nanoseconds or less
   */
  PacedSink(MessageSink sink, long rate, LongSupplier nanoTime, LongConsumer waiting) {
    this.sink = sink;
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.waiting = waiting;
    this.startedAt = nanoTime.getAsLong();
  }

  @Override
  public void send(String topic, byte[] key, byte[] value, Origin origin) {
    await();
    sink.send(topic, key, value, origin);
    flushEverySecond();
  }

  @Override
  public void sendMarked(String topic, byte[] value, MarkedReject mark, Origin origin) {
    await();
    sink.sendMarked(topic, value, mark, origin);
    flushEverySecond();
  }

  private void await() {
    long seconds = sent / rate;
    long due = seconds * NANOS_PER_SECOND + (sent - seconds * rate) * NANOS_PER_SECOND / rate;
    long early = due - (nanoTime.getAsLong() - startedAt);
    while (early > 0) {
      waiting.accept(early);
      early = due - (nanoTime.getAsLong() - startedAt);
    }
    sent++;
  }

  private void flushEverySecond() {
    if (sent % rate == 0) {
      // Who reads along sees what was sent a second ago.
      sink.flush();
    }
  }

  @Override
  public void flush() {
    sink.flush();
  }

  @Override
  public void close() {
    sink.close();
  }
}
