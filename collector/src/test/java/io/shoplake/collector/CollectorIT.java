package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.collector.Client.Reply;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Kafka.Shared.class)
class CollectorIT {

  private static final String[] WITH_KEY = {"Authorization", "Bearer " + Client.KEY};

  private static Kafka kafka;
  private static Client client;

  @BeforeAll
  static void start(Kafka shared) {
    kafka = shared;
    client =
        Client.start(
            kafka, "--max-event-bytes", "2000", "--max-body-bytes", "20000", "--max-events", "50");
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  @Test
  void anEventArrivesByteForByteUnderTheKeyOfItsVisitor() {
    String event =
        "{ \"anonymous_id\" : \"ü-1\",\t\"event_id\":\"exact\", \"price\":1.50 , \"x\":\"\\u00e4\"}";

    Reply reply = client.post("\n " + event + " \r\n");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text()).isEqualTo("{\"accepted\":1,\"results\":[{\"status\":\"accepted\"}]}");
    List<ConsumerRecord<byte[], byte[]>> arrived =
        kafka.read(Topics.SHOP_EVENTS).stream()
            .filter(message -> new String(message.value(), UTF_8).contains("\"exact\""))
            .toList();
    assertThat(arrived).extracting(ConsumerRecord::value).containsExactly(event.getBytes(UTF_8));
    assertThat(arrived.get(0).key()).isEqualTo("ü-1".getBytes(UTF_8));
  }

