package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/** A collector that runs, and somebody who sends to it. */
final class Client implements AutoCloseable, ExtensionContext.Store.CloseableResource {

  static final String KEY = "phc_test_key";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer that was received. */
  record Reply(int status, java.net.http.HttpHeaders headers, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  private final Collector collector;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Client(Collector collector, URI address) {
    this.collector = collector;
    this.address = address;
  }

  /** Starts a collector in this JVM with further {@code words} on its command line. */
  static Client start(Kafka kafka, String... words) {
    List<String> arguments = new ArrayList<>(List.of("--port", "0", "--brokers", kafka.address()));
    arguments.addAll(List.of(words));
    Collect collect = new Collect(Map.of(ApiKeys.VARIABLE, "other_key, " + KEY));
    CommandLine line = Cli.commandLine(collect);
    line.parseArgs(arguments.toArray(new String[0]));
    Collector collector = collect.start();
    return new Client(collector, collector.address());
  }

  /** Somebody who sends to a collector of another JVM. */
  static Client of(URI address) {
    return new Client(null, address);
  }

  URI address() {
    return address;
  }

  Reply post(String body) {
    return post("/v1/events", body.getBytes(UTF_8), "Authorization", "Bearer " + KEY);
  }

  Reply post(String path, byte[] body, String... headers) {
    return send("POST", path, body, headers);
  }

  Reply get(String path) {
    return send("GET", path, new byte[0]);
  }

  Reply send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until {@code count} requests have begun to come and are not answered. */
  void awaitOpen(int count) {
    // The request for the figures is one more.
    String figure = "shoplake_collector_requests_open %d.0\n".formatted(count + 1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (!get("/metrics").text().contains(figure)) {
            Thread.onSpinWait();
          }
        });
  }

  static byte[] gzip(byte[] body) {
    return Gzip.packed(body);
  }

  @Override
  public void close() {
    if (collector != null) {
      collector.close();
    }
  }
}
