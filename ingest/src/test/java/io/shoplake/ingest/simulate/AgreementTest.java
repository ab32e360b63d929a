package io.shoplake.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.Channels;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.ShopEvent;
import io.shoplake.parsing.Shops;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The truth against the messages, read as the product reads them. */
class AgreementTest {

  private static final Instant ARRIVAL =
      Messages.END.plusDays(5).atStartOfDay(ZoneOffset.UTC).toInstant();
  private static final long GAP_MICROS = Messages.MAIN.gap().toMillis() * 1000;

  private static final Map<String, Long> EVENT_REJECTS = new TreeMap<>();
  private static final Map<String, Long> ORDER_REJECTS = new TreeMap<>();
  private static final Map<List<String>, ShopEvent> EVENTS = new LinkedHashMap<>();
  private static final Map<String, OrderChange> CHANGES = new LinkedHashMap<>();
  private static long eventCopies;
  private static long conflictingEvents;
  private static long orderCopies;
  private static Map<String, List<Map<String, Object>>> tables;
  private static Map<String, Map<String, Object>> topics;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void simulateAndRead() {
    Messages messages = new Messages();
    Truth truth = messages.run(Messages.plan(11, Messages.MAIN, 3000));
    tables = (Map<String, List<Map<String, Object>>>) truth.content().get("tables");
    topics = (Map<String, Map<String, Object>>) truth.content().get("topics");
    Pseudonyms pseudonyms = Pseudonyms.forDevelopment();
    EventParser events = new EventParser(Shops.DEFAULT, pseudonyms, Limits.DEFAULT);
    OrderChangeParser orders = new OrderChangeParser(pseudonyms, Limits.DEFAULT);
    messages.values("shop.events").forEach(value -> keep(events.parse(value, ARRIVAL)));
    messages.values("shop.orders").forEach(value -> keepChange(orders.parse(value, ARRIVAL)));
  }

  private static void keep(Parsed<ShopEvent> parsed) {
    if (parsed instanceof Parsed.Rejected<ShopEvent> rejected) {
      EVENT_REJECTS.merge(rejected.reason(), 1L, Long::sum);
    } else if (parsed instanceof Parsed.Accepted<ShopEvent> accepted) {
      ShopEvent event = accepted.record();
      ShopEvent first = EVENTS.putIfAbsent(List.of(event.visitorId(), event.eventId()), event);
      if (first != null) {
        eventCopies++;
        conflictingEvents += first.contentHash() == event.contentHash() ? 0 : 1;
      }
    }
  }

  private static void keepChange(Parsed<OrderChange> parsed) {
    if (parsed instanceof Parsed.Rejected<OrderChange> rejected) {
      ORDER_REJECTS.merge(rejected.reason(), 1L, Long::sum);
    } else if (parsed instanceof Parsed.Accepted<OrderChange> accepted) {
      OrderChange change = accepted.record();
      orderCopies += CHANGES.putIfAbsent(change.changeId(), change) == null ? 0 : 1;
    }
  }

  @Test
  void everyMalformedMessageIsRejectedForTheReasonItClaims() {
    assertThat(EVENT_REJECTS).isEqualTo(topics.get("shop.events").get("rejected_by_reason"));
    assertThat(ORDER_REJECTS).isEqualTo(topics.get("shop.orders").get("rejected_by_reason"));
  }

  @Test
  void everyWayToBeMalformedOccurs() {
    assertThat(EVENT_REJECTS.keySet())
        .containsAll(Malformed.ofEvents().stream().map(Malformed::reason).toList());
    assertThat(ORDER_REJECTS.keySet())
        .containsAll(Malformed.ofOrders().stream().map(Malformed::reason).toList());
  }

  @Test
  void everyWayToBeMalformedOccursInAShopOfAFewVisitorsToo() {
    Messages few = new Messages();
    LedgerTruth ledger = few.run(Messages.plan(2, Messages.MAIN, 40)).ledger();
    assertThat(ledger.totals().get("rejected_events"))
        .isEqualTo((long) Malformed.ofEvents().size());
    assertThat(ledger.topics().get("shop.events").toString())
        .contains(Malformed.ofEvents().stream().map(Malformed::reason).toList());
  }

