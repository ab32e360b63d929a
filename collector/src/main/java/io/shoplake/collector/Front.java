package io.shoplake.collector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request to what answers it. */
final class Front extends Handler.Abstract {

  /** Turns a body into an answer. */
  private interface Taker {
    CompletableFuture<Answer> take(Exchange exchange, byte[] body, Memory.Share memory)
        throws Refusal;
  }

  /** Where a request leads. */
  private record Route(String name, Set<String> methods, boolean bringsKeyFirst, Taker taker) {

    Route(String name, Set<String> methods, Taker taker) {
      this(name, methods, false, taker);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> SENDING = Set.of("POST");
  private static final Set<String> EITHER = Set.of("GET", "HEAD", "POST");

  private static final Set<String> OTHER_ENCODINGS = Set.of("br", "compress", "deflate", "zstd");

  /** What shops put into their pages. */
  private static final Answer SNIPPET = Answer.script(resource("shoplake.js"), 3_600);

  private static final Answer PACKED_SNIPPET = SNIPPET.packed();

  private final ApiKeys keys;
  private final Limits limits;
  private final Cors cors;
  private final Proxies proxies;
  private final RateLimit requestsOfAddress;
  private final ShopEvents shopEvents;
  private final PostHogEvents postHogEvents;
  private final BooleanSupplier isReady;
  private final Metrics metrics;
  private final Memory memory;

  Front(
      ApiKeys keys,
      Limits limits,
      Cors cors,
      Proxies proxies,
      RateLimit requestsOfAddress,
      ShopEvents shopEvents,
      PostHogEvents postHogEvents,
      BooleanSupplier isReady,
      Metrics metrics,
      Memory memory) {
    this.keys = keys;
    this.limits = limits;
    this.cors = cors;
    this.proxies = proxies;
    this.requestsOfAddress = requestsOfAddress;
    this.shopEvents = shopEvents;
    this.postHogEvents = postHogEvents;
    this.isReady = isReady;
    this.metrics = metrics;
    this.memory = memory;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long began = System.nanoTime();
    metrics.began();
    Exchange exchange = new Exchange(request, proxies);
    Route route = route(exchange.path());
    Memory.Share share = memory.share();
    answer(request, exchange, route, share)
        .exceptionally(Front::answerTo)
        .thenAccept(
            answer -> {
              share.close();
              metrics.answered(
                  route.name(), answer.status(), Duration.ofNanos(System.nanoTime() - began));
              write(answer, request, response, route, callback);
            })
        .exceptionally(
            failure -> {
              callback.failed(failure);
              return null;
            });
    return true;
  }

  private CompletableFuture<Answer> answer(
      Request request, Exchange exchange, Route route, Memory.Share share) {
    try {
      if (exchange.method().equals("OPTIONS")) {
        cors.require(request);
        return now(Answer.nothing(204));
      }
      if (!route.methods().contains(exchange.method())) {
        throw new Refusal(405, "method_not_allowed", "This address takes another method.");
      }
      if (route.methods() == READING) {
        return route.taker().take(exchange, new byte[0], share);
      }
      cors.require(request);
      requestsOfAddress.take(exchange.network(), 1);
      if (route.bringsKeyFirst()) {
        keys.require(exchange.key());
      }
      return Body.of(request, limits.maxBodyBytes(), limits.bodyTimeout(), share)
          .thenComposeAsync(
              body -> {
                try {
                  return route.taker().take(exchange, body, share);
                } catch (Refusal e) {
                  return CompletableFuture.failedFuture(reason(e, exchange));
                }
              },
              getServer().getThreadPool())
          .thenApplyAsync(answer -> answer, getServer().getThreadPool());
    } catch (Refusal | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What looks like no JSON may be packed in a way that is not known here. */
  private static Refusal reason(Refusal refusal, Exchange exchange) {
    String encoding = exchange.header("Content-Encoding").strip().toLowerCase(Locale.ROOT);
    return refusal.status() == 400 && OTHER_ENCODINGS.contains(encoding)
        ? new Refusal(
            415,
            "unknown_encoding",
            "The body is encoded with %s; send it plain or packed with gzip.".formatted(encoding))
        : refusal;
  }

  private Route route(String path) {
    Optional<Answer> aside = PostHogAnswers.to(path);
    if (aside.isPresent()) {
      return new Route("posthog_aside", EITHER, (exchange, body, share) -> now(aside.get()));
    }
    return switch (path) {
      case "/v1/events" -> new Route("events", SENDING, true, shopEvents::take);
      case "/e", "/i/v0/e", "/batch", "/capture", "/track" ->
          new Route("posthog", EITHER, postHogEvents::take);
      case "/i/v1/analytics/events" ->
          new Route("posthog_v1", SENDING, true, postHogEvents::takeV1);
      case "/shoplake.js" ->
          new Route("snippet", READING, (e, b, s) -> now(e.takesGzip() ? PACKED_SNIPPET : SNIPPET));
      case "/healthz" -> new Route("healthz", READING, (e, b, s) -> now(Answer.text(200, "ok\n")));
      case "/readyz" -> new Route("readyz", READING, (e, b, s) -> now(readiness()));
      case "/metrics" ->
          new Route("metrics", READING, (e, b, s) -> now(Answer.text(200, metrics.text())));
      default ->
          new Route(
              "other",
              EITHER,
              (e, b, s) -> {
                throw new Refusal(404, "not_found", "Events are posted to /v1/events.");
              });
    };
  }

  private static byte[] resource(String name) {
    try (InputStream in = Front.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer readiness() {
    return isReady.getAsBoolean()
        ? Answer.text(200, "ready\n")
        : Answer.text(503, "Kafka does not answer.\n").after(Intake.RETRY_AFTER_SECONDS);
  }

  private static CompletableFuture<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static Answer answerTo(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Refusal refusal) {
      return Answer.of(refusal);
    }
    LOG.error("A request failed", cause);
    return Answer.of(new Refusal(500, "internal", "The collector failed; send it again."));
  }

  private void write(
      Answer answer, Request request, Response response, Route route, Callback callback) {
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    if (answer.contentType() != null) {
      headers.put("Content-Type", answer.contentType());
    }
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put(
        "Cache-Control",
        answer.maxAgeSeconds() == 0
            ? "no-store"
            : "public, max-age=%d".formatted(answer.maxAgeSeconds()));
    if (answer.retryAfterSeconds() > 0) {
      headers.put("Retry-After", String.valueOf(answer.retryAfterSeconds()));
    }
    if (Body.isHopeless(request, limits.maxBodyBytes())) {
      // What is announced would else be taken for the next request.
      headers.put("Connection", "close");
    }
    if (answer.status() == 405) {
      headers.put("Allow", String.join(", ", new TreeSet<>(route.methods())) + ", OPTIONS");
    }
    cors.permit(request, response);
    if (answer.isPacked()) {
      headers.put("Content-Encoding", "gzip");
    }
    if (answer.maxAgeSeconds() > 0) {
      // Else a cache would give what is packed to a client that cannot unpack it.
      headers.add("Vary", "Accept-Encoding");
    }
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
