package io.shoplake.ingest.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.Waiting;
import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.DeniedColumns;
import io.shoplake.ingest.extract.RowChange;
import io.shoplake.ingest.extract.RowChange.Kind;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.extract.RowStore;
import io.shoplake.ingest.extract.SourceTable;
import io.shoplake.ingest.extract.SourceTables;
import io.shoplake.ingest.template.BadRowException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Brings the changes that Debezium has written to topics to a delivery. */
public final class DebeziumExtraction {

  private static final int MOST_CHANGES = 1000;

  /** What Debezium writes for a long value that was not changed, as text and as bytes. */
  private static final Set<String> NOT_SAID =
      Set.of("__debezium_unavailable_value", "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==");

  private final SourceTables tables;
  private final RowStore store;
  private final Delivery delivery;
  private final ChangeTopics topics;
  private final Waiting waiting;
  private final Consumer<String> progress;

  private final List<RowChange> changes = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final Map<String, String> reached = new HashMap<>();
  private final Set<List<String>> others = new HashSet<>();
  private long letters;

  /**
   * An extraction of {@code topics}.
   *
   * @param progress told how far it is
   */
  public DebeziumExtraction(
      SourceTables tables,
      RowStore store,
      Delivery delivery,
      ChangeTopics topics,
      Waiting waiting,
      Consumer<String> progress) {
    this.tables = tables;
    this.store = store;
    this.delivery = delivery;
    this.topics = topics;
    this.waiting = waiting;
    this.progress = progress;
  }

  /**
   * Reads on from where it stopped the last time.
   *
   * @param isEndless whether to wait for more at the end
   * @throws Waiting.Stopped if the command was asked to stop; what was sent is remembered
   */
  public void run(boolean isEndless) {
    topics.begin(store, delivery::bad);
    boolean isComposed = false;
    boolean isNew = true;
    while (isEndless || !topics.atEnd() || !isComposed) {
      waiting.check();
      List<ConsumerRecord<byte[], byte[]>> records = topics.next();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        take(record);
      }
      isNew |= !records.isEmpty();
      if (!records.isEmpty()) {
        send();
      }
      // An order and its lines come one after the other: nothing is said in the midst of them.
      isComposed = topics.atEnd();
      if (isComposed && isNew) {
        delivery.compose();
        topics.commit();
        isNew = false;
      }
      progress.accept("%,d changes".formatted(delivery.tally().seen()));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      Optional<ChangeMessage> message = ChangeMessage.read(record);
      if (message.isPresent()) {
        take(message.get());
      }
    } catch (BadRowException e) {
      delivery.bad(
          "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset()),
          e.getMessage());
    }
    reached.put(ChangeTopics.progressOf(record), String.valueOf(record.offset() + 1));
  }

  private void take(ChangeMessage message) throws BadRowException {
    Optional<SourceTable> found = tables.tables().stream().filter(message::concerns).findFirst();
    if (found.isEmpty()) {
      if (!message.operation().equals("m") && others.add(message.tableName())) {
        delivery.bad(
            String.join(".", message.tableName()),
            "the tables file does not name this table; its changes are left out");
      }
      return;
    }
    SourceTable table = found.get();
    switch (message.operation()) {
      case "c", "r", "u" -> present(table, message);
      case "d" -> gone(table, message);
      case "t" -> truncated(table, message);
      default ->
          throw new BadRowException("its op", message.operation(), "none of c, r, u, d and t");
    }
  }

  private void present(SourceTable table, ChangeMessage message) throws BadRowException {
    ObjectNode row =
        message
            .after(table)
            .orElseThrow(() -> new BadRowException("it has no row after the change"));
    List<String> columns = keyColumns(table, message);
    String key = keyOf(columns, row);
    Optional<ObjectNode> before =
        message.before(table).filter(known -> columns.stream().allMatch(known::has));
    // A key that the tables file names may change; one of the database comes as two messages.
    if (before.isPresent() && !keyOf(columns, before.get()).equals(key)) {
      ObjectNode kept = SourceTable.keyOnly(columns, before.get());
      add(table, keyOf(columns, before.get()), Kind.GONE, kept, message);
    }
    add(table, key, Kind.PRESENT, row, message);
  }

  private void gone(SourceTable table, ChangeMessage message) throws BadRowException {
    List<String> columns = keyColumns(table, message);
    ObjectNode row = message.before(table).orElse(RowJson.object());
    message.key(table).ifPresent(row::setAll);
    if (row.isEmpty()) {
      throw new BadRowException("it does not say which row is gone");
    }
    add(table, keyOf(columns, row), Kind.GONE, SourceTable.keyOnly(columns, row), message);
  }

  private void truncated(SourceTable table, ChangeMessage message) throws BadRowException {
    send();
    List<String> present = new ArrayList<>();
    store.keys(table).forEachRemaining(present::add);
    for (String key : present) {
      ObjectNode row = store.row(table.name(), key);
      if (row != null) {
        add(table, key, Kind.GONE, SourceTable.keyOnly(table.key(), row), message);
      }
    }
  }

  /**
   * The columns that tell the rows of {@code table} apart.
   *
   * @throws UserMistake if there are none: equal rows could not be counted; or if there were others
   */
  private List<String> keyColumns(SourceTable table, ChangeMessage message) throws BadRowException {
    List<String> columns = new ArrayList<>(table.key());
    if (columns.isEmpty()) {
      message.key(table).ifPresent(key -> key.fieldNames().forEachRemaining(columns::add));
    }
    if (columns.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The messages of the table '%s' have no key; name columns that tell its rows apart with 'key' in the tables file, or extract it with JDBC."
              .formatted(table.name()));
    }
    store.requireKey(table, columns);
    return columns;
  }

  private static String keyOf(List<String> columns, ObjectNode row) throws BadRowException {
    for (String column : columns) {
      if (!row.has(column)) {
        throw new BadRowException("its row lacks the column '%s' of the key".formatted(column));
      }
    }
    return SourceTable.keyOf(columns, row);
  }

  private void add(
      SourceTable table, String key, Kind kind, ObjectNode row, ChangeMessage message) {
    // Whether a change says anything new depends on the one before it.
    if (!keys.add(table.name() + " " + key)
        || changes.size() == MOST_CHANGES
        || letters > RowJson.MOST_LETTERS_AT_ONCE) {
      send();
      keys.add(table.name() + " " + key);
    }
    DeniedColumns denied = new DeniedColumns(table);
    List<String> names = new ArrayList<>();
    row.fieldNames().forEachRemaining(names::add);
    names.stream().filter(denied::contains).forEach(row::remove);
    row.properties().forEach(cell -> cell.setValue(denied.sent(cell.getKey(), cell.getValue())));
    restore(table, key, row);
    changes.add(new RowChange(table, key, kind, row, message.at(), message.position()));
    letters += RowJson.letters(row);
  }

  /** Puts back what the message leaves out because it was not changed. */
  private void restore(SourceTable table, String key, ObjectNode row) {
    ObjectNode known = store.row(table.name(), key);
    if (known == null) {
      return;
    }
    for (Map.Entry<String, JsonNode> value : row.properties()) {
      JsonNode given = value.getValue();
      if (NOT_SAID.contains(given.path("base64").asText(given.asText()))
          && known.has(value.getKey())) {
        value.setValue(known.get(value.getKey()));
      }
    }
  }

  private void send() {
    delivery.take(List.copyOf(changes), () -> reached.forEach(store::setProgress));
    changes.clear();
    keys.clear();
    letters = 0;
  }
}
