package io.shoplake.batch;

import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Orders.ORDERS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Shops;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestateJobTest {

  @TempDir Path folder;

  private Lake lake;
  private StreamWrites stream;

  @BeforeEach
  void createLake() {
    lake = TempLake.created(folder);
    stream = new StreamWrites(lake);
  }

  @Test
  void theLatestRevisionOfASessionStands() {
    stream.events(view("ann", "1", "02T10:00"), view("bob", "1", "02T10:00"));
    fold();
    stream.events(view("ann", "2", "02T10:10"), view("ann", "3", "02T11:00"));
    fold();

    assertThat(sessions()).containsExactly("ann 1-2 (2)", "ann 3-3 (1)", "bob 1-1 (1)");
    assertThat(lastTouched(SESSIONS)).containsExactly(day(2));
  }

  @Test
  void aSessionThatMergedIntoAnotherGoes() {
    stream.events(view("ann", "1", "02T10:00"), view("ann", "3", "02T10:50"));
    fold();
    assertThat(sessions()).containsExactly("ann 1-1 (1)", "ann 3-3 (1)");
    stream.events(view("ann", "2", "02T10:25"));
    fold();

    assertThat(sessions()).containsExactly("ann 1-3 (3)");
  }

  @Test
  void aVisitorWithALateEventIsMadeAnewAndStaysRight() {
    stream.events(view("ann", "1", "01T23:50"), view("ann", "3", "02T00:50"));
    fold();
    stream.events(late("ann", "2", "02T00:20"));
    fold();
    assertThat(sessions()).containsExactly("ann 1-3 (3)");
    assertThat(lastTouched(SESSIONS)).containsExactly(day(1), day(2));

    // The stream does not know of the late event when it revises the visitor.
    stream.events(view("ann", "4", "02T01:00"));
    fold();
    assertThat(sessions()).containsExactly("ann 1-4 (4)");
  }

  @Test
  void aCopyWithAnotherTimeIsDeletedAndTakenBackInTheLedger() {
    stream.events(view("ann", "1", "02T10:00"), view("ann", "2", "02T10:05"));
    restate();
    stream.events(view("ann", "1", "05T10:00"), view("bob", "1", "05T10:00"));
    restate();

    assertThat(sessions()).containsExactly("ann 1-2 (2)", "bob 1-1 (1)");
    assertThat(lake.read(EVENTS).count()).isEqualTo(3);
    assertThat(rows(LEDGER, "query", "accepted", "duplicate"))
        .containsExactlyInAnyOrder(
            tuple("events@1", 2L, 0L), tuple("events@1", 2L, 0L), tuple("restate", -1L, 1L));
    assertThat(lake.read(LEDGER_DAYS).groupBy("day").sum("accepted", "duplicate").collectAsList())
        .extracting(row -> tuple(row.getDate(0).toString(), row.getLong(1), row.getLong(2)))
        .containsExactlyInAnyOrder(tuple("2026-11-02", 2L, 0L), tuple("2026-11-05", 1L, 1L));
  }

  @Test
  void anOrderIsMadeAnewWhenAChangeComesAndItsOldAndNewDaysAreTouched() {
    stream.orderChanges(change("c1", "o1", 2));
    stream.events(purchase("ann", "1", "03T10:00", "o2"));
    orders();
    assertThat(rows(ORDERS, "order_id", "origin"))
        .containsExactlyInAnyOrder(tuple("o1", "order_system"), tuple("o2", "tracked"));

    Map<String, Object> correction = change("c2", "o1", 5);
    correction.put("placed_at", instant(1));
    stream.orderChanges(correction);
    orders();
    assertThat(rows(ORDERS, "order_id", "day"))
        .contains(tuple("o1", java.sql.Date.valueOf("2026-11-01")));
    assertThat(lastTouched(ORDERS)).containsExactly(day(1), day(2));
  }

  @Test
  void anOrderOfADeletedCopyGoesAndItsSessionIsNoLongerConverted() {
    stream.events(purchase("ann", "1", "02T10:00", "o1"));
    restate();
    stream.events(purchase("ann", "1", "05T10:00", "o2"));
    restate();

    assertThat(rows(ORDERS, "order_id", "converting_event_id")).containsExactly(tuple("o1", "1"));
  }

  @Test
  void theDayOnWhichTheConvertingSessionStartedIsTouched() {
    stream.events(view("ann", "1", "02T23:50"), purchase("ann", "2", "03T00:10", "o1"));
    fold();
    orders();
    stream.orderChanges(change("c1", "o1", 4));
    orders();

    assertThat(lastTouched(ORDERS)).containsExactly(day(2), day(3), day(4));
  }

  @Test
  void besideAStreamThatIsNeverStillItEndsAndTheNextOnePutsTheRestRight() {
    stream.events(view("ann", "1", "02T10:00"), view("ann", "1", "02T10:01"));
    AtomicInteger corrections = new AtomicInteger();
    // Whenever copies are gone there is another one.
    PrintStream messages =
        new PrintStream(PrintStream.nullOutputStream()) {
          @Override
          public PrintStream printf(String format, Object... values) {
            if (corrections.incrementAndGet() < 6) {
              stream.events(view("ann", "1", "02T10:1" + corrections));
            }
            return this;
          }
        };
    RestateJob.restate(lake, Shops.DEFAULT, messages);
    assertThat(corrections).hasValue(3);

    restate();
    assertThat(sessions()).containsExactly("ann 1-1 (1)");
    assertThat(lake.read(EVENTS).count()).isEqualTo(1);
  }

  @Test
  void nothingNewCommitsNothing() {
    stream.events(view("ann", "1", "02T10:00"), late("bob", "1", "01T10:00"));
    stream.orderChanges(change("c1", "o1", 2));
    restate();
    List<Long> versions = versions();
    restate();

    assertThat(versions()).isEqualTo(versions);
  }

  private List<Long> versions() {
    return List.of(SESSIONS, ORDERS, EVENTS, LEDGER, LEDGER_DAYS).stream()
        .map(lake::version)
        .toList();
  }

  private void restate() {
    RestateJob.restate(lake, Shops.DEFAULT, new PrintStream(PrintStream.nullOutputStream()));
  }

  private void fold() {
    SessionFold.fold(lake, Shops.DEFAULT, SessionFold.Settled.of(lake), lake.version(EVENTS));
  }

  private void orders() {
    OrderRestatement.of(lake, Shops.DEFAULT).commit();
  }

  private List<String> sessions() {
    return lake
        .read(SESSIONS)
        .selectExpr(
            "concat(visitor_id, ' ', first_event_id, '-', last_event_id, ' (', events, ')') AS said")
        .orderBy("said")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private List<ShopDay> lastTouched(Table table) {
    return lake.notesSince(table, lake.version(table) - 1).get(0).note().touched();
  }

  private List<org.assertj.core.groups.Tuple> rows(Table table, String... columns) {
    return lake.read(table).selectExpr(columns).collectAsList().stream()
        .map(RestateJobTest::tupleOf)
        .toList();
  }

  private static org.assertj.core.groups.Tuple tupleOf(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return tuple(values);
  }

  private static ShopDay day(int day) {
    return new ShopDay("main", LocalDate.of(2026, 11, day));
  }

  private static Map<String, Object> view(String visitor, String id, String time) {
    return event(visitor, id, time, Map.of("event_type", "page_view"));
  }

  private static Map<String, Object> late(String visitor, String id, String time) {
    return event(visitor, id, time, Map.of("event_type", "page_view", "is_late", true));
  }

  private static Map<String, Object> purchase(
      String visitor, String id, String time, String order) {
    return event(
        visitor,
        id,
        time,
        Map.of("event_type", "purchase", "order_total", BigDecimal.valueOf(5), "order_id", order));
  }

  private static Map<String, Object> event(
      String visitor, String id, String time, Map<String, Object> more) {
    Map<String, Object> event = new HashMap<>(more);
    event.put("visitor_id", visitor);
    event.put("event_id", id);
    event.put("event_time", Instant.parse("2026-11-%s:00Z".formatted(time)));
    return event;
  }

  private static Map<String, Object> change(String id, String order, int day) {
    Map<String, Object> change = new HashMap<>();
    change.put("shop_id", "main");
    change.put("change_id", id);
    change.put("order_id", order);
    change.put("changed_at", instant(day));
    change.put("total", BigDecimal.TEN);
    return change;
  }

  private static Timestamp instant(int day) {
    return Timestamp.from(Instant.parse("2026-11-%02dT10:00:00Z".formatted(day)));
  }
}
