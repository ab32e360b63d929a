package io.shoplake.batch;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.Schemas;
import io.shoplake.lake.SessionRows;
import io.shoplake.lake.SessionRows.EventReader;
import io.shoplake.lake.ShopDay;
import io.shoplake.sessions.Event;
import io.shoplake.sessions.Rules;
import io.shoplake.sessions.Session;
import io.shoplake.sessions.Sessionizer;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes to silver what the streams would write. */
final class StreamWrites {

  private final Lake lake;
  private final Map<String, List<Event>> seen = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private long batch = -1;
  private long offset;

  StreamWrites(Lake lake) {
    this.lake = lake;
  }

  /** One micro-batch of accepted events; late ones are in no revision. */
  @SafeVarargs
  final void events(Map<String, Object>... events) {
    batch++;
    List<Row> rows = Arrays.stream(events).map(this::row).toList();
    List<Row> revisions = revisions(rows);
    if (!revisions.isEmpty()) {
      lake.appendOnce(
          SESSION_REVISIONS,
          lake.spark().createDataFrame(revisions, Schemas.of(SESSION_REVISIONS)),
          CommitNote.ofBatch("events@1", batch, List.of()));
    }
    Map<ShopDay, Long> byDay =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> new ShopDay(row.getString(0), row.getDate(1).toLocalDate()),
                    TreeMap::new,
                    Collectors.counting()));
    List<DayFigures> days = new ArrayList<>();
    byDay.forEach((day, number) -> days.add(new DayFigures(day, number, 0, 0)));
    Figures figures =
        new Figures(
            "shop.events",
            0,
            offset - rows.size(),
            offset - 1,
            rows.size(),
            rows.size(),
            0,
            0,
            0,
            0,
            new TreeMap<>());
    lake.appendOnce(
        EVENTS,
        Rows.of(EVENTS, rows),
        CommitNote.ofBatch("events@1", batch, byDay.keySet()).withFigures(List.of(figures), days));
  }

  private Row row(Map<String, Object> event) {
    Map<String, Object> values = new HashMap<>(event);
    Instant time = (Instant) values.get("event_time");
    values.put("shop_id", "main");
    values.put("event_time", Timestamp.from(time));
    values.put("day", Date.valueOf(time.atOffset(ZoneOffset.UTC).toLocalDate()));
    values.putIfAbsent("topic", "shop.events");
    values.put("offset", offset++);
    values.put("batch", batch);
    return Rows.of(EVENTS, values);
  }

  private List<Row> revisions(List<Row> rows) {
    EventReader reader = new EventReader(Schemas.of(EVENTS));
    int isLate = EVENTS.fieldNames().indexOf("is_late");
    List<String> visitors = new ArrayList<>();
    for (Row row : rows) {
      if (!row.getBoolean(isLate)) {
        Event event = reader.event(row);
        seen.computeIfAbsent(event.visitorId(), visitor -> new ArrayList<>()).add(event);
        visitors.add(event.visitorId());
      }
    }
    List<Row> revisions = new ArrayList<>();
    for (String visitor : visitors.stream().distinct().toList()) {
      Map<String, Session> now = new HashMap<>();
      Sessionizer.sessions(Rules.DEFAULT, seen.get(visitor))
          .forEach(session -> now.put(session.sessionId(), session));
      now.values().forEach(session -> revisions.add(revision(session, false)));
      sessions.values().stream()
          .filter(session -> session.visitorId().equals(visitor))
          .filter(session -> !now.containsKey(session.sessionId()))
          .forEach(session -> revisions.add(revision(session, true)));
      sessions.values().removeIf(session -> session.visitorId().equals(visitor));
      sessions.putAll(now);
    }
    return revisions;
  }

  private Row revision(Session session, boolean isRemoved) {
    Row row = SessionRows.row(session, ZoneOffset.UTC);
    Object[] values = new Object[row.length() + 4];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    values[row.length()] = batch + 1;
    values[row.length() + 1] = isRemoved;
    values[row.length() + 2] = Timestamp.from(Instant.ofEpochSecond(1_700_000_000 + batch));
    values[row.length() + 3] = batch;
    return RowFactory.create(values);
  }

  /** One micro-batch of accepted order changes. */
  @SafeVarargs
  final void orderChanges(Map<String, Object>... changes) {
    batch++;
    List<Row> rows = Arrays.stream(changes).map(change -> Rows.of(ORDER_CHANGES, change)).toList();
    lake.appendOnce(
        ORDER_CHANGES,
        Rows.of(ORDER_CHANGES, rows),
        CommitNote.ofBatch("records@1", batch, List.of()));
  }
}
