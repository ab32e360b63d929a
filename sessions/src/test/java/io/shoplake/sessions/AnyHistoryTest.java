package io.shoplake.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.sessions.Stream.Who;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What holds for every order, batching and repetition of the same events. */
class AnyHistoryTest {

  private static final int HISTORIES = 10_000;

  @Test
  void theStreamGivesTheSessionsOfOnePassWhenNothingIsLate() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Stream stream = Stream.of(History.inTime(seed), seed);
      assertThat(stream.lateVisitors).as("seed %d", seed).isEmpty();
      assertThat(stream.sessions).as("seed %d", seed).isEqualTo(inOnePass(stream, who -> true));
    }
  }

  @Test
  void lateEventsLeaveTheSessionsOfOtherVisitorsAsTheyAre() {
    int histories = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      Stream stream = Stream.of(History.withLate(seed), seed);
      stream
          .sessions
          .values()
          .removeIf(s -> stream.lateVisitors.contains(new Who(s.shopId(), s.visitorId())));
      assertThat(stream.sessions)
          .as("seed %d", seed)
          .isEqualTo(inOnePass(stream, who -> !stream.lateVisitors.contains(who)));
      histories += stream.lateVisitors.isEmpty() ? 0 : 1;
    }
    assertThat(histories).as("histories with late events").isGreaterThan(HISTORIES / 3);
  }

  @Test
  void onePassGivesTheSessionsOfTheDefinitionInAnyOrder() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = History.withLate(seed);
      for (List<Event> distinct : byVisitor(history).values()) {
        Rules rules = history.rules().get(distinct.get(0).shopId());
        List<Session> expected = Definition.sessions(rules, distinct);
        List<Event> shuffled = new ArrayList<>(distinct);
        shuffled.addAll(distinct.subList(0, distinct.size() / 2));
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(Sessionizer.sessions(rules, shuffled)).as("seed %d", seed).isEqualTo(expected);
      }
    }
  }

  @Test
  void theSameEventsInOtherBatchesEndInTheSameSessions() {
    for (int seed = 0; seed < HISTORIES / 10; seed++) {
      History history = History.inTime(seed);
      Map<String, Session> once = Stream.of(history, seed).sessions;
      Map<String, Session> again = Stream.of(history, seed + 1).sessions;
      assertThat(again).as("seed %d", seed).isEqualTo(once);
    }
  }

  private static Map<String, Session> inOnePass(Stream stream, Predicate<Who> of) {
    Map<String, Session> sessions = new HashMap<>();
    stream
        .inOnePass()
        .forEach(
            (who, all) -> {
              if (of.test(who)) {
                all.forEach(session -> sessions.put(session.sessionId(), session));
              }
            });
    return sessions;
  }

  private static Map<Who, List<Event>> byVisitor(History history) {
    Map<Stream.Id, Event> distinct = new HashMap<>();
    for (Event event : history.arriving()) {
      distinct.putIfAbsent(
          new Stream.Id(event.shopId(), event.visitorId(), event.eventId()), event);
    }
    Map<Who, List<Event>> byVisitor = new HashMap<>();
    distinct
        .values()
        .forEach(
            event ->
                byVisitor
                    .computeIfAbsent(
                        new Who(event.shopId(), event.visitorId()), who -> new ArrayList<>())
                    .add(event));
    return byVisitor;
  }
}
