package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.collector.Client.Reply;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Kafka.Shared.class)
class PostHogIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Kafka kafka;
  private final Client client;

  PostHogIT(Kafka kafka, Client client) {
    this.kafka = kafka;
    this.client = client;
  }

  @Test
  void whatRecordedClientsSendArrivesEventByEvent() throws Exception {
    List<RecordedRequest> requests = RecordedRequest.all();
    assumeTrue(
        !requests.isEmpty(), "Skipped: there are no recorded requests at " + RecordedRequest.FILE);
    for (RecordedRequest request : requests) {
      int before = kafka.read(Topics.POSTHOG_EVENTS).size();

      Reply reply =
          client.post(request.path(), request.body(), request.headers().toArray(new String[0]));

      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      JsonNode posted = request.events();
      List<ConsumerRecord<byte[], byte[]>> arrived = kafka.read(Topics.POSTHOG_EVENTS);
      assertThat(arrived).hasSize(before + posted.size());
      for (JsonNode event : posted) {
        JsonNode result = reply.json().path("results").path(event.get("uuid").asText());
        assertThat(result.path("result").asText("ok")).isEqualTo("ok");
        assertThat(arrived)
            .anySatisfy(
                message -> {
                  JsonNode envelope = JSON.readTree(message.value());
                  assertThat(message.key())
                      .isEqualTo(event.get("distinct_id").asText().getBytes(UTF_8));
                  assertThat(envelope.get("uuid")).isEqualTo(event.get("uuid"));
                  assertThat(envelope.get("distinct_id")).isEqualTo(event.get("distinct_id"));
                  assertThat(envelope.get("event")).isEqualTo(event.get("event"));
                  assertThat(envelope.get("token").asText()).isEqualTo("phc_test_key");
                  assertThat(envelope.get("ip").asText()).isEqualTo("127.0.0.1");
                  assertThat(envelope.get("now").asText()).endsWith("Z");
                  JsonNode data = JSON.readTree(envelope.get("data").asText());
                  assertThat(data.get("timestamp")).isEqualTo(event.get("timestamp"));
                });
      }
    }
  }

  @Test
  void theEventStandsInTheEnvelopeByteForByte() throws Exception {
    String event =
        "{ \"event\":\"$pageview\", \"distinct_id\" : 17, \"offset\":250,\"properties\":{\"p\":1.50,\"x\":\"\\ud800 ü\"} }";

    Reply reply =
        client.post(
            "/batch/",
            ("{\"api_key\":\"phc_test_key\",\"sent_at\":\"2026-03-01T10:00:00.5+01:00\",\"historical_migration\":true,\"batch\":[%s]}"
                    .formatted(event))
                .getBytes(UTF_8));

    assertThat(reply.text()).isEqualTo("{\"status\":\"Ok\"}");
    JsonNode envelope = onlyOne("\\\"offset\\\":250");
    assertThat(envelope.get("data").asText()).isEqualTo(event);
    assertThat(envelope.get("distinct_id").asText()).isEqualTo("17");
    assertThat(envelope.get("sent_at").asText()).isEqualTo("2026-03-01T09:00:00.500Z");
    assertThat(envelope.get("historical_migration").asBoolean()).isTrue();
    assertThat(envelope.get("uuid").asText()).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json",
        "gzip",
        "base64",
        "gzip-base64",
        "form",
        "form-gzip",
        "form-json",
        "query",
        "list"
      })
  void everyWrappingOfABodyIsUnderstood(String wrapping) {
    String mark = "wrapping-" + wrapping + "-ü";
    String event =
        "{\"event\":\"e\",\"properties\":{\"distinct_id\":\"%s\",\"token\":\"phc_test_key\",\"q\":\"a+b c\"}}"
            .formatted(mark);
    byte[] json = event.getBytes(UTF_8);
    String base64 = Base64.getEncoder().encodeToString(json);
    String packed = Base64.getEncoder().encodeToString(Client.gzip(json));
    Reply reply =
        switch (wrapping) {
          case "json" -> client.post("/e/?ip=0&_=1772359200000&ver=1.2", json);
          case "gzip" -> client.post("/i/v0/e/?compression=gzip-js", Client.gzip(json));
          case "base64" -> client.post("/e/", base64.getBytes(UTF_8));
          case "gzip-base64" -> client.post("/capture/", packed.getBytes(UTF_8));
          case "form" -> client.post("/e/", ("ver=1&data=" + encoded(base64)).getBytes(UTF_8));
          case "form-gzip" -> client.post("/e", ("data=" + packed).getBytes(UTF_8));
          case "form-json" -> client.post("/track/", ("data=" + encoded(event)).getBytes(UTF_8));
          case "query" -> client.get("/e/?data=" + encoded(base64));
          default -> client.post("/i/v0/e", ("[" + event + "]").getBytes(UTF_8));
        };

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    JsonNode envelope = onlyOne(mark);
    assertThat(envelope.get("data").asText()).isEqualTo(event);
    assertThat(envelope.get("distinct_id").asText()).isEqualTo(mark);
    if (wrapping.equals("json")) {
      assertThat(envelope.get("sent_at").asText()).isEqualTo("2026-03-01T10:00:00Z");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T10:00:00.5+01:00",
        "2026-03-01T10:00:00.500000+0100",
        "2026-03-01T09:00:00.5",
        "2026-03-01 09:00:00.5",
        "1772355600500"
      })
  void theTimeOfSendingIsReadHoweverItIsWritten(String written) {
    String mark = "sent-at " + written;
    String body = "{\"api_key\":\"phc_test_key\",\"event\":\"%s\",\"sent_at\":\"%s\"}";

    assertThat(client.post("/batch", body.formatted(mark, written).getBytes(UTF_8)).status())
        .isEqualTo(200);

    assertThat(onlyOne("\"event\":\"" + mark + "\"").get("sent_at").asText())
        .isEqualTo("2026-03-01T09:00:00.500Z");
  }

  @Test
  void aSlowRequestCameWhenItBegan() throws Exception {
    String body = "{\"api_key\":\"phc_test_key\",\"event\":\"slow-request\"}";
    try (Client collector = Client.start(kafka);
        Socket socket = new Socket("127.0.0.1", collector.address().getPort())) {
      String head = "POST /e/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n";
      socket.getOutputStream().write(head.formatted(body.length()).getBytes(UTF_8));
      collector.awaitOpen(1);
      Instant before = Instant.now();

      socket.getOutputStream().write(body.getBytes(UTF_8));

      assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith(" 200");
      assertThat(Instant.parse(onlyOne("\"slow-request\"").get("now").asText()))
          .isBeforeOrEqualTo(before);
    }
  }

  @Test
  void captureV1HasAResultForEachEventAndItsOptionsAreAmongTheProperties() throws Exception {
    String good = "018e0000-0000-7000-8000-00000000aaaa";
    String large = "018e0000-0000-7000-8000-00000000bbbb";
    String body =
        """
        {"created_at": "2026-03-01T10:00:00Z", "batch": [
          {"event": "e", "uuid": "%s", "distinct_id": "v1", "session_id": "s-1",
           "options": {"process_person_profile": false, "unknown": 1},
           "properties": {"$lib": "mine", "p": 1.50}},
          {"event": "e", "uuid": "%s", "distinct_id": "v1", "x": "%s"}]}
        """
            .formatted(good, large, "x".repeat(2_000_000));

    Reply reply =
        client.post(
            "/i/v1/analytics/events",
            Client.gzip(body.getBytes(UTF_8)),
            "Authorization",
            "Bearer phc_test_key",
            "PostHog-Sdk-Info",
            "posthog-x/1.2.3",
            "PostHog-Request-Timestamp",
            "2026-03-01T10:00:01Z");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/results/" + good + "/result").asText()).isEqualTo("ok");
    assertThat(reply.json().at("/results/" + large + "/result").asText()).isEqualTo("drop");
    JsonNode envelope = onlyOne(good);
    assertThat(envelope.get("sent_at").asText()).isEqualTo("2026-03-01T10:00:01Z");
    JsonNode properties = JSON.readTree(envelope.get("data").asText()).get("properties");
    assertThat(properties.toString())
        .isEqualTo(
            "{\"$session_id\":\"s-1\",\"$process_person_profile\":false,"
                + "\"$lib_version\":\"1.2.3\",\"$lib\":\"mine\",\"p\":1.5}");
  }

  @Test
  void anEventKeepsItsIdOrGetsOneThatItsRepetitionGetsToo() throws Exception {
    String own = "{\"event\":\"ids\",\"distinct_id\":\"d\",\"uuid\":\"order ü-17\"}";
    String timed =
        "{\"event\":\"ids\",\"distinct_id\":\"d\",\"timestamp\":\"2026-03-01T10:00:00Z\"}";
    String bare = "{\"event\":\"ids\",\"distinct_id\":\"d\"}";
    byte[] body = "{\"batch\":[%s,%s,%s]}".formatted(own, timed, bare).getBytes(UTF_8);
    List<String> results = new ArrayList<>();

    for (int time = 0; time < 2; time++) {
      Reply reply = client.post("/i/v1/analytics/events", body, "X-Api-Key", Client.KEY);
      assertThat(reply.status()).isEqualTo(200);
      reply.json().get("results").fieldNames().forEachRemaining(results::add);
    }

    List<String> ids = new ArrayList<>();
    for (String text : kafka.textsWith(Topics.POSTHOG_EVENTS, "\"event\":\"ids\"")) {
      ids.add(JSON.readTree(text).get("uuid").asText());
    }
    assertThat(ids).hasSize(6).containsAll(results);
    assertThat(Set.copyOf(ids)).hasSize(4).contains("order ü-17");
    assertThat(results).hasSize(4).containsOnly("order ü-17", results.get(1));
  }

  @Test
  void anUnknownTokenIsRefused() {
    byte[] event = "{\"api_key\":\"phc_other\",\"event\":\"unknown-token\"}".getBytes(UTF_8);

    assertThat(client.post("/e/", event).status()).isEqualTo(401);
    assertThat(client.post("/i/v1/analytics/events", "{\"batch\":[{}]}".getBytes(UTF_8)).status())
        .isEqualTo(401);
    assertThat(kafka.textsWith(Topics.POSTHOG_EVENTS, "unknown-token")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"api_key\":\"phc_other\",\"batch\":[0%s]}", "[0%s]"})
  void millionsOfEventsAreTooManyBeforeTheyAreMadeAndTheKeyIsLookedAt(String form) {
    byte[] packed = Client.gzip(form.formatted(",0".repeat(2_600_000)).getBytes(UTF_8));
    assertThat(packed).hasSizeLessThan(10_000);

    Reply reply = client.post("/batch/", packed);

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.json().get("error").asText()).isEqualTo("too_many_events");
  }

  @Test
  void aBeaconGetsNoBody() {
    byte[] event =
        "{\"token\":\"phc_test_key\",\"event\":\"e\",\"distinct_id\":\"b\"}".getBytes(UTF_8);

    Reply reply = client.post("/e/?beacon=1", event);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/flags/?v=2", "/flags?v=2&config=true", "/decide/?v=3", "/array/phc_test_key/config",
        "/s/", "/engage/", "/static/recorder.js", "/static/surveys.js?v=1",
        "/array/phc_test_key/config.js", "/array/phc_test_key/array.js"
      })
  void whateverElseTheClientsAskForIsAnsweredHarmlessly(String path) {
    int before = kafka.read(Topics.POSTHOG_EVENTS).size();

    for (Reply reply : List.of(client.get(path), client.post(path, "{\"a\":1}".getBytes(UTF_8)))) {
      assertThat(reply.status()).isEqualTo(200);
      if (path.contains(".js")) {
        assertThat(reply.header("Content-Type")).startsWith("text/javascript");
      } else {
        assertThat(reply.json().isObject()).isTrue();
      }
    }
    assertThat(kafka.read(Topics.POSTHOG_EVENTS)).hasSize(before);
  }

  @Test
  void theExampleOfThePageArrives() throws IOException {
    Matcher curl =
        Pattern.compile("(?s)curl -d '(.*?)' http://localhost:8000(\\S+)")
            .matcher(Files.readString(Path.of("../docs/sources/posthog.md")));
    assertThat(curl.find()).isTrue();
    String body = curl.group(1).replace("phc_abc", Client.KEY);

    assertThat(client.post(curl.group(2), body.getBytes(UTF_8)).status()).isEqualTo(200);

    JsonNode sent = JSON.readTree(body);
    JsonNode data = JSON.readTree(onlyOne("reader-of-the-docs").get("data").asText());
    assertThat(data.get("uuid")).isEqualTo(sent.get("uuid"));
    assertThat(data.get("properties")).isEqualTo(sent.get("properties"));
  }

  @Test
  void thereAreNoFlagsAndTheClientIsToldThatThisIsAll() {
    JsonNode flags = client.post("/flags/?v=2", "{}".getBytes(UTF_8)).json();

    assertThat(flags.get("flags")).isEmpty();
    assertThat(flags.get("featureFlags")).isEmpty();
    assertThat(flags.get("errorsWhileComputingFlags").asBoolean()).isFalse();
    assertThat(flags.get("sessionRecording").asBoolean()).isFalse();
  }

  private JsonNode onlyOne(String mark) {
    List<String> texts = kafka.textsWith(Topics.POSTHOG_EVENTS, mark);
    assertThat(texts.stream().collect(Collectors.joining("\n"))).isNotEmpty();
    assertThat(texts).hasSize(1);
    try {
      return JSON.readTree(texts.get(0));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
