package io.shoplake.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Independent steps of a job, two at a time: while one is planned on one core, the other computes.
 */
final class SideBySide implements AutoCloseable {

  private static final int AT_A_TIME = 2;

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
  private final List<CompletableFuture<?>> steps = new ArrayList<>();

  /** Runs {@code step} as soon as {@code before} are done. */
  CompletableFuture<Void> run(Stream<CompletableFuture<Void>> before, Runnable step) {
    CompletableFuture<Void> ready =
        CompletableFuture.allOf(before.toArray(CompletableFuture<?>[]::new));
    return added(ready.thenRunAsync(step, threads));
  }

  /** What {@code step} gives, computed beside the caller. */
  <T> CompletableFuture<T> start(Supplier<T> step) {
    return added(CompletableFuture.supplyAsync(step, threads));
  }

  private <T> CompletableFuture<T> added(CompletableFuture<T> step) {
    steps.add(step);
    return step;
  }

  /** The result of {@code step}, or its failure as it was thrown. */
  static <T> T result(CompletableFuture<T> step) {
    try {
      return step.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Waits for all steps; the first that failed, in the order they were given, is thrown. */
  void await() {
    settled();
    steps.forEach(SideBySide::result);
  }

  private void settled() {
    CompletableFuture.allOf(steps.toArray(CompletableFuture<?>[]::new))
        .exceptionally(failure -> null)
        .join();
  }

  /** Waits for what still runs, whether it fails or not. */
  @Override
  public void close() {
    settled();
    threads.shutdown();
  }
}
