package io.shoplake.collector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of a request as it comes, without a thread that waits for it, and takes memory for
 * what has come alone.
 */
final class Body {

  /** A client that is still sending does not read; so it is heard out, within reason. */
  private static final int PATIENCE = 4;

  /** A body lies in memory as it came, unpacked, and as messages. */
  private static final int COPIES = 3;

  private final Request request;
  private final int max;
  private final Memory.Share memory;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private long seen;
  private Refusal refusal;

  private Body(Request request, int max, Memory.Share memory) {
    this.request = request;
    this.max = max;
    this.memory = memory;
  }

  /** The body as it was sent within {@code timeout}; fails with a {@link Refusal}. */
  static CompletableFuture<byte[]> of(
      Request request, int max, Duration timeout, Memory.Share memory) {
    if (isHopeless(request, max)) {
      return CompletableFuture.failedFuture(Gzip.tooLarge(max));
    }
    Body body = new Body(request, max, memory);
    body.read();
    return body.result
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException ? incomplete(failure) : failure));
  }

  /** Whether so much is announced that it would not be heard out. */
  static boolean isHopeless(Request request, int max) {
    return request.getLength() > (long) PATIENCE * max;
  }

  private void read() {
    while (!result.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        result.completeExceptionally(incomplete(chunk.getFailure()));
        return;
      }
      take(chunk.getByteBuffer());
      chunk.release();
      if (chunk.isLast() || seen > (long) PATIENCE * max) {
        finish();
        return;
      }
    }
  }

  private void take(ByteBuffer buffer) {
    seen += buffer.remaining();
    if (refusal != null) {
      return;
    }
    try {
      if (seen > max) {
        throw Gzip.tooLarge(max);
      }
      memory.take((long) COPIES * buffer.remaining());
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    } catch (Refusal e) {
      // What has come is of no use any more, while the rest is heard out.
      refusal = e;
      bytes = new ByteArrayOutputStream(0);
      memory.close();
    }
  }

  private void finish() {
    if (refusal != null) {
      result.completeExceptionally(refusal);
    } else {
      result.complete(bytes.toByteArray());
    }
  }

  private static Refusal incomplete(Throwable failure) {
    if (failure instanceof HttpException http && http.getCode() < 500) {
      return new Refusal(http.getCode(), "bad_request", "The request is not proper HTTP.");
    }
    return new Refusal(408, "incomplete", "The body ended or stopped before it was complete.");
  }
}
