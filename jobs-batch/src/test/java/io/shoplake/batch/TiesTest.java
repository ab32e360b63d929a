package io.shoplake.batch;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Orders.ORDERS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Shops;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that do not name their device find the visitor that they belong to. */
class TiesTest {

  private static final String[] SESSION = {
    "visitor_id", "first_event_id || '-' || last_event_id", "events", "user_id"
  };

  /** The browser and the server of a shop send the same id for the same purchase. */
  private static final String BUY = "0193a5e0-0000-7000-8000-000000000001";

  private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");

  @TempDir Path folder;

  private Lake lake;
  private StreamWrites stream;

  @BeforeEach
  void createLake() {
    lake = TempLake.created(folder);
    lake.append(
        POSTHOG_EVENTS,
        Rows.of(
            POSTHOG_EVENTS,
            List.of(Rows.of(POSTHOG_EVENTS, Map.of("topic", POSTHOG_EVENTS.name())))),
        CommitNote.of("test", List.of()));
    stream = new StreamWrites(lake);
  }

  @Test
  void aPurchaseOfTheServerJoinsTheSessionOfTheBrowserThatIdentified() {
    write(device("d", "view", 0), server("u", BUY, 4, purchase()));
    restate();
    assertThat(sessions())
        .containsExactly("a:d view-view 1 null", "a:u %1$s-%1$s 1 null".formatted(BUY));

    // The browser tells of the purchase too, but that it is the same one shows only with the tie.
    write(
        device("d", BUY, 5, purchase()),
        tie(device("d", "login", 2, Map.of("user_id", "u")), "u", "d"));
    restate();
    assertThat(sessions()).containsExactly("a:d view-%s 3 u".formatted(BUY));
    assertThat(values(EVENTS, "event_id", "visitor_id", "anonymous_id", "user_id"))
        .containsExactly(BUY + " a:d d u", "login a:d d u", "view a:d d null");
    assertThat(values(ORDERS, "order_id", "visitor_id", "customer_id")).containsExactly("o a:d u");
    assertThat(values(LEDGER, "query", "accepted", "duplicate"))
        .containsExactly("events@1 2 0", "events@1 2 0", "restate -1 1");

    // The stream knows nothing of it, and goes on with the visitor it has.
    write(server("u", "later", 6, Map.of()), device("d", "last", 8));
    restate();
    assertThat(sessions()).containsExactly("a:d view-last 5 u");
    assertThat(accepted()).isEqualTo(lake.read(EVENTS).count());

    List<Long> versions = versions();
    restate();
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  void theLatestTieBeforeAnEventCountsElseTheEarliestAfterItAndTheLastOfAChain() {
    write(
        tie(device("d1", "t1", 10), "u", "d1"),
        tie(device("d2", "t2", 20), "u", "d2"),
        server("u", "before", 5, Map.of()),
        server("u", "at", 10, Map.of()),
        server("u", "between", 15, Map.of()),
        server("u", "after", 25, Map.of()),
        tie(device("d1", "t1", 30, Map.of("user_id", "u")), "u", "d1"),
        server("u", "afterCopy", 35, Map.of("user_id", "u")),
        server("u", "named", 35, isIdentified("v")),
        tie(server("n", "t3", 12, Map.of("user_id", "w")), "w", "n"),
        tie(device("d3", "t4", 13), "n", "d3"),
        server("w", "chained", 1, Map.of()),
        tie(server("y", "t5", 3, Map.of("user_id", "x")), "x", "y"),
        tie(server("x", "t6", 4, Map.of("user_id", "y")), "y", "x"),
        server("y", "circled", 9, Map.of()),
        server("z", "untied", 9, Map.of()));

    assertThat(Copies.delete(lake, -1)).isEqualTo(1);
    assertThat(Ties.settle(lake, -1)).isEqualTo(10);
    assertThat(Ties.settle(lake, -1)).isZero();

    assertThat(values(EVENTS, "event_id", "visitor_id || coalesce(' ' || user_id, '')"))
        .containsExactly(
            "after a:d2",
            "afterCopy a:d2",
            "at a:d1",
            "before a:d1",
            "between a:d1",
            "chained a:d3 w",
            "circled a:x y",
            "named a:d2 v",
            "t1 a:d1",
            "t2 a:d2",
            "t3 a:d3 w",
            "t4 a:d3",
            "t5 a:x x",
            "t6 a:x y",
            "untied a:z");
  }

  @Test
  void theSetOfEventsDecidesWhateverTheirOrderAndBatches() {
    Random random = new Random(20_261_102);
    List<Map<String, Object>> arrivals = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      arrivals.addAll(arrivals(random, "e%02d".formatted(i)));
    }
    Collections.shuffle(arrivals, random);
    write(arrivals.subList(0, 15));
    restate();
    write(arrivals.subList(15, arrivals.size()));
    restate();

    assertThat(values(EVENTS, "event_id", "visitor_id", "user_id"))
        .isEqualTo(bySimpleRule(arrivals));
    assertThat(sessions())
        .isEqualTo(values(SessionRemake.sessions(lake.read(EVENTS), Shops.DEFAULT), SESSION));
  }

