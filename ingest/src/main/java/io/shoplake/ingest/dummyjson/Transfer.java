package io.shoplake.ingest.dummyjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.Waiting;
import io.shoplake.ingest.dummyjson.PullState.Position;
import io.shoplake.ingest.dummyjson.PullState.Sent;
import io.shoplake.ingest.dummyjson.Translation.Draft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the objects of a source to a sink, page by page.
 *
 * <p>Before a page is sent, the state says what is about to be sent; after the sink has it, that it
 * has arrived. What was under way when the process ended is sent again with the same bytes.
 */
public final class Transfer {

  /** Which objects are sent. */
  public enum Extent {
    /** Every object once; goes on where an unfinished pull of everything stopped. */
    EVERYTHING,
    /** What is new, or other than when it was last sent. */
    CHANGES
  }

  /** Told how the transfer comes along. */
  public interface Listener {

    /** Something at {@code place} is of no use because of {@code reason}; the others go on. */
    void bad(String place, String reason);

    /** So far has the transfer come. */
    void at(String position);
  }

  /** A list that changes this often while it is read is taken as it comes. */
  private static final int MOST_RESTARTS = 3;

  private static final int MOST_MALFORMED_IN_A_ROW = 3;

  private final Source source;
  private final int pageSize;
  private final Translation translation;
  private final PullState state;
  private final MessageSink sink;
  private final Set<Origin> refused;
  private final InstantSource clock;
  private final Waiting waiting;
  private final Listener listener;
  private Tally tally;

  /**
   * A transfer that can be run repeatedly.
   *
   * @param refused the messages that the sink says it did not take; filled by the sink's listener,
   *     who also names them
   */
  public Transfer(
      Source source,
      int pageSize,
      Translation translation,
      PullState state,
      MessageSink sink,
      Set<Origin> refused,
      InstantSource clock,
      Waiting waiting,
      Listener listener) {
    this.source = source;
    this.pageSize = pageSize;
    this.translation = translation;
    this.state = state;
    this.sink = sink;
    this.refused = refused;
    this.clock = clock;
    this.waiting = waiting;
    this.listener = listener;
  }

  /**
   * Pulls every resource once.
   *
   * @throws io.shoplake.cli.UserMistake if source or sink fail; the state says how far it came
   * @throws Waiting.Stopped if the command was asked to stop; the same holds
   */
  public Tally run(Extent extent) {
    tally = new Tally();
    for (Resource resource : Resource.values()) {
      Position position = extent == Extent.EVERYTHING ? state.position(resource) : new Position();
      position.ids.forEach(id -> tally.before(resource));
      if (!position.isDone) {
        pull(resource, extent, position);
        position.isDone = true;
      }
    }
    if (extent == Extent.EVERYTHING) {
      state.finish();
    }
    return tally;
  }

  private void pull(Resource resource, Extent extent, Position position) {
    int restarts = 0;
    int malformed = 0;
    int read = position.next;
    Set<String> seen = new HashSet<>();
    while (position.total < 0 || position.next < position.total) {
      waiting.check();
      int skip = position.next;
      Page page;
      try {
        page = source.page(resource, skip, pageSize);
        malformed = 0;
      } catch (MalformedPageException e) {
        bad(resource, "%s after %d".formatted(resource.path(), skip), e.getMessage());
        malformed++;
        if (malformed == MOST_MALFORMED_IN_A_ROW) {
          return;
        }
        position.next += pageSize;
        read += pageSize;
        continue;
      }
      boolean hasMoved = position.total >= 0 && position.total != page.total();
      position.total = page.total();
      if (hasMoved && restarts < MOST_RESTARTS && skip > 0) {
        // Objects came or went, so the places of the others have changed.
        restarts++;
        position.next = 0;
        read = 0;
        seen.clear();
        continue;
      }
      if (page.objects().isEmpty()) {
        break;
      }
      read += send(resource, extent, position, page.objects(), seen);
      listener.at("%s: %,d of %,d".formatted(resource.path(), position.next, position.total));
    }
    if (read < position.total) {
      bad(
          resource,
          resource.path(),
          "the source promised %,d objects and gave %,d different ones"
              .formatted(position.total, read));
    }
  }

  /** A message that is about to be sent. */
  private record Departure(String id, String key, byte[] value, Origin origin) {}

  /** Gives how many of {@code objects} are not among those {@code seen}, which they become. */
  private int send(
      Resource resource,
      Extent extent,
      Position position,
      List<JsonNode> objects,
      Set<String> seen) {
    Map<String, Sent> sent = state.sent(resource);
    List<Departure> departures = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    boolean isNews = false;
    int fresh = objects.size();
    for (int index = 0; index < objects.size(); index++) {
      JsonNode object = objects.get(index);
      int number = position.next + index + 1;
      Draft draft;
      try {
        draft = translation.draft(resource, object);
      } catch (BadObjectException e) {
        bad(resource, place(resource, object, number), e.getMessage());
        continue;
      }
      fresh -= seen.add(draft.id()) ? 0 : 1;
      Sent last = sent.get(draft.id());
      Sent next = next(last, draft.hash());
      boolean isFirst = !position.ids.contains(draft.id()) && ids.add(draft.id());
      boolean isNew = !next.equals(last);
      boolean isOwed = isFirst && (extent == Extent.EVERYTHING || !next.isAcknowledged());
      if (!isNew && !isOwed) {
        tally.before(resource);
        continue;
      }
      sent.put(draft.id(), next);
      isNews |= isNew;
      departures.add(
          new Departure(
              draft.id(),
              draft.key(),
              draft.bytes(next.revision(), next.noticedAt()),
              new Origin(place(resource, object, number), number)));
    }
    if (isNews) {
      state.save();
    }
    depart(resource, departures);
    position.ids.addAll(ids);
    position.next += objects.size();
    if (!departures.isEmpty() || extent == Extent.EVERYTHING) {
      state.save();
    }
    return fresh;
  }

  private Sent next(Sent last, String hash) {
    if (last == null) {
      return new Sent(hash, 1, null, false);
    }
    if (last.hash().equals(hash)) {
      return last;
    }
    return new Sent(hash, last.revision() + 1, noticedAfter(last), false);
  }

  // Of two changes of an order the later one holds, also when a clock was set back in between.
  private Instant noticedAfter(Sent last) {
    Instant now = clock.instant();
    Instant before = last.noticedAt() == null ? translation.times().end() : last.noticedAt();
    return now.isAfter(before) ? now : before.plusMillis(1);
  }

  private void depart(Resource resource, List<Departure> departures) {
    Map<String, Sent> sent = state.sent(resource);
    for (Departure departure : departures) {
      sink.send(
          resource.topic(), departure.key().getBytes(UTF_8), departure.value(), departure.origin());
    }
    sink.flush();
    for (Departure departure : departures) {
      if (refused.remove(departure.origin())) {
        tally.bad(resource);
      } else {
        tally.sent(resource);
        sent.computeIfPresent(departure.id(), (id, last) -> last.acknowledged());
      }
    }
  }

  private void bad(Resource resource, String place, String reason) {
    tally.bad(resource);
    listener.bad(place, reason);
  }

  // Only a number says nothing about a person.
  private static String place(Resource resource, JsonNode object, int number) {
    JsonNode id = object.path("id");
    return id.isIntegralNumber()
        ? resource.path() + "/" + id.asText()
        : "%s at %d".formatted(resource.path(), number);
  }
}