  @Test
  void anEventGoesToTheRealTopicOfTheSettings() {
    String names = "--topics=shop.events=posthog.events,posthog.events=shop.events";
    try (Client renamed = Client.start(kafka, names)) {
      assertThat(renamed.post("{\"n\":\"renamed\"}").status()).isEqualTo(202);
    }
    assertThat(kafka.textsWith(Topics.POSTHOG_EVENTS, "renamed")).hasSize(1);
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "renamed")).isEmpty();
  }

  @Test
  void whatKafkaRefusesForGoodIsNotToBeSentAgain() throws Exception {
    // A compacted topic takes nothing without a key.
    kafka.create("compacted", Map.of("cleanup.policy", "compact"));
    try (Client compacting = Client.start(kafka, "--topics=shop.events=compacted")) {
      Reply reply = compacting.post("{\"n\":\"without a key\"}");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(words(reply, "error")).containsExactly("invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "{\"batch\": [%s ] }", "{\"sent_by\":\"x\",\"batch\":[%s]}"})
  void aBatchIsSentEventByEvent(String form) {
    String mark = "batch-" + form.hashCode();
    String one = "{\"anonymous_id\":\"a\", \"n\":\"%s-1\"}".formatted(mark);
    String two = "{\"user_id\":\"b\",\"n\":\"%s-2\" , \"deep\":{\"batch\":[1]}}".formatted(mark);

    Reply reply = client.post(form.formatted(one + " , " + two));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, mark)).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void eachEventOfABatchGetsItsOwnResult() {
    String large = "{\"n\":\"mixed\",\"x\":\"%s\"}".formatted("x".repeat(2000));

    Reply reply =
        client.post("[{\"n\":\"mixed-1\"},7,%s,null,{\"n\":\"mixed-2\"}]".formatted(large));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(2);
    assertThat(words(reply, "status"))
        .containsExactly("accepted", "refused", "refused", "refused", "accepted");
    assertThat(words(reply, "error"))
        .containsExactly("", "not_an_object", "too_large", "not_an_object", "");
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "mixed"))
        .containsExactlyInAnyOrder("{\"n\":\"mixed-1\"}", "{\"n\":\"mixed-2\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | not_json | {\"a\":",
        "400 | not_json | hello",
        "400 | not_json | ''",
        "400 | trailing_content | {} {}",
        "400 | not_an_object | 7",
        "400 | no_event | []",
      })
  void whatIsNoEventIsRefusedWithAReason(int status, String error, String body) {
    Reply reply = client.post(body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("error").asText()).isEqualTo(error);
  }

  @Test
  void manyEventsAreTooMany() {
    Reply reply = client.post(IntStream.range(0, 51).mapToObj(i -> "{}").toList().toString());

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.json().get("error").asText()).isEqualTo("too_many_events");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedHoweverItIsSent() {
    byte[] large = ("{\"n\":\"" + "x".repeat(30_000) + "\"}").getBytes(UTF_8);

    assertThat(client.post("/v1/events", large, WITH_KEY).status()).isEqualTo(413);
    assertThat(client.post("/v1/events", Client.gzip(large), WITH_KEY).status()).isEqualTo(413);
  }

  @Test
  void aBombIsNotUnpacked() {
    byte[] bomb = Client.gzip(new byte[10_000_000]);
    assertThat(bomb).hasSizeLessThan(20_000);

    Reply reply = client.post("/v1/events", bomb, WITH_KEY);

    assertThat(reply.status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip", "br", "nonsense"})
  void gzipIsToldByItsBytesWhateverTheHeadersSay(String encoding) {
    byte[] event = "{\"n\":\"packed-%s\"}".formatted(encoding).getBytes(UTF_8);

    for (byte[] body : List.of(event, Client.gzip(event))) {
      Reply reply =
          client.post(
              "/v1/events",
              body,
              "Authorization",
              "Bearer " + Client.KEY,
              "Content-Encoding",
              encoding,
              "Content-Type",
              "text/plain");
      assertThat(reply.status()).isEqualTo(202);
    }
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "packed-" + encoding)).hasSize(2);
  }

  @Test
  void whatIsAnnouncedAsFarTooMuchIsRefusedBeforeItComes() throws IOException {
    try (Socket socket = beginToSend(client, Client.KEY, 99_999_999_999L)) {
      assertThat(status(socket)).isEqualTo("413");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "many", "1,2", "99999999999999999999"})
  void aLengthThatIsNoneIsABadRequest(String length) throws IOException {
    try (Socket socket = new Socket(client.address().getHost(), client.address().getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: a\r\nX-Api-Key: %s\r\nContent-Length: %s\r\n\r\n"
              .formatted(Client.KEY, length);
      socket.getOutputStream().write(head.getBytes(UTF_8));
      assertThat(status(socket)).isEqualTo("400");
    }
  }

  @Test
  void aListNamedBatchAmongTheFieldsOfAnEventStaysThere() {
    String event = "{\"event_id\":\"outer\",\"user_id\":\"u\",\"batch\":[{\"lot\":7}]}";
    Reply reply = client.post(event);
    assertThat(reply.json().get("accepted").asInt()).isEqualTo(1);
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "\"outer\"")).containsExactly(event);
  }

  @Test
  void anEncodingThatIsNotKnownIsNamedWithThoseThatAre() {
    byte[] packed = {0x78, (byte) 0x9c, 1, 2, 3};
    Reply reply =
        client.post("/v1/events", packed, "X-Api-Key", Client.KEY, "Content-Encoding", "deflate");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.text()).contains("encoded with deflate; send it plain or packed with gzip");
    byte[] plain = "{\"n\":\"plain\"}".getBytes(UTF_8);
    assertThat(
            client
                .post("/v1/events", plain, "X-Api-Key", Client.KEY, "Content-Encoding", "br")
                .status())
        .isEqualTo(202);
    assertThat(client.post("/e/", "data=%%%%".getBytes(UTF_8)).text())
        .contains("neither JSON nor a known wrapping");
  }

  @Test
  void whoAnnouncesMuchAndSendsLittleDoesNotKeepOthersOut() throws IOException {
    int announced = 64 << 20;
    try (Client roomy = Client.start(kafka, "--max-body-bytes", String.valueOf(announced))) {
      List<Socket> slow = new ArrayList<>();
      for (long held = 0; held <= Runtime.getRuntime().maxMemory(); held += announced) {
        slow.add(beginToSend(roomy, Client.KEY, announced));
      }
      roomy.awaitOpen(slow.size());

      assertThat(roomy.post("{\"n\":\"between\"}").status()).isEqualTo(202);
      // None of them was refused either.
      roomy.awaitOpen(slow.size());

      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void anUnknownKeyIsRefusedBeforeTheBody() throws IOException {
    try (Socket socket = beginToSend(client, "wrong", 1_000)) {
      assertThat(status(socket)).isEqualTo("401");
    }
  }

  @Test
  void aBodyThatDripsIsNotWaitedForLongerThanIsSet() throws IOException {
    try (Client hasty = Client.start(kafka, "--body-timeout", "PT0.5S");
        Socket socket = beginToSend(hasty, Client.KEY, 1_000)) {
      assertThat(status(socket)).isEqualTo("408");
      assertThat(hasty.get("/metrics").text()).contains("shoplake_collector_requests_open 1.0");
    }
  }

  /** Sends the head of a request and the first byte of its body. */
  private static Socket beginToSend(Client to, String key, long length) throws IOException {
    Socket socket = new Socket(to.address().getHost(), to.address().getPort());
    socket.setSoTimeout(20_000);
    String head =
        "POST /v1/events HTTP/1.1\r\nHost: a\r\nX-Api-Key: %s\r\nContent-Length: %d\r\n\r\n["
            .formatted(key, length);
    socket.getOutputStream().write(head.getBytes(UTF_8));
    return socket;
  }

  private static String status(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), UTF_8).substring(9);
  }

  @Test
  void onlyAKnownKeyMaySend() {
    byte[] event = "{\"n\":\"keys\"}".getBytes(UTF_8);

    assertThat(client.post("/v1/events", event).status()).isEqualTo(401);
    assertThat(client.post("/v1/events", event, "X-Api-Key", "wrong").status()).isEqualTo(401);
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "\"keys\"")).isEmpty();
    assertThat(client.post("/v1/events", event, "X-Api-Key", "other_key").status()).isEqualTo(202);
    assertThat(client.post("/v1/events?api_key=other%5Fkey", event).status()).isEqualTo(202);
  }

  @Test
  void whatAClientSendsIsNeverEchoed() {
    for (String path :
        List.of("/v1/events", "/batch", "/secret-in-path", "/i/v1/analytics/events")) {
      Reply reply = client.post(path, "{\"secret-in-body\": nonsense".getBytes(UTF_8), WITH_KEY);
      assertThat(reply.text()).doesNotContain("secret");
    }
  }

  @Test
  void aBrowserOfAnAllowedPageMaySend() {
    try (Client choosy = Client.start(kafka, "--allow-origin", "https://shop.example")) {
      String[] ours = {
        "Origin", "https://shop.example",
        "Access-Control-Request-Method", "POST",
        "Access-Control-Request-Headers", "authorization,posthog-sdk-info"
      };
      Reply asked = choosy.send("OPTIONS", "/v1/events", new byte[0], ours);
      assertThat(asked.status()).isEqualTo(204);
      assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
      assertThat(asked.header("Access-Control-Allow-Headers"))
          .isEqualTo("authorization,posthog-sdk-info");
      assertThat(asked.header("Access-Control-Allow-Methods")).contains("POST");
      assertThat(asked.header("Access-Control-Max-Age")).isEqualTo("3600");

      Reply sent =
          choosy.post("/v1/events?api_key=other_key", "{}".getBytes(UTF_8), "Origin", ours[1]);
      assertThat(sent.status()).isEqualTo(202);
      assertThat(sent.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");

      ours[1] = "https://evil.example";
      assertThat(choosy.send("OPTIONS", "/v1/events", new byte[0], ours).status()).isEqualTo(403);
      Reply refused =
          choosy.post("/v1/events?api_key=other_key", "{}".getBytes(UTF_8), "Origin", ours[1]);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void aRefusalCanBeReadByThePageToo() {
    Reply reply = client.post("/v1/events", new byte[0], "Origin", "https://any.example");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://any.example");
  }

  @Test
  void whoAsksNotToBeTrackedIsNotIfThatIsSet() {
    String[] asking = {"Authorization", "Bearer " + Client.KEY, "DNT", "1"};
    byte[] event = "{\"n\":\"do-not-track\"}".getBytes(UTF_8);
    try (Client polite = Client.start(kafka, "--honour-do-not-track")) {
      Reply reply = polite.post("/v1/events", event, asking);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(words(reply, "status")).containsExactly("not_tracked");
      asking[2] = "Sec-GPC";
      assertThat(polite.post("/v1/events", event, asking).json().get("accepted").asInt()).isZero();
    }
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "do-not-track")).isEmpty();
    client.post("/v1/events", event, asking);
    assertThat(kafka.textsWith(Topics.SHOP_EVENTS, "do-not-track")).hasSize(1);
  }

  @Test
  void aKeyThatSendsTooMuchIsAskedToWait() {
    try (Client strict = Client.start(kafka, "--max-events", "3", "--events-per-minute", "3")) {
      assertThat(strict.post("[{},{},{}]").status()).isEqualTo(202);

      Reply reply = strict.post("[{},{},{}]");

      assertThat(reply.status()).isEqualTo(429);
      assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 60);
      byte[] one = "{}".getBytes(UTF_8);
      assertThat(strict.post("/v1/events", one, "X-Api-Key", "other_key").status()).isEqualTo(202);
    }
  }

  @Test
  void anAddressThatAsksTooOftenIsAskedToWait() {
    try (Client strict =
        Client.start(kafka, "--requests-per-minute", "2", "--trusted-proxies", "127.0.0.1")) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        // What stands before the proxy's own entry may be made up.
        String[] hops = {"X-Forwarded-For", "10.0.0.%d, 192.0.2.1".formatted(i)};
        statuses.add(strict.post("/batch", new byte[0], hops).status());
      }
      assertThat(statuses).containsExactly(400, 400, 429);
      String[] others = {"X-Forwarded-For", "192.0.2.1, 192.0.2.2"};
      assertThat(strict.post("/batch", new byte[0], others).status()).isEqualTo(400);
    }
  }

  @Test
  void aMonitorSeesHealthAndFigures() {
    client.post("{\"n\":\"figures\"}");

    assertThat(client.get("/healthz").status()).isEqualTo(200);
    assertThat(client.get("/readyz").status()).isEqualTo(200);
    assertThat(client.get("/metrics").text())
        .containsPattern(
            "shoplake_collector_events_total\\{format=\"shoplake\",outcome=\"accepted\"\\} \\d")
        .contains("shoplake_collector_requests_seconds_count{route=\"events\",status=\"202\"}")
        .contains("shoplake_collector_requests_open");
  }

  @Test
  void aWrongMethodOrAddressIsToldSo() {
    Reply wrongMethod = client.get("/v1/events");
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.header("Allow")).isEqualTo("POST, OPTIONS");
    assertThat(client.get("/nowhere").status()).isEqualTo(404);
  }

  @Test
  void aCacheKeepsWhatOnePageGotFromAnother() {
    assertThat(client.get("/shoplake.js").header("Vary")).isEqualTo("Origin");
  }

  private static List<String> words(Reply reply, String name) {
    JsonNode results = reply.json().get("results");
    return StreamSupport.stream(results.spliterator(), false)
        .map(result -> result.path(name).asText())
        .toList();
  }
}
