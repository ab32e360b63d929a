package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.MessageKeys;
import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.extract.MessageRule.Kind;
import io.shoplake.ingest.extract.RowStore.Known;
import io.shoplake.ingest.extract.RowStore.Said;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.Shop;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sends changed rows, and the orders, customers and products that are made of them.
 *
 * <p>The store takes a row over once the sink has it. What is to be said of an order is written
 * down before it is sent, so that it is sent again with the same bytes if the process ends in
 * between.
 */
public final class Delivery {

  /** Told what is of no use. */
  public interface Listener {

    /** Something at {@code place} cannot be sent because of {@code reason}; the others go on. */
    void bad(String place, String reason);
  }

  private static final String GONE = "gone";
  private static final int MOST_AT_ONCE = 1000;

  private final SourceTables tables;
  private final RowStore store;
  private final Composer composer;
  private final MessageSink sink;
  private final Set<Origin> refused;
  private final InstantSource clock;
  private final Listener listener;
  private final Tally tally = new Tally();

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
    this.composer = new Composer(store);
    this.sink = sink;
    this.refused = refused;
    this.clock = clock;
    this.listener = listener;
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
    List<Origin> origins = new ArrayList<>();
    Instant extractedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (RowChange change : changes) {
      Optional<Known> known = store.known(change.table().name(), change.key());
      if (!isNews(change, known)) {
        tally.known();
        continue;
      }
      Origin origin = new Origin(change.table().name(), tally.next());
      send(Topics.SOURCE_ROWS.name(), rowMessage(change, known, extractedAt), origin);
      news.add(change);
      origins.add(origin);
    }
    sink.flush();
    for (int index = 0; index < news.size(); index++) {
      if (refused.remove(origins.get(index))) {
        tally.countBad();
      } else {
        tally.row(news.get(index).kind());
        keep(news.get(index));
      }
    }
    whenSent.run();
    store.commit();
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

  private void send(String topic, byte[] value, Origin origin) {
    sink.send(topic, MessageKeys.of(topic).of(value), value, origin);
  }

  /** Takes the change over, unless a later one of the same row is known. */
  private void keep(RowChange change) {
    Optional<Known> known = store.known(change.table().name(), change.key());
    if (known.map(Known::position).filter(position -> isAfter(position, change)).isPresent()) {
      return;
    }
    ObjectNode before = known.map(Known::row).orElse(null);
    ObjectNode after = change.kind() == RowChange.Kind.PRESENT ? change.row() : null;
    store.put(change);
    List<ObjectNode> rows = Stream.of(before, after).filter(row -> row != null).toList();
    for (MessageRule rule : tables.rules()) {
      for (String key : composer.concerned(rule, change, rows)) {
        store.pending(rule).put(key, change.at().toString());
      }
    }
  }

  private static boolean isAfter(Position known, RowChange change) {
    return change.position() != null
        && known.log().equals(change.position().log())
        && known.compareTo(change.position()) > 0;
  }

  /** Says of every order, customer and product whose rows have changed what is new. */
  public void compose() {
    for (MessageRule rule : tables.rules()) {
      List<String> keys = new ArrayList<>();
      Iterator<String> pending = store.pending(rule).keyIterator(null);
      while (pending.hasNext()) {
        keys.add(pending.next());
        if (keys.size() == MOST_AT_ONCE || !pending.hasNext()) {
          compose(rule, keys);
          keys.clear();
        }
      }
    }
  }

  /** A message that is about to be sent. */
  private record Departure(String key, ObjectNode message, Said said) {}

  private void compose(MessageRule rule, List<String> keys) {
    List<Departure> departures = new ArrayList<>();
    for (String key : keys) {
      try {
        Optional<Departure> departure = departure(rule, key);
        departure.ifPresent(departures::add);
        if (departure.isEmpty()) {
          store.pending(rule).remove(key);
        }
      } catch (BadMessageException e) {
        bad(rule.table() + " " + key, e.getMessage());
      }
    }
    departures.forEach(departure -> store.setSaid(rule, departure.key(), departure.said()));
    store.commit();
    send(rule, departures);
    store.commit();
  }

