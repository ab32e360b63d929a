package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.LocalSpark;
import io.shoplake.sessions.Event;
import io.shoplake.sessions.Rules;
import io.shoplake.sessions.Session;
import io.shoplake.sessions.Sessionizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The engine and a page of SQL must mean the same by a session. */
class SessionsAgainstSqlTest {

  private static final long MINUTE = 60_000_000L;
  private static final int VISITORS = 3_000;

  /** Sessions by the gap alone; the generated visits never last a day. */
  private static final String SQL =
      """
      WITH once AS (
        SELECT visitor_id, event_id, min(time) AS time, min(type) AS type
        FROM raw_events
        GROUP BY visitor_id, event_id
      ),
      begun AS (
        SELECT
          *,
          CASE WHEN time - lag(time) OVER visits <= 30 * 60000000L THEN 0 ELSE 1 END AS begins
        FROM once
        WINDOW visits AS (PARTITION BY visitor_id ORDER BY time, event_id)
      ),
      numbered AS (
        SELECT *, sum(begins) OVER (PARTITION BY visitor_id ORDER BY time, event_id) AS number
        FROM begun
      )
      SELECT
        visitor_id,
        min_by(event_id, struct(time, event_id)) AS first_event_id,
        max_by(event_id, struct(time, event_id)) AS last_event_id,
        min(time) AS started_at,
        max(time) AS ended_at,
        count(*) AS events,
        count_if(type = 'page_view') AS page_views,
        count_if(type = 'purchase') AS purchases
      FROM numbered
      GROUP BY visitor_id, number
      """;

  @Test
  void theEngineAndSqlFindTheSameSessions() {
    List<Event> events = events(new Random(20));
    assertThat(events).hasSizeGreaterThan(30_000);

    List<String> byEngine =
        events.stream().collect(Collectors.groupingBy(Event::visitorId)).values().stream()
            .flatMap(ofOne -> Sessionizer.sessions(Rules.DEFAULT, ofOne).stream())
            .map(SessionsAgainstSqlTest::line)
            .toList();
    List<String> bySql =
        bySql(events).stream().map(row -> row.mkString(" ")).collect(Collectors.toList());

    assertThat(byEngine).containsExactlyInAnyOrderElementsOf(bySql);
  }

  private static String line(Session session) {
    Map<String, Long> types = session.eventsByType();
    return "%s %s %s %d %d %d %d %d"
        .formatted(
            session.visitorId(),
            session.firstEventId(),
            session.lastEventId(),
            session.startedAt(),
            session.endedAt(),
            session.events(),
            session.pageViews(),
            types.getOrDefault("purchase", 0L));
  }

  private static List<Row> bySql(List<Event> events) {
    SparkSession spark = LocalSpark.session();
    StructType type =
        new StructType()
            .add("visitor_id", DataTypes.StringType)
            .add("event_id", DataTypes.StringType)
            .add("time", DataTypes.LongType)
            .add("type", DataTypes.StringType);
    Dataset<Row> rows =
        spark.createDataFrame(
            events.stream()
                .map(
                    event ->
                        RowFactory.create(
                            event.visitorId(), event.eventId(), event.time(), event.type()))
                .toList(),
            type);
    rows.createOrReplaceTempView("raw_events");
    try {
      return spark.sql(SQL).collectAsList();
    } finally {
      spark.catalog().dropTempView("raw_events");
    }
  }

  /** Visits of some minutes to hours, with pauses of exactly the gap, ties and duplicates. */
  private static List<Event> events(Random random) {
    List<String> types = List.of("page_view", "view_item", "add_to_cart", "purchase");
    List<Event> events = new ArrayList<>();
    for (int visitor = 0; visitor < VISITORS; visitor++) {
      long time = random.nextInt(10_000) * MINUTE;
      int count = 1 + random.nextInt(24);
      for (int i = 0; i < count; i++) {
        Event event = event("a:" + visitor, "e" + i, time, types.get(random.nextInt(types.size())));
        events.add(event);
        if (random.nextInt(10) == 0) {
          events.add(event);
        }
        time +=
            switch (random.nextInt(6)) {
              case 0 -> 30 * MINUTE;
              case 1 -> 30 * MINUTE + 1;
              case 2 -> 0;
              case 3 -> random.nextLong(300 * MINUTE);
              default -> random.nextLong(20 * MINUTE);
            };
      }
    }
    Collections.shuffle(events, random);
    return events;
  }

  private static Event event(String visitorId, String eventId, long time, String type) {
    return new Event(
        "main", visitorId, eventId, 0, time, type, null, null, null, null, null, null, null, null,
        null, null, null, null, false);
  }
}
