package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.MessageRule.Kind;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.parsing.Shop;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of orders, customers and products what their rows have come to say.
 *
 * <p>What is to be said is written down before it is sent, so that it is sent again with the same
 * bytes if the process ends in between.
 */
final class Announcements {

  private static final int MOST_AT_ONCE = 1000;

  private final SourceTables tables;
  private final RowStore store;
  private final Composer composer;
  private final Delivery delivery;
  private final InstantSource clock;
  private final Set<String> bad = new HashSet<>();

  Announcements(SourceTables tables, RowStore store, Delivery delivery, InstantSource clock) {
    this.tables = tables;
    this.store = store;
    this.composer = new Composer(store);
    this.delivery = delivery;
    this.clock = clock;
  }

  /**
   * Notes whatever {@code change} may concern, to be looked at.
   *
   * @param rows the row before and after, as far as there was one
   */
  void note(RowChange change, List<ObjectNode> rows) {
    for (MessageRule rule : tables.rules()) {
      for (String key : composer.concerned(rule, change, rows)) {
        store.pending(rule).put(key, change.at().toString());
      }
    }
  }

  /** Looks at everything that was noted, and says what is new. */
  void make() {
    for (MessageRule rule : tables.rules()) {
      List<String> keys = new ArrayList<>();
      Iterator<String> pending = store.pending(rule).keyIterator(null);
      while (pending.hasNext()) {
        keys.add(pending.next());
        if (keys.size() == MOST_AT_ONCE || !pending.hasNext()) {
          make(rule, keys);
          keys.clear();
        }
      }
    }
  }

  /**
   * A message that is about to be sent.
   *
   * @param isLast whether nothing more is to be said of the key
   */
  private record Departure(String key, ObjectNode message, Said said, boolean isLast) {}

  private void make(MessageRule rule, List<String> keys) {
    List<Departure> departures = new ArrayList<>();
    for (String key : keys) {
      try {
        Optional<Departure> departure = departure(rule, key);
        departure.ifPresentOrElse(departures::add, () -> store.pending(rule).remove(key));
      } catch (BadRowException e) {
        String place = rule.table() + " " + key;
        if (bad.add(place)) {
          delivery.bad(place, e.getMessage());
        }
      }
    }
    departures.forEach(departure -> store.setSaid(rule, departure.key(), departure.said()));
    store.commit();
    List<byte[]> values =
        departures.stream().map(departure -> RowJson.bytes(departure.message())).toList();
    String topic = rule.kind().topic().name();
    List<Boolean> arrived = delivery.send(topic, topic, values);
    List<String> unfinished = new ArrayList<>();
    for (int index = 0; index < departures.size(); index++) {
      if (arrived.get(index)) {
        String key = departures.get(index).key();
        store.setSaid(rule, key, departures.get(index).said().acknowledged());
        delivery.tally().message(topic);
        if (departures.get(index).isLast()) {
          store.pending(rule).remove(key);
        } else {
          unfinished.add(key);
        }
      }
    }
    store.commit();
    if (!unfinished.isEmpty()) {
      make(rule, unfinished);
    }
  }

  /** What is to be said of the rows with {@code key}, if anything is. */
  private Optional<Departure> departure(MessageRule rule, String key) throws BadRowException {
    Optional<Said> last = store.said(rule, key);
    Optional<ObjectNode> content =
        store.row(rule.table(), key) == null
            ? last.map(said -> farewell(rule.kind(), said))
            : composer.content(rule, key, last);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    boolean isThere = store.row(rule.table(), key) != null;
    // Nobody else would ever say that what had the old id is no more.
    boolean isRenamed =
        isThere && last.filter(said -> isOther(said, rule, content.get())).isPresent();
    ObjectNode said = isRenamed ? farewell(rule.kind(), last.get()) : content.get();
    String hash = isThere && !isRenamed ? RowJson.hash(said) : Said.GONE;
    if (last.filter(known -> known.isAcknowledged() && known.hash().equals(hash)).isPresent()) {
      return Optional.empty();
    }
    Optional<Said> unsure = last.filter(known -> known.hash().equals(hash));
    Said next =
        unsure.isPresent()
            ? unsure.get()
            : Said.after(last, rule.kind(), said, hash, seenAt(rule, key), now());
    return Optional.of(new Departure(key, message(rule, key, said, next), next, !isRenamed));
  }

  /** Whether what was said last is to be taken back, since {@code content} has another id. */
  private static boolean isOther(Said last, MessageRule rule, ObjectNode content) {
    return !last.id().equals(content.get(rule.kind().idField()).asText())
        && !(last.isAcknowledged() && last.hash().equals(Said.GONE));
  }

  private Instant seenAt(MessageRule rule, String key) {
    String noted = store.pending(rule).get(key);
    return noted.isEmpty() ? now() : Instant.parse(noted);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static ObjectNode farewell(Kind kind, Said last) {
    ObjectNode content = RowJson.object().put(kind.idField(), last.id());
    return kind == Kind.ORDERS ? content.put("status", "cancelled") : content.put("deleted", true);
  }

  private ObjectNode message(MessageRule rule, String key, ObjectNode content, Said said) {
    ObjectNode message = RowJson.object();
    if (rule.kind() == Kind.ORDERS) {
      message.put("change_id", changeId(rule, key, said));
    }
    message.setAll(content);
    if (said.at() != null) {
      message.put(rule.kind().timeField(), said.at().toString());
    }
    return tables.shopId().equals(Shop.MAIN) ? message : message.put("shop_id", tables.shopId());
  }

  private String changeId(MessageRule rule, String key, Said said) {
    return RowJson.hash(
        RowJson.object()
            .put("source", tables.source())
            .put("table", rule.table())
            .put("key", key)
            .put("content", said.change()));
  }
}
