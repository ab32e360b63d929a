package io.shoplake.collector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads the body of a request as it comes, without a thread that waits for it. */
final class Body {

  /** A client that is still sending does not read; so it is heard out, within reason. */
  private static final int PATIENCE = 4;

  private final Request request;
  private final int max;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private long seen;

  private Body(Request request, int max) {
    this.request = request;
    this.max = max;
  }

  /** The body as it was sent; fails with a {@link Refusal}. */
  static CompletableFuture<byte[]> of(Request request, int max) {
    Body body = new Body(request, max);
    body.read();
    return body.result;
  }

  private void read() {
    while (true) {
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
    if (seen <= max) {
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
  }

  private void finish() {
    if (seen > max) {
      result.completeExceptionally(Gzip.tooLarge(max));
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
