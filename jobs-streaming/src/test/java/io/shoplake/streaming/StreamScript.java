package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_CUSTOMERS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_EVENTS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_ORDERS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_PRODUCTS;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Table;
import io.shoplake.parsing.MarkedReject;
import io.shoplake.parsing.ParsingOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A lake whose bronze tables are filled by hand, one commit per batch of the streams. */
final class StreamScript {

  /** When every message arrives unless said otherwise. */
  static final Instant ARRIVAL = Instant.parse("2026-11-20T12:00:00Z");

  private final Lake lake;
  private final Map<String, Long> offsets = new HashMap<>();
  private ParsingOptions parsing = new ParsingOptions();
  private final EventsJob.Settings settings = new EventsJob.Settings();

  private StreamScript(Lake lake) {
    this.lake = lake;
  }

  static StreamScript in(Path folder) {
    return at(TempLake.created(folder));
  }

  /** A script on a lake that exists; offsets of new messages begin at 0. */
  static StreamScript at(Lake lake) {
    StreamScript script = new StreamScript(lake);
    script.settings.buckets = 4;
    return script;
  }

  Lake lake() {
    return lake;
  }

  EventsJob.Settings settings() {
    return settings;
  }

  /** From now on with the shop file {@code file}. */
  StreamScript shops(Path file) {
    parsing = ParsingOptions.with(file);
    return this;
  }

  /** From now on with these secrets. */
  StreamScript environment(Map<String, String> environment) {
    parsing.withEnvironment(environment);
    return this;
  }

  /** Messages of shop.events that bronze gets in one commit. */
  StreamScript bronze(String... values) {
    return bronze(SHOP_EVENTS, 0, ARRIVAL, values);
  }

  StreamScript bronzeAt(String arrival, String... values) {
    return bronze(SHOP_EVENTS, 0, Instant.parse(arrival), values);
  }

  StreamScript bronze(Table table, int partition, Instant arrival, String... values) {
    List<Row> rows = new ArrayList<>();
    for (String value : values) {
      rows.add(row(table, partition, arrival, value.getBytes(StandardCharsets.UTF_8), List.of()));
    }
    lake.append(table, Rows.of(table, rows), CommitNote.of("test", List.of()));
    return this;
  }

  /** Bytes that their sender could make no message of, in one commit. */
  StreamScript marked(Table table, MarkedReject mark, String value) {
    List<Row> headers = new ArrayList<>();
    mark.headers().forEach((name, text) -> headers.add(RowFactory.create(name, text)));
    Row row = row(table, 0, ARRIVAL, value.getBytes(StandardCharsets.UTF_8), headers);
    lake.append(table, Rows.of(table, List.of(row)), CommitNote.of("test", List.of()));
    return this;
  }

  private Row row(Table table, int partition, Instant arrival, byte[] value, List<Row> headers) {
    String topic = table.name().replace('_', '.');
    long offset = offsets.merge(topic + partition, 1L, Long::sum) - 1;
    return Rows.of(
        table,
        Map.of(
            "topic", topic,
            "partition", partition,
            "offset", offset,
            "value", value,
            "headers", headers,
            "kafka_time", Timestamp.from(arrival)));
  }

  /** Runs the events query over what is new in bronze, one commit of bronze per batch. */
  StreamScript events() {
    run(run -> EventsJob.start(run, parsing, settings));
    return this;
  }

  /** Runs the records query over what is new in bronze. */
  StreamScript records() {
    run(run -> RecordsJob.start(run, parsing));
    return this;
  }

  StreamScript orders(String... values) {
    return bronze(SHOP_ORDERS, 0, ARRIVAL, values);
  }

  StreamScript products(String... values) {
    return bronze(SHOP_PRODUCTS, 0, ARRIVAL, values);
  }

  StreamScript customers(String... values) {
    return bronze(SHOP_CUSTOMERS, 0, ARRIVAL, values);
  }

  private void run(Function<Run, StreamingQuery> start) {
    Stop stop = new Stop();
    BatchLog log = BatchLog.attachedTo(lake.spark());
    try {
      Queries.await(List.of(start.apply(new Run(lake, StreamOptions.once(), stop, log))), stop);
    } finally {
      log.detach();
    }
  }

  /** The figures of all batches together that the commits of {@code table} carry. */
  List<CommitNote> notes(Table table) {
    return lake.notesSince(table, 0).stream().map(Lake.Noted::note).toList();
  }

  /** The values of columns, or of expressions on them, as text, sorted. */
  List<String> values(Table table, String... columns) {
    return lake.read(table).selectExpr(columns).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }

  /** An event of {@code visitor} on 2026-11-20. */
  static String event(String visitor, String id, String time, String type) {
    return """
        {"event_id": "%s", "event_type": "%s", "event_time": "2026-11-20T%sZ", "anonymous_id": "%s"}\
        """
        .formatted(id, type, time, visitor);
  }

  static String view(String visitor, String id, String time) {
    return event(visitor, id, time, "page_view");
  }
}
