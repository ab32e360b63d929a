package io.shoplake.collector;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.collector.Clients.Sent;
import io.shoplake.collector.Clients.Visit;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostHog's published clients; nothing of them is changed but the address they send to. */
@ExtendWith(Kafka.Shared.class)
class LiveClientsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path POSTHOG_PAGE = Path.of("docs/sources/javascript/posthog.html");

  private final Kafka kafka;
  private final Client collector;

  LiveClientsIT(Kafka kafka, Client collector) {
    this.kafka = kafka;
    this.collector = collector;
  }

  /** A client, under the address, the key and the mark of its events. */
  private interface Start {
    Visit visit(URI host, String key, String mark);
  }

  /** A published client and events that it must send, in this order and among others. */
  private enum Published {
    NODE(
        true, Clients::node, "$pageview Product Added $identify $create_alias $set $groupidentify"),
    PYTHON(
        true,
        Clients::python,
        "$pageview Product Added $create_alias $set $set_once $groupidentify"),
    /** Sends again what was under way when a page ended, as it cannot know whether it arrived. */
    BROWSER(
        false,
        (host, key, mark) -> Clients.browser(host, key, mark, POSTHOG_PAGE),
        "$pageview Product Added $identify $pageview Order Completed");

    private final boolean sendsOnce;
    private final Start start;
    private final String events;

    Published(boolean sendsOnce, Start start, String events) {
      this.sendsOnce = sendsOnce;
      this.start = start;
      this.events = events;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAPublishedClientSendsArrivesOnce(Published client) {
    String mark = "live-" + client;
    List<Sent> sent;
    try (Visit visit = client.start.visit(collector.address(), Client.KEY, mark)) {
      sent = visit.sent();

      assertThat(sent.stream().map(Sent::event).collect(joining(" ")))
          .containsSubsequence(client.events.split(" "));
      arrived(mark, sent.size());
      assertThat(visit.complaints()).isEmpty();
    }
    List<Sent> arrived = arrived(mark, sent.size());
    assertThat(client.sendsOnce ? arrived : Set.copyOf(arrived))
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentAgainKeepsItsId(Published client) throws Exception {
    String mark = "again-" + client;
    Set<Sent> sent;
    try (FlakyNetwork network = FlakyNetwork.before(collector);
        Visit visit = client.start.visit(network.address(), Client.KEY, mark)) {
      sent = Set.copyOf(visit.sent());
      arrived(mark, sent.size() + 1);
    }
    List<Sent> arrived = arrived(mark, sent.size());
    assertThat(Set.copyOf(arrived)).isEqualTo(sent);
    assertThat(arrived).hasSizeGreaterThan(sent.size());
  }

  /** What is in the topic once there are {@code count} events that hold {@code mark}. */
  private List<Sent> arrived(String mark, int count) {
    return kafka.textsUntil(Topics.POSTHOG_EVENTS, mark, texts -> texts.size() >= count).stream()
        .map(LiveClientsIT::sent)
        .toList();
  }

  private static Sent sent(String message) {
    try {
      JsonNode envelope = JSON.readTree(message);
      JsonNode data = JSON.readTree(envelope.get("data").asText());
      assertThat(data.path("uuid")).isEqualTo(envelope.get("uuid"));
      return new Sent(
          envelope.get("uuid").asText(),
          envelope.get("event").asText(),
          envelope.get("distinct_id").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
