package io.shoplake.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Drives a bucket as a streaming query does: in batches, mostly stored and read back after each,
 * late events looked up among the stored ones, revisions folded to sessions.
 */
final class Stream {

  record Id(String shopId, String visitorId, String eventId) {}

  record Who(String shopId, String visitorId) {}

  private final History history;
  private final Random random;
  private final boolean isKeptInMemory;
  private Bucket bucket;
  private final Map<String, Long> revisions = new HashMap<>();

  /** The sessions by id as the last revisions say. */
  final Map<String, Session> sessions = new HashMap<>();

  /** Every event that counts, late ones too. */
  final Map<Id, Event> accepted = new LinkedHashMap<>();

  final Set<Who> lateVisitors = new HashSet<>();

  private Stream(History history, long seed) {
    this.history = history;
    random = new Random(seed);
    // One in four, since what is wrong only after a while in memory would be healed by reading
    // back.
    isKeptInMemory = seed % 4 == 3;
    bucket = new Bucket(history.lateness(), history.rules()::get);
  }

  static Stream of(History history, long seed) {
    Stream stream = new Stream(history, seed);
    stream.run();
    return stream;
  }

  private void run() {
    List<Event> rest = history.arriving();
    int most = 1 + random.nextInt(rest.size() < 10 ? 3 : 40);
    while (!rest.isEmpty()) {
      int size = Math.min(rest.size(), random.nextInt(most + 1));
      batch(rest.subList(0, size));
      rest = rest.subList(size, rest.size());
    }
  }

  private void batch(List<Event> events) {
    long watermark = bucket.watermark();
    Map<Id, Event> late = new HashMap<>();
    for (Event event : events) {
      Id id = new Id(event.shopId(), event.visitorId(), event.eventId());
      Event same = accepted.get(id);
      Event compared = late.getOrDefault(id, same);
      Outcome outcome = bucket.add(event, event.time() + random.nextInt(1000));
      switch (outcome) {
        case ACCEPTED -> {
          assertThat(same).isNull();
          accepted.put(id, event);
        }
        case DUPLICATE -> assertThat(compared.contentHash()).isEqualTo(event.contentHash());
        case CONFLICTING -> assertThat(compared.contentHash()).isNotEqualTo(event.contentHash());
        case LATE -> {
          assertThat(event.time()).isLessThan(watermark);
          assertThat(late.put(id, event)).isNull();
          if (same == null) {
            accepted.put(id, event);
            lateVisitors.add(new Who(event.shopId(), event.visitorId()));
          }
        }
      }
    }
    bucket.endBatch(this::take);
    assertThat(bucket.watermark()).isGreaterThanOrEqualTo(watermark);
    byte[] state = bucket.encode();
    if (isKeptInMemory) {
      return;
    }
    bucket = Bucket.decode(state, history.lateness(), history.rules()::get);
    assertThat(bucket.encode()).isEqualTo(state);
  }

  private void take(Revision revision) {
    Session session = revision.session();
    Long before = revisions.put(session.sessionId(), revision.revision());
    assertThat(revision.revision()).isEqualTo(before == null ? 1 : before + 1);
    if (revision.isRemoved()) {
      assertThat(sessions.remove(session.sessionId())).isEqualTo(session);
    } else {
      assertThat(sessions.put(session.sessionId(), session)).isNotEqualTo(session);
    }
  }

  /** The sessions of all visitors, made from the accepted events in one pass. */
  Map<Who, List<Session>> inOnePass() {
    Map<Who, List<Event>> byVisitor = new LinkedHashMap<>();
    accepted.forEach(
        (id, event) ->
            byVisitor
                .computeIfAbsent(new Who(id.shopId, id.visitorId), who -> new ArrayList<>())
                .add(event));
    Map<Who, List<Session>> sessions = new LinkedHashMap<>();
    byVisitor.forEach(
        (who, events) ->
            sessions.put(who, Sessionizer.sessions(history.rules().get(who.shopId), events)));
    return sessions;
  }
}
