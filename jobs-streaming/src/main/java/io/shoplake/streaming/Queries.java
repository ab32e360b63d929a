package io.shoplake.streaming;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** Runs queries to their end: none fails unnoticed, and SIGTERM ends them between two batches. */
final class Queries {

  /** Before Spark's own hook, which would cut the batch at work. */
  private static final int HOOK_PRIORITY = 200;

  private static final long LOOK_EVERY_MILLIS = 50;

  private Queries() {}

  /** Opens the lake, runs the queries that {@code start} starts, and gives the exit code. */
  static int run(
      LakeOptions lakeOptions,
      String name,
      StreamOptions options,
      Function<Run, List<StreamingQuery>> start) {
    try (Lake lake = lakeOptions.open(name)) {
      BatchLog log = BatchLog.attachedTo(lake.spark());
      Stop stop = new Stop();
      Runnable hook = () -> endGracefully(lake, stop, options.stopTimeout);
      ShutdownHookManager hooks = ShutdownHookManager.get();
      hooks.addShutdownHook(
          hook, HOOK_PRIORITY, options.stopTimeout.toSeconds() + 30, TimeUnit.SECONDS);
      try {
        await(start.apply(new Run(lake, options, stop, log)), stop);
      } finally {
        if (!hooks.isShutdownInProgress()) {
          hooks.removeShutdownHook(hook);
        }
        log.detach();
      }
      return stop.isRequested() ? ExitCode.STOPPED.number() : ExitCode.OK.number();
    }
  }

  /**
   * Waits until all queries have ended; when one fails, the others are ended between two batches.
   *
   * @throws UserMistake if the operator can put right what made a query fail
   */
  static void await(List<StreamingQuery> queries, Stop stop) {
    RuntimeException failure = null;
    List<StreamingQuery> running = new ArrayList<>(queries);
    while (!running.isEmpty()) {
      for (StreamingQuery query : List.copyOf(running)) {
        try {
          if (hasEnded(query, stop)) {
            running.remove(query);
          }
        } catch (StreamingQueryException e) {
          running.remove(query);
          stop.request();
          failure = failure == null ? failureOf(e) : failure;
        }
      }
    }
    if (failure != null && !(failure instanceof Stop.Requested)) {
      throw failure;
    }
  }

  private static boolean hasEnded(StreamingQuery query, Stop stop) throws StreamingQueryException {
    if (stop.isRequested()) {
      endIfIdle(query);
    }
    return query.awaitTermination(LOOK_EVERY_MILLIS);
  }

  private static void endGracefully(Lake lake, Stop stop, Duration timeout) {
    stop.request();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (lake.spark().streams().active().length > 0) {
      for (StreamingQuery query : lake.spark().streams().active()) {
        if (System.nanoTime() > deadline) {
          end(query);
        } else {
          endIfIdle(query);
        }
      }
      pause();
    }
  }

  // A query at work ends by itself when it begins its next batch; one that waits must be told.
  private static void endIfIdle(StreamingQuery query) {
    if (query.isActive() && !query.status().isTriggerActive()) {
      end(query);
    }
  }

  private static void end(StreamingQuery query) {
    try {
      query.stop();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("The query %s does not stop".formatted(query.name()), e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the operator should be told of {@code exception}. */
  static RuntimeException failureOf(StreamingQueryException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserMistake mistake) {
        return mistake;
      }
      if (cause instanceof Stop.Requested requested) {
        return requested;
      }
      if (cause instanceof ConnectException
          || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
        return new UserMistake(
            ExitCode.UNREACHABLE,
            "A source or sink stopped answering (%s); start the stream again when it is back."
                .formatted(cause.getMessage()),
            exception);
      }
    }
    return new IllegalStateException("A stream failed", exception);
  }
}
