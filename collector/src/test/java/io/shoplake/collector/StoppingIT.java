package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.shoplake.collector.Client.Reply;
import io.shoplake.layout.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Kafka.Shared.class)
class StoppingIT {

  private static final int KILLS = 2;

  @TempDir private Path folder;

  @Test
  void sigtermAnswersWhatWasTakenAndEndsWith143(Kafka kafka) throws Exception {
    Process process = start(kafka, 0, Map.of(ApiKeys.VARIABLE, Client.KEY));
    try {
      Client client = Client.of(addressOf(process));
      Senders senders = Senders.start(client, "stopping");
      senders.awaitAnswers(200);
      try (Socket slow = new Socket("127.0.0.1", client.address().getPort())) {
        String body = "{\"event_id\":\"stopping-slow\"}";
        beginToSend(slow, body);
        // The collector has the head of this request once it answers a later one.
        client.get("/healthz");
        process.destroy();
        awaitRefusal(client);
        slow.getOutputStream().write(body.substring(5).getBytes(UTF_8));
        assertThat(new String(slow.getInputStream().readNBytes(12), UTF_8)).endsWith(" 202");
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Set<String> accepted = senders.stop();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(stored(kafka, "stopping")).containsAll(accepted).contains("stopping-slow");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatTakesTooLongIsCutOffAndTheExitCodeSaysSo(Kafka kafka) throws Exception {
    Process process =
        start(kafka, 0, Map.of(ApiKeys.VARIABLE, Client.KEY), "--stop-timeout", "PT1S");
    try {
      Client client = Client.of(addressOf(process));
      try (Socket slow = new Socket("127.0.0.1", client.address().getPort())) {
        beginToSend(slow, "{\"n\":\"cut off\"}");
        client.get("/healthz");
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withoutKeysItDoesNotStartAndSaysWhatToDo(Kafka kafka) throws Exception {
    Process process = start(kafka, 0, Map.of());

    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
      assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
          .contains("SHOPLAKE_COLLECT_API_KEYS_FILE", "--open")
          .doesNotContain("\tat ");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nothingThatWasAnswered202IsLostWhenTheBrokerIsKilled() throws Exception {
    try (Kafka kafka = Kafka.start();
        Client client = Client.start(kafka, "--delivery-timeout", "PT2S")) {
      Senders senders = Senders.start(client, "cut");
      senders.awaitAnswers(200);
      kafka.broker().kill();

      Reply reply = client.post("{\"n\":\"while it is down\"}");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
      assertThat(reply.json().at("/results/0/status").asText()).isEqualTo("retry");
      byte[] event = "{\"api_key\":\"phc_test_key\",\"event\":\"e\"}".getBytes(UTF_8);
      Reply ofPostHog = client.post("/e/", event);
      assertThat(ofPostHog.status()).isEqualTo(503);
      assertThat(ofPostHog.header("Retry-After")).isNotEmpty();
      assertThat(client.get("/readyz").status()).isEqualTo(503);
      assertThat(client.get("/readyz").header("Retry-After")).isEqualTo("5");
      assertThat(client.get("/healthz").status()).isEqualTo(200);

      kafka.broker().start();
      senders.awaitAnswers(100);
      assertThat(client.get("/readyz").status()).isEqualTo(200);
      assertEachCountsOnce(senders.stop(), stored(kafka, "cut"));
    }
  }

  @Test
  void aTopicThatIsGoneHoldsNobodyForLongAndTheOtherOneNotAtAll() throws Exception {
    String event = "{\"api_key\":\"phc_test_key\",\"event\":\"e\"}";
    String batch = "[%s]".formatted(String.join(",", Collections.nCopies(100, event)));
    try (Kafka kafka = Kafka.start();
        Client client = Client.start(kafka, "--delivery-timeout", "PT1S")) {
      kafka.delete(Topics.POSTHOG_EVENTS);
      // The first one is how the collector learns it.
      assertThat(client.post("/batch", event.getBytes(UTF_8)).status()).isEqualTo(503);

      Reply reply =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> client.post("/batch", batch.getBytes(UTF_8)));

      assertThat(reply.status()).isEqualTo(503);
      assertThat(client.post("{\"n\":\"the other topic\"}").status()).isEqualTo(202);
    }
  }

  @Test
  void nothingThatWasAnswered202IsLostWhenTheCollectorIsKilled(Kafka kafka) throws Exception {
    Process process = start(kafka, 0, Map.of(ApiKeys.VARIABLE, Client.KEY));
    try {
      Client client = Client.of(addressOf(process));
      Senders senders = Senders.start(client, "killed");
      for (int kill = 0; kill < KILLS; kill++) {
        senders.awaitAnswers(200);
        process.destroyForcibly().waitFor();
        process = start(kafka, client.address().getPort(), Map.of(ApiKeys.VARIABLE, Client.KEY));
      }
      senders.awaitAnswers(200);
      assertEachCountsOnce(senders.stop(), stored(kafka, "killed"));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Copies of what was sent again have one id, by which silver counts them once. */
  private static void assertEachCountsOnce(Set<String> accepted, List<String> stored) {
    System.out.printf(
        "%d events answered, %d messages in the topic%n", accepted.size(), stored.size());
    assertThat(Set.copyOf(stored)).isEqualTo(accepted);
  }

  /** The ids of all messages in the topic that bear {@code mark}. */
  private static List<String> stored(Kafka kafka, String mark) {
    return kafka.textsWith(Topics.SHOP_EVENTS, "\"" + mark + "-").stream()
        .map(text -> text.split("\"")[3])
        .toList();
  }

  private static void beginToSend(Socket socket, String body) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(
        "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(Client.KEY, body.length(), body.substring(0, 5))
            .getBytes(UTF_8));
    out.flush();
  }

  private static void awaitRefusal(Client client) {
    while (true) {
      try {
        if (client.get("/healthz").status() == 503) {
          return;
        }
      } catch (UncheckedIOException e) {
        return;
      }
    }
  }

  private Process start(Kafka kafka, int port, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-cp",
                System.getProperty("java.class.path"),
                Collect.class.getName(),
                "--port",
                String.valueOf(port),
                "--brokers",
                kafka.address()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove(ApiKeys.VARIABLE);
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    return builder.start();
  }

  private static URI addressOf(Process process) throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    assertThat(line).contains("http://");
    return URI.create(line.replaceAll(".*(http://[^/]*)/.*", "$1"));
  }
}
