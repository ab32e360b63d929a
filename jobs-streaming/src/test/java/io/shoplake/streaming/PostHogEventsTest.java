package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static io.shoplake.streaming.StreamScript.ARRIVAL;
import static io.shoplake.streaming.StreamScript.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shoplake.lake.CommitNote.Figures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of PostHog beside those of the shop, in one query. */
class PostHogEventsTest {

  @TempDir Path folder;

  @Test
  void eventsOfBothTopicsShareASessionAndTheLedgerKeepsThemApart() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("d-1", "1", "10:00:00"), "no event")
            .bronze(POSTHOG_EVENTS, 0, ARRIVAL, inEnvelope("2", "10:05:00"), "{}")
            .events();

    assertThat(script.values(EVENTS, "visitor_id", "event_id", "event_type", "topic"))
        .containsExactly("a:d-1 1 page_view shop.events", "a:d-1 2 purchase posthog.events");
    assertThat(script.values(SESSION_REVISIONS, "first_event_id", "events")).containsExactly("1 2");
    assertThat(script.values(REJECTS, "topic", "reason"))
        .containsExactly("posthog.events missing_event_id", "shop.events not_json");
    assertThat(figures(script))
        .containsExactly(
            tuple("posthog.events", 2L, 1L, 0L, 0L, 1L), tuple("shop.events", 2L, 1L, 0L, 0L, 1L));
  }

  @Test
  void anEventThatComesOverBothWaysCountsOnce() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(POSTHOG_EVENTS, 0, ARRIVAL, inEnvelope("2", "10:05:00"))
            .events()
            .bronze(
                POSTHOG_EVENTS,
                1,
                ARRIVAL.plusSeconds(9),
                enriched("2", "10:05:00"),
                inEnvelope("2", "10:05:00").replace("12:00:00Z", "12:00:01Z"))
            .events();

    assertThat(script.values(EVENTS, "event_id", "partition")).containsExactly("2 0");
    assertThat(figures(script))
        .containsExactly(
            tuple("posthog.events", 1L, 1L, 0L, 0L, 0L),
            tuple("posthog.events", 2L, 0L, 2L, 0L, 0L));

    long version = script.lake().version(EVENTS);
    script.events();
    assertThat(script.lake().version(EVENTS)).isEqualTo(version);
  }

  private static List<org.assertj.core.groups.Tuple> figures(StreamScript script) {
    return script.notes(EVENTS).stream()
        .flatMap(note -> note.figures().stream())
        .map(PostHogEventsTest::tupleOf)
        .toList();
  }

  private static org.assertj.core.groups.Tuple tupleOf(Figures row) {
    return tuple(
        row.topic(),
        row.read(),
        row.accepted(),
        row.duplicate(),
        row.conflicting(),
        row.rejectedTotal());
  }

  private static final String PROPERTIES =
      """
      {"$device_id":"d-1","order_id":"o-1","products":[{"product_id":"7","price":5}]}""";

  private static String inEnvelope(String id, String time) {
    String data =
        "{\"event\":\"Order Completed\",\"timestamp\":\"2026-11-20T%sZ\",\"properties\":%s}"
            .formatted(time, PROPERTIES);
    return """
        {"uuid":"%s","distinct_id":"u-1","now":"2026-11-20T12:00:00Z","data":%s}"""
        .formatted(id, quoted(data));
  }

  private static String enriched(String id, String time) {
    return """
        {"uuid":"%s","event":"Order Completed","distinct_id":"u-1","team_id":1,
         "timestamp":"2026-11-20 %s.000000","created_at":"2026-11-20 12:00:05.000","properties":%s}"""
        .formatted(id, time, quoted(PROPERTIES));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
