package io.shoplake.ingest.dummyjson;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The API over HTTP: not faster than it allows, and again after what passes by itself. */
public final class Api implements Source {

  /**
   * How the API is asked.
   *
   * @param base the address before {@code /users}, without a slash at its end
   * @param requestsPerSecond how many requests are made at most
   * @param retries how often a request is repeated before the pull ends
   * @param timeout how long an answer may take
   * @param seed of the differences between the pauses before repetitions
   */
  public record Manner(
      URI base, double requestsPerSecond, int retries, Duration timeout, long seed) {}

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Whoever asks for more patience than this is not there, as far as a command is concerned. */
  private static final Duration LONGEST_WISH = Duration.ofMinutes(10);

  private static final int OK = 200;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Manner manner;
  private final InstantSource clock;
  private final Waiting waiting;
  private final Consumer<String> notes;
  private final HttpClient client;
  private final SplittableRandom random;
  private Instant nextRequest = Instant.MIN;

  /**
   * The API that is asked in {@code manner}.
   *
   * @param notes told why it takes longer
   */
  public Api(Manner manner, InstantSource clock, Waiting waiting, Consumer<String> notes) {
    this.manner = manner;
    this.clock = clock;
    this.waiting = waiting;
    this.notes = notes;
    this.random = new SplittableRandom(manner.seed());
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(manner.timeout())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  @Override
  public Page page(Resource resource, int skip, int limit) throws MalformedPageException {
    URI address =
        URI.create("%s/%s?limit=%d&skip=%d".formatted(manner.base(), resource.path(), limit, skip));
    return Pages.read(resource, body(address));
  }

  private byte[] body(URI address) {
    for (int failures = 0; ; ) {
      keepRate();
      String problem;
      Optional<Duration> wish = Optional.empty();
      try {
        HttpResponse<byte[]> answer = ask(address);
        int status = answer.statusCode();
        if (status == OK) {
          return answer.body();
        }
        if (!passesByItself(status)) {
          throw new UserMistake(
              ExitCode.CONFIGURATION,
              "'%s' answers with status %d; correct --url.".formatted(address, status));
        }
        problem = "answers with status %d".formatted(status);
        wish = retryAfter(answer);
      } catch (IOException e) {
        problem = "cannot be read (%s)".formatted(reason(e));
      }
      failures++;
      Duration pause = wish.orElse(Duration.ZERO);
      if (failures > manner.retries() || pause.compareTo(LONGEST_WISH) > 0) {
        throw new UserMistake(
            ExitCode.UNREACHABLE,
            "'%s' %s after %d attempts; look at the source, or correct --url, and run this again: it goes on where it stopped."
                .formatted(address, problem, failures));
      }
      Duration backoff = backoff(failures);
      pause = pause.compareTo(backoff) > 0 ? pause : backoff;
      notes.accept("%s, trying again in %s".formatted(problem, Progress.seconds(pause)));
      waiting.pause(pause);
    }
  }

  private void keepRate() {
    Instant now = clock.instant();
    if (now.isBefore(nextRequest)) {
      waiting.pause(Duration.between(now, nextRequest));
      now = nextRequest;
    }
    nextRequest = now.plusNanos((long) (1e9 / manner.requestsPerSecond()));
  }

  // The client's own timeout ends with the head of an answer; a body may take forever.
  private HttpResponse<byte[]> ask(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/json")
            .header("User-Agent", "shoplake")
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return answer.get(manner.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + Progress.seconds(manner.timeout()), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Waiting.Stopped();
    }
  }

  private static boolean passesByItself(int status) {
    return status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= 500;
  }

  private Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer.headers().firstValue("Retry-After").flatMap(this::duration);
  }

  /** Seconds or a date, as HTTP allows both. */
  private Optional<Duration> duration(String text) {
    try {
      if (text.strip().matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
      }
      Instant then =
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), then));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Twice as long each time, and not the same for two pulls that failed together. */
  private Duration backoff(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    Duration capped = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    return capped.plusMillis(random.nextLong(capped.toMillis() / 2));
  }

  private static String reason(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return problem.getClass().getSimpleName();
  }
}