  /** An event of anybody; some of those that tie arrive again with another time. */
  private static List<Map<String, Object>> arrivals(Random random, String id) {
    int minute = random.nextInt(300);
    String user = "u" + random.nextInt(4);
    String device = "d" + random.nextInt(4);
    switch (random.nextInt(4)) {
      case 0:
        return List.of(device(device, id, minute));
      case 1:
        if (random.nextInt(3) == 0) {
          String other = "u" + random.nextInt(4);
          return List.of(tie(server(other, id, minute, Map.of("user_id", user)), user, other));
        }
        return Stream.of(minute, minute, random.nextInt(300))
            .distinct()
            .map(at -> tie(device(device, id, at, Map.of("user_id", user)), user, device))
            .toList();
      default:
        return List.of(server(user, id, minute, Map.of()));
    }
  }

  /** The rule of the documentation, one event after the other. */
  private static List<String> bySimpleRule(List<Map<String, Object>> arrivals) {
    Map<Object, Map<String, Object>> accepted = new TreeMap<>();
    arrivals.forEach(event -> accepted.putIfAbsent(event.get("event_id"), event));
    List<Map<String, Object>> events = List.copyOf(accepted.values());
    return events.stream()
        .map(
            event ->
                "%s a:%s %s"
                    .formatted(event.get("event_id"), visitor(event, events), user(event, events)))
        .toList();
  }

  private static Object user(Map<String, Object> event, List<Map<String, Object>> events) {
    Object id = event.get("distinct_id");
    boolean isPersons =
        events.stream()
            .filter(each -> each.get("ties") != null && each.get("user_id").equals(id))
            .anyMatch(each -> tieOf(each).getString(0).equals(id));
    return event.containsKey("user_id") ? event.get("user_id") : isPersons ? id : null;
  }

  private static String visitor(Map<String, Object> event, List<Map<String, Object>> events) {
    String id = (String) event.get("distinct_id");
    if (id == null) {
      return (String) event.get("anonymous_id");
    }
    List<String> path = new ArrayList<>();
    while (!path.contains(id)) {
      path.add(id);
      String from = id;
      List<Map<String, Object>> ties =
          events.stream()
              .filter(each -> each.get("ties") != null && tieOf(each).getString(0).equals(from))
              .sorted(
                  Comparator.comparing((Map<String, Object> each) -> time(each))
                      .thenComparing(each -> (String) each.get("event_id")))
              .toList();
      if (ties.isEmpty()) {
        return id;
      }
      Map<String, Object> tie = ties.get(0);
      for (Map<String, Object> each : ties) {
        tie = time(each).isAfter(time(event)) ? tie : each;
      }
      id = tieOf(tie).getString(1);
    }
    return Collections.min(path.subList(path.indexOf(id), path.size()));
  }

  private static Instant time(Map<String, Object> event) {
    return (Instant) event.get("event_time");
  }

  private static Row tieOf(Map<String, Object> event) {
    return (Row) ((List<?>) event.get("ties")).get(0);
  }

  @SafeVarargs
  private void write(Map<String, Object>... events) {
    stream.events(events);
  }

  @SuppressWarnings("unchecked")
  private void write(List<Map<String, Object>> events) {
    stream.events(events.toArray(Map[]::new));
  }

  private void restate() {
    RestateJob.restate(lake, Shops.DEFAULT, new PrintStream(PrintStream.nullOutputStream()));
  }

  private List<Long> versions() {
    return Stream.of(EVENTS, SESSIONS, ORDERS, LEDGER, LEDGER_DAYS).map(lake::version).toList();
  }

  private long accepted() {
    return lake.read(LEDGER_DAYS).selectExpr("sum(accepted)").first().getLong(0);
  }

  private List<String> sessions() {
    return values(SESSIONS, SESSION);
  }

  private List<String> values(Table table, String... columns) {
    return values(lake.read(table), columns);
  }

  private static List<String> values(Dataset<Row> rows, String... columns) {
    return rows.selectExpr(columns).collectAsList().stream()
        .map(row -> String.join(" ", values(row)))
        .sorted()
        .toList();
  }

  private static List<String> values(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      values.add(String.valueOf(row.get(i)));
    }
    return values;
  }

  /** An event of a device, at so many minutes. */
  private static Map<String, Object> device(String device, String id, int minute) {
    return device(device, id, minute, Map.of());
  }

  private static Map<String, Object> device(
      String device, String id, int minute, Map<String, Object> more) {
    Map<String, Object> event = new HashMap<>(Map.of("event_type", "page_view"));
    event.putAll(more);
    event.put("visitor_id", "a:" + device);
    event.put("anonymous_id", device);
    event.put("topic", POSTHOG_EVENTS.name());
    event.put("event_id", id);
    event.put("event_time", START.plusSeconds(60L * minute));
    return event;
  }

  /** An event that names no device. */
  private static Map<String, Object> server(
      String distinctId, String id, int minute, Map<String, Object> more) {
    Map<String, Object> event = device(distinctId, id, minute, more);
    event.put("distinct_id", distinctId);
    return event;
  }

  private static Map<String, Object> tie(
      Map<String, Object> event, String distinctId, String anonymousId) {
    event.put("event_type", "identify");
    event.put("properties", "{\"event\":\"$identify\"}");
    event.put("ties", Arrays.asList(RowFactory.create(distinctId, anonymousId)));
    return event;
  }

  private static Map<String, Object> isIdentified(String user) {
    return Map.of("user_id", user, "properties", "{\"$is_identified\":true}");
  }

  private static Map<String, Object> purchase() {
    return Map.of("event_type", "purchase", "order_id", "o", "order_total", BigDecimal.TEN);
  }
}
