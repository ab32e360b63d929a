package io.shoplake.local.services;

import io.shoplake.cli.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs several things at the same time. */
final class SideBySide {

  private static final long POLL_MILLIS = 40;

  private SideBySide() {}

  /** Runs all tasks, named for people, to their end; then throws the failure of the first one. */
  static void run(Map<String, Callable<Void>> tasks, Progress progress) {
    if (tasks.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      Map<String, Future<Void>> results = new LinkedHashMap<>();
      tasks.forEach((name, task) -> results.put(name, threads.submit(task)));
      awaitAll(results, progress);
      RuntimeException failure = null;
      for (Future<Void> result : results.values()) {
        RuntimeException next = failure(result);
        if (failure != null && next != null) {
          progress.say(next.getMessage());
        }
        failure = failure == null ? next : failure;
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitAll(Map<String, Future<Void>> results, Progress progress)
      throws InterruptedException {
    while (!results.values().stream().allMatch(Future::isDone)) {
      progress.at(
          results.entrySet().stream()
              .filter(result -> !result.getValue().isDone())
              .map(Map.Entry::getKey)
              .collect(Collectors.joining(", ")));
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static RuntimeException failure(Future<Void> result) throws InterruptedException {
    try {
      result.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(e.getCause());
    }
  }
}
