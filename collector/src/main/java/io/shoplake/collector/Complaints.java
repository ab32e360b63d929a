package io.shoplake.collector;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the HTTP server itself finds wrong, told like everything else and without a page. */
final class Complaints implements Request.Handler {

  private static final long RETRY_AFTER_SECONDS = 1;

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer answer = Answer.of(refusal(response.getStatus()));
    response.setStatus(answer.status());
    response.getHeaders().put("Content-Type", answer.contentType());
    if (answer.retryAfterSeconds() > 0) {
      response.getHeaders().put("Retry-After", String.valueOf(answer.retryAfterSeconds()));
    }
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }

  private static Refusal refusal(int status) {
    return switch (status) {
      case HttpStatus.SERVICE_UNAVAILABLE_503 ->
          Refusal.until(
              status, "stopping", "The collector is stopping; send it again.", RETRY_AFTER_SECONDS);
      // Whoever speaks another HTTP is at fault, not the server.
      case HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          new Refusal(400, "bad_request", "The request is not proper HTTP/1.1.");
      default ->
          HttpStatus.isServerError(status)
              ? new Refusal(status, "internal", "The collector failed; send it again.")
              : new Refusal(status, "bad_request", "The request is not proper HTTP/1.1.");
    };
  }
}