  @Test
  void everyOtherMessageIsAcceptedOrACopy() {
    Map<String, Object> events = topics.get("shop.events");
    assertThat(events.get("accepted")).isEqualTo((long) EVENTS.size());
    assertThat(events.get("duplicate")).isEqualTo(eventCopies);
    assertThat(events.get("conflicting")).isEqualTo(conflictingEvents);
    assertThat(topics.get("shop.orders").get("accepted")).isEqualTo((long) CHANGES.size());
    assertThat(topics.get("shop.orders").get("duplicate")).isEqualTo(orderCopies);
  }

  @Test
  void programsAndWrongClocksAreRecognized() {
    assertThat(EVENTS.values().stream().filter(ShopEvent::isBot).count())
        .isEqualTo(topics.get("shop.events").get("bot"));
    assertThat(EVENTS.values().stream().filter(event -> event.originalEventTime() != null).count())
        .isEqualTo(topics.get("shop.events").get("clock_corrected"));
    assertThat(EVENTS.values()).anyMatch(ShopEvent::isClockSuspect);
  }

  @Test
  void sessionsCutByThePauseAreThoseThatWereSimulated() {
    Map<String, Long> sessions = new TreeMap<>();
    Map<String, Long> seconds = new TreeMap<>();
    for (List<ShopEvent> session : sessions()) {
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
    for (List<ShopEvent> visitor : visitors()) {
      for (int index = 1; index < visitor.size(); index++) {
        pauses.add(visitor.get(index).eventTime() - visitor.get(index - 1).eventTime());
      }
    }
    assertThat(pauses).contains(GAP_MICROS, GAP_MICROS + 1000);
  }

  @Test
  void devicesAndChannelsAreThoseThatWereSimulated() {
    Map<List<Object>, Long> found = new HashMap<>();
    for (List<ShopEvent> session : sessions()) {
      found.merge(List.of(session.get(0).device(), channel(session)), 1L, Long::sum);
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
    for (List<ShopEvent> session : sessions()) {
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

  private static String channel(List<ShopEvent> session) {
    for (ShopEvent event : session) {
      if (event.campaignSource() != null || event.campaignClickId() != null) {
        return Channels.of(
            event.campaignSource(),
            event.campaignMedium(),
            event.campaignClickId(),
            event.pageReferrer(),
            host(event));
      }
    }
    for (ShopEvent event : session) {
      String channel = Channels.of(null, null, null, event.pageReferrer(), host(event));
      if (!channel.equals("Direct")) {
        return channel;
      }
    }
    return "Direct";
  }

  private static String host(ShopEvent event) {
    return event.pageUrl() == null ? null : URI.create(event.pageUrl()).getHost();
  }

  private static List<List<ShopEvent>> sessions() {
    List<List<ShopEvent>> sessions = new ArrayList<>();
    for (List<ShopEvent> visitor : visitors()) {
      List<ShopEvent> session = new ArrayList<>();
      for (ShopEvent event : visitor) {
        if (!session.isEmpty()
            && event.eventTime() - session.get(session.size() - 1).eventTime() > GAP_MICROS) {
          sessions.add(session);
          session = new ArrayList<>();
        }
        session.add(event);
      }
      sessions.add(session);
    }
    return sessions;
  }

  /** The events of each person, in time order. */
  private static Iterable<List<ShopEvent>> visitors() {
    Map<String, List<ShopEvent>> visitors = new TreeMap<>();
    EVENTS.values().stream()
        .filter(event -> !event.isBot())
        .sorted(Comparator.comparingLong(ShopEvent::eventTime).thenComparing(ShopEvent::eventId))
        .forEach(
            event ->
                visitors.computeIfAbsent(event.visitorId(), fresh -> new ArrayList<>()).add(event));
    return visitors.values();
  }

  private static List<Long> column(String table, String measure) {
    return tables.get(table).stream().map(row -> (Long) row.get(measure)).toList();
  }
}
