package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Kafka.Shared.class)
class StoppingIT {

  @TempDir private Path folder;

  @Test
  void sigtermAnswersWhatWasTakenAndEndsWith143(Kafka kafka) throws Exception {
    Process process = start(kafka, Map.of(ApiKeys.VARIABLE, Client.KEY));
    try {
      Client client = Client.of(addressOf(process));
      Set<String> accepted = ConcurrentHashMap.newKeySet();
      Semaphore answers = new Semaphore(0);
      AtomicBoolean stopped = new AtomicBoolean();
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        String name = "stopping-" + sender;
        senders.add(new Thread(() -> sendUntil(stopped, client, name, accepted, answers)));
      }
      senders.forEach(Thread::start);
      answers.acquire(200);
      try (Socket slow = new Socket("127.0.0.1", client.address().getPort())) {
        String body = "{\"n\":\"stopping-slow\"}";
        beginToSend(slow, body);
        // The collector has the head of this request once it answers a later one.
        client.get("/healthz");
        process.destroy();
        awaitRefusal(client);
        slow.getOutputStream().write(body.substring(5).getBytes(UTF_8));
        assertThat(new String(slow.getInputStream().readNBytes(12), UTF_8)).endsWith(" 202");
        accepted.add("stopping-slow");
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      stopped.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(process.exitValue()).isEqualTo(143);
      String all = String.join("\n", kafka.textsWith(Topics.SHOP_EVENTS, "stopping-"));
      assertThat(accepted).allMatch(event -> all.contains("\"" + event + "\""));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatTakesTooLongIsCutOffAndTheExitCodeSaysSo(Kafka kafka) throws Exception {
    Process process = start(kafka, Map.of(ApiKeys.VARIABLE, Client.KEY), "--stop-timeout", "PT1S");
    try {
      Client client = Client.of(addressOf(process));
      try (Socket slow = new Socket("127.0.0.1", client.address().getPort())) {
        beginToSend(slow, "{\"n\":\"cut off\"}");
        client.get("/healthz");
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(1);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withoutKeysItDoesNotStartAndSaysWhatToDo(Kafka kafka) throws Exception {
    Process process = start(kafka, Map.of());

    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .contains("SHOPLAKE_COLLECT_API_KEYS_FILE", "--open")
        .doesNotContain("\tat ");
  }

  @Test
  void nothingThatWasAnswered202IsLostWhenTheBrokerIsKilled() throws Exception {
    try (Kafka kafka = Kafka.start();
        Client client = Client.start(kafka, "--delivery-timeout", "PT2S")) {
      Set<String> accepted = ConcurrentHashMap.newKeySet();
      Semaphore answers = new Semaphore(0);
      AtomicBoolean stopped = new AtomicBoolean();
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        String name = "killed-" + sender;
        senders.add(new Thread(() -> sendUntil(stopped, client, name, accepted, answers)));
      }
      senders.forEach(Thread::start);
      answers.acquire(200);
      kafka.broker().kill();

      Reply reply = client.post("{\"n\":\"killed-later\"}");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
      assertThat(reply.json().at("/results/0/status").asText()).isEqualTo("retry");
      byte[] event = "{\"api_key\":\"phc_test_key\",\"event\":\"e\"}".getBytes(UTF_8);
      Reply ofPostHog = client.post("/e/", event);
      assertThat(ofPostHog.status()).isEqualTo(503);
      assertThat(ofPostHog.header("Retry-After")).isNotEmpty();
      assertThat(client.get("/readyz").status()).isEqualTo(503);
      assertThat(client.get("/healthz").status()).isEqualTo(200);

      kafka.broker().start();
      answers.drainPermits();
      answers.acquire(100);
      assertThat(client.get("/readyz").status()).isEqualTo(200);
      stopped.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      Set<String> stored =
          kafka.textsWith(Topics.SHOP_EVENTS, "killed-").stream()
              .map(text -> text.substring(6, text.length() - 2))
              .collect(Collectors.toSet());
      assertThat(stored).containsAll(accepted);
    }
  }

  private static void sendUntil(
      AtomicBoolean stopped, Client client, String name, Set<String> accepted, Semaphore answers) {
    AtomicInteger number = new AtomicInteger();
    while (!stopped.get()) {
      String event = name + "-" + number.incrementAndGet();
      try {
        if (client.post("{\"n\":\"%s\"}".formatted(event)).status() == 202) {
          accepted.add(event);
          answers.release();
        }
      } catch (UncheckedIOException e) {
        // The collector has ended; what it did not answer it need not have stored.
        Thread.onSpinWait();
      }
    }
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

  private Process start(Kafka kafka, Map<String, String> environment, String... words)
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
                "0",
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
