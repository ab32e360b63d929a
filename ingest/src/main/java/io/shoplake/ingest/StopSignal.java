package io.shoplake.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real time, until the process is told to end; then what is at work is finished first. */
public final class StopSignal implements Waiting, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  StopSignal() {}

  /** Listens to SIGTERM and Ctrl-C until the process ends. */
  public static StopSignal listening() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::end, "stop"));
    return signal;
  }

  /** Asks for the end and waits until nothing is half done. */
  void end() {
    requested.countDown();
    await(finished, PATIENCE);
  }

  @Override
  public void pause(Duration time) {
    if (await(requested, time)) {
      throw new Stopped();
    }
  }

  @Override
  public void check() {
    pause(Duration.ZERO);
  }

  private static boolean await(CountDownLatch latch, Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    finished.countDown();
  }
}
