package io.shoplake.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.ShopEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth against the messages, read as the product reads them. */
class AgreementTest {

  private static final long GAP_MICROS = Messages.MAIN.gap().toMillis() * 1000;

  private static Received received;
  private static Map<String, List<Map<String, Object>>> tables;
  private static Map<String, Map<String, Object>> topics;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void simulateAndRead() {
    Messages messages = new Messages();
    Truth truth = messages.run(Messages.plan(11, Messages.MAIN, 3000));
    tables = (Map<String, List<Map<String, Object>>>) truth.content().get("tables");
    topics = (Map<String, Map<String, Object>>) truth.content().get("topics");
    received = new Received(messages, Messages.MAIN.gap());
  }

  @Test
  void everyMalformedMessageIsRejectedForTheReasonItClaims() {
    assertThat(received.rejects.keySet()).isEqualTo(topics.keySet());
    received.rejects.forEach(
        (topic, reasons) ->
            assertThat(reasons).as(topic).isEqualTo(topics.get(topic).get("rejected_by_reason")));
  }

  @ParameterizedTest
  @CsvSource({
    "shop.events, EVENT",
    "shop.orders, ORDER",
    "shop.products, PRODUCT",
    "shop.customers, CUSTOMER"
  })
  void everyWayToBeMalformedOccurs(String topic, Malformed.Kind kind) {
    assertThat(received.rejects.get(topic).keySet()).containsAll(reasons(kind));
  }

  @Test
  void everyWayToBeMalformedOccursInAShopOfAFewVisitorsToo() {
    Messages few = new Messages();
    LedgerTruth ledger = few.run(Messages.plan(2, Messages.MAIN, 40)).ledger();
    assertThat(ledger.totals().get("rejected_events"))
        .isEqualTo((long) Malformed.of(Malformed.Kind.EVENT).size());
    assertThat(ledger.topics().get("shop.events").toString())
        .contains(reasons(Malformed.Kind.EVENT));
  }

  private static List<String> reasons(Malformed.Kind kind) {
    return Malformed.of(kind).stream().map(Malformed::reason).toList();
  }

  @Test
  void everyOtherMessageIsAcceptedOrACopy() {
    Map<String, Object> events = topics.get("shop.events");
    assertThat(events.get("accepted")).isEqualTo((long) received.events.size());
    assertThat(events.get("duplicate")).isEqualTo(received.eventCopies);
    assertThat(events.get("conflicting")).isEqualTo(received.conflictingEvents);
    assertThat(topics.get("shop.orders").get("accepted")).isEqualTo((long) received.changes.size());
    assertThat(topics.get("shop.orders").get("duplicate")).isEqualTo(received.orderCopies);
  }

  @Test
  void programsAndWrongClocksAreRecognized() {
    assertThat(received.events.values().stream().filter(ShopEvent::isBot).count())
        .isEqualTo(topics.get("shop.events").get("bot"));
    assertThat(
            received.events.values().stream()
                .filter(event -> event.originalEventTime() != null)
                .count())
        .isEqualTo(topics.get("shop.events").get("clock_corrected"));
    assertThat(received.events.values()).anyMatch(ShopEvent::isClockSuspect);
  }

  @Test
  void sessionsCutByThePauseAreThoseThatWereSimulated() {
    Map<String, Long> sessions = new TreeMap<>();
    Map<String, Long> seconds = new TreeMap<>();
    for (List<ShopEvent> session : received.sessions()) {
      String day = session.get(0).day() + "";
      sessions.merge(day, 1L, Long::sum);
      long lasted = session.get(session.size() - 1).eventTime() - session.get(0).eventTime();
      seconds.merge(day, lasted / 1_000_000, Long::sum);
    }
    assertThat(sessions.values()).containsExactlyElementsOf(column("daily_activity", "sessions"));
    assertThat(seconds.values())
        .containsExactlyElementsOf(column("daily_activity", "session_seconds"));
  }

  @Test
  void pausesOfExactlyTheGapOccurAndDoNotCut() {
    List<Long> pauses = new ArrayList<>();
    for (List<ShopEvent> visitor : received.visitors()) {
      for (int index = 1; index < visitor.size(); index++) {
        pauses.add(visitor.get(index).eventTime() - visitor.get(index - 1).eventTime());
      }
    }
    assertThat(pauses).contains(GAP_MICROS, GAP_MICROS + 1000);
  }

  @Test
  void devicesAndChannelsAreThoseThatWereSimulated() {
    Map<List<Object>, Long> found = new HashMap<>();
    for (List<ShopEvent> session : received.sessions()) {
      found.merge(List.of(session.get(0).device(), Received.channel(session)), 1L, Long::sum);
    }
    Map<List<Object>, Long> simulated = new HashMap<>();
    for (Map<String, Object> row : tables.get("daily_funnel")) {
      if (row.get("step").equals("visit")) {
        simulated.merge(
            List.of(row.get("device"), row.get("channel")), (Long) row.get("sessions"), Long::sum);
      }
    }
    assertThat(found).isEqualTo(simulated);
    assertThat(found.keySet()).extracting(key -> key.get(1)).contains("Unassigned", "Paid Social");
  }

  @Test
  void stepsOfTheFunnelAreThoseThatTheEventsReach() {
    Map<String, Long> reached = new TreeMap<>();
    Map<String, Long> ever = new TreeMap<>();
    for (List<ShopEvent> session : received.sessions()) {
      long after = session.get(0).eventTime();
      boolean inOrder = true;
      for (String step : Messages.MAIN.funnel()) {
        long notBefore = after;
        List<Long> moments =
            session.stream()
                .filter(event -> step.equals("visit") || event.eventType().equals(step))
                .map(ShopEvent::eventTime)
                .toList();
        List<Long> inTime = moments.stream().filter(moment -> moment >= notBefore).toList();
        inOrder = inOrder && !inTime.isEmpty();
        after = inOrder ? inTime.get(0) : after;
        reached.merge(step, inOrder ? 1L : 0L, Long::sum);
        ever.merge(step, moments.isEmpty() ? 0L : 1L, Long::sum);
      }
    }
    assertThat(funnel("sessions")).isEqualTo(reached);
    assertThat(funnel("sessions_ever")).isEqualTo(ever);
    assertThat(ever.get("purchase")).isGreaterThan(reached.get("purchase"));
  }

  private static Map<String, Long> funnel(String measure) {
    Map<String, Long> steps = new TreeMap<>();
    for (Map<String, Object> row : tables.get("daily_funnel")) {
      steps.merge((String) row.get("step"), (Long) row.get(measure), Long::sum);
    }
    return steps;
  }

  private static List<Long> column(String table, String measure) {
    return tables.get(table).stream().map(row -> (Long) row.get(measure)).toList();
  }
}