  private void send(MessageRule rule, List<Departure> departures) {
    List<Origin> origins = new ArrayList<>();
    String topic = rule.kind().topic().name();
    for (Departure departure : departures) {
      Origin origin = new Origin(topic, tally.next());
      send(topic, RowJson.bytes(departure.message()), origin);
      origins.add(origin);
    }
    sink.flush();
    for (int index = 0; index < departures.size(); index++) {
      Departure departure = departures.get(index);
      Said said = departure.said();
      if (refused.remove(origins.get(index))) {
        tally.countBad();
      } else {
        tally.message(topic);
        store.setSaid(rule, departure.key(), said.acknowledged());
        store.pending(rule).remove(departure.key());
      }
    }
  }

  /** What is to be said of the rows with {@code key}, if anything is. */
  private Optional<Departure> departure(MessageRule rule, String key) throws BadMessageException {
    Optional<Said> last = store.said(rule, key);
    String seenAt = store.pending(rule).get(key);
    Instant at = seenAt.isEmpty() ? clock.instant() : Instant.parse(seenAt);
    if (store.row(rule.table(), key) == null) {
      return last.flatMap(said -> departure(rule, key, goneContent(rule, said), GONE, last, at));
    }
    Optional<ObjectNode> content = composer.content(rule, key);
    return content.isEmpty()
        ? Optional.empty()
        : departure(rule, key, content.get(), RowJson.hash(content.get()), last, at);
  }

  private static ObjectNode goneContent(MessageRule rule, Said said) {
    ObjectNode content = RowJson.object().put(rule.kind().idField(), said.id());
    return rule.kind() == Kind.ORDERS
        ? content.put("status", "cancelled")
        : content.put("deleted", true);
  }

  private Optional<Departure> departure(
      MessageRule rule,
      String key,
      ObjectNode content,
      String hash,
      Optional<Said> last,
      Instant seenAt) {
    boolean isSame = last.filter(said -> said.hash().equals(hash)).isPresent();
    if (isSame && last.get().isAcknowledged()) {
      return Optional.empty();
    }
    Said said = isSame ? last.get() : next(rule, content, hash, last, seenAt);
    ObjectNode message = RowJson.object();
    if (rule.kind() == Kind.ORDERS) {
      message.put("change_id", changeId(rule, key, said));
    }
    message.setAll(content);
    if (said.at() != null) {
      message.put(rule.kind().timeField(), said.at().toString());
    }
    if (!tables.shopId().equals(Shop.MAIN)) {
      message.put("shop_id", tables.shopId());
    }
    return Optional.of(new Departure(key, message, said));
  }

  /**
   * What is said after {@code last}. It holds since the moment the rows name, but always after what
   * was said before: of two changes the later one wins.
   */
  private static Said next(
      MessageRule rule, ObjectNode content, String hash, Optional<Said> last, Instant seenAt) {
    String named = content.path(rule.kind().timeField()).asText("");
    Instant otherwise = rule.kind() == Kind.ORDERS ? seenAt : null;
    Instant at = named.isEmpty() ? otherwise : Instant.parse(named);
    Instant before = last.map(Said::at).orElse(null);
    boolean isGone = hash.equals(GONE);
    if (isGone && (rule.kind() == Kind.ORDERS || before != null)) {
      at = seenAt;
    }
    if (at != null && before != null && !at.isAfter(before)) {
      Instant least = before.plus(1, ChronoUnit.MICROS);
      at = seenAt.isAfter(least) ? seenAt : least;
    }
    Set<String> changes = new TreeSet<>(last.map(Said::changes).orElse(Set.of()));
    String change = hash;
    // An order may become again what it was; that is another change.
    while (!changes.add(change)) {
      change = hash + " " + changes.size();
    }
    String id = content.get(rule.kind().idField()).asText();
    Instant since = at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
    return new Said(hash, change, changes, id, since, false);
  }

  private String changeId(MessageRule rule, String key, Said said) {
    ObjectNode identity =
        RowJson.object()
            .put("source", tables.source())
            .put("table", rule.table())
            .put("key", key)
            .put("content", said.change());
    return RowJson.hash(identity);
  }
}
