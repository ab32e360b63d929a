package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.MessageKeys;
import io.shoplake.ingest.MessageKeys.KeyOfValue;
import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.extract.RowStore.Known;
import io.shoplake.layout.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sends changed rows, and the orders, customers and products that are made of them.
 *
 * <p>The store takes a row over once the sink has it.
 */
public final class Delivery {

  /** Told what is of no use. */
  public interface Listener {

    /** Something at {@code place} cannot be sent because of {@code reason}; the others go on. */
    void bad(String place, String reason);
  }

  private final SourceTables tables;
  private final RowStore store;
  private final Announcements announcements;
  private final MessageSink sink;
  private final Set<Origin> refused;
  private final InstantSource clock;
  private final Listener listener;
  private final Tally tally = new Tally();
  private final Set<String> ignored = new HashSet<>();

  /**
   * A delivery from {@code store}.
   *
   * @param refused the messages that the sink says it did not take; filled by the sink's listener,
   *     who also names them
   */
  public Delivery(
      SourceTables tables,
      RowStore store,
      MessageSink sink,
      Set<Origin> refused,
      InstantSource clock,
      Listener listener) {
    this.tables = tables;
    this.store = store;
    this.sink = sink;
    this.refused = refused;
    this.clock = clock;
    this.listener = listener;
    this.announcements = new Announcements(tables, store, this, clock);
    store.adapt();
  }

  public Tally tally() {
    return tally;
  }

  /** Something that was read is of no use because of {@code reason}. */
  public void bad(String place, String reason) {
    tally.countBad();
    listener.bad(place, reason);
  }

  /**
   * Sends those of {@code changes} that say anything new, and takes them over.
   *
   * @param whenSent what else to write down once they have arrived
   */
  public void take(List<RowChange> changes, Runnable whenSent) {
    List<RowChange> news = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    Instant extractedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (RowChange change : changes) {
      Optional<Known> known = store.known(change.table().name(), change.key());
      if (isNews(change, known)) {
        news.add(change);
        values.add(rowMessage(change, known, extractedAt));
      } else {
        tally.known();
      }
    }
    String place = changes.isEmpty() ? "" : changes.get(0).table().name();
    List<Boolean> arrived = send(Topics.SOURCE_ROWS.name(), place, values);
    for (int index = 0; index < news.size(); index++) {
      if (arrived.get(index)) {
        tally.row(news.get(index).kind());
        keep(news.get(index));
      }
    }
    whenSent.run();
    store.commit();
  }

  /**
   * Sends {@code values} and waits for them.
   *
   * @param place names those that are refused
   * @return for each of them whether it has arrived
   */
  List<Boolean> send(String topic, String place, List<byte[]> values) {
    KeyOfValue keys = MessageKeys.of(topic);
    List<Origin> origins = new ArrayList<>();
    for (byte[] value : values) {
      Origin origin = new Origin(place, tally.next());
      sink.send(topic, keys.of(value), value, origin);
      origins.add(origin);
    }
    sink.flush();
    List<Boolean> arrived = origins.stream().map(origin -> !refused.remove(origin)).toList();
    arrived.stream().filter(has -> !has).forEach(has -> tally.countBad());
    return arrived;
  }

  private static boolean isNews(RowChange change, Optional<Known> known) {
    if (known.isEmpty()) {
      return change.kind() == RowChange.Kind.PRESENT || change.position() != null;
    }
    Position position = known.get().position();
    if (position != null && position.equals(change.position())) {
      return false;
    }
    ObjectNode after = change.kind() == RowChange.Kind.PRESENT ? change.row() : null;
    return change.position() != null || !isSame(known.get().row(), after);
  }

  /** Nodes differ by the class of a number even where the text is the same. */
  private static boolean isSame(ObjectNode one, ObjectNode other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return Arrays.equals(RowJson.bytes(one), RowJson.bytes(other));
  }

  private byte[] rowMessage(RowChange change, Optional<Known> known, Instant extractedAt) {
    boolean isThere = known.map(Known::row).isPresent();
    String operation =
        change.kind() == RowChange.Kind.GONE ? "delete" : isThere ? "update" : "insert";
    ObjectNode message =
        RowJson.object()
            .put("source", tables.source())
            .put("table", change.table().name())
            .put("operation", operation)
            .put("key", change.key());
    message.set("row", change.row());
    return RowJson.bytes(message.put("extracted_at", extractedAt.toString()));
  }

  /** Takes the change over, unless a later one of the same row is known. */
  private void keep(RowChange change) {
    Optional<Known> known = store.known(change.table().name(), change.key());
    if (known.filter(one -> isAfter(one, change)).isPresent()) {
      ignore(change);
      return;
    }
    ObjectNode before = known.map(Known::row).orElse(null);
    ObjectNode after = change.kind() == RowChange.Kind.PRESENT ? change.row() : null;
    store.put(change);
    List<ObjectNode> rows = Stream.of(before, after).filter(row -> row != null).toList();
    announcements.note(change, rows);
  }

  /** A log that begins anew, after a restore, has earlier positions but later times. */
  private static boolean isAfter(Known known, RowChange change) {
    return change.position() != null
        && known.position() != null
        && known.position().log().equals(change.position().log())
        && known.position().compareTo(change.position()) > 0
        && (known.at() == null || !change.at().isAfter(known.at()));
  }

  private void ignore(RowChange change) {
    tally.older();
    String table = change.table().name();
    if (ignored.add(table)) {
      listener.bad(
          table,
          "the change of %s stands before what is known of it in the database's log, so it is not taken over; further ones of this table are only counted"
              .formatted(change.key()));
    }
  }

  /** Says of every order, customer and product whose rows have changed what is new. */
  public void compose() {
    announcements.make();
    store.tidy();
  }
}
