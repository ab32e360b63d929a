package io.shoplake.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for every order, batching and repetition of the same events. */
class AnyHistoryTest {

  private static final int HISTORIES = 10_000;

  @Test
  void theStreamGivesTheSessionsOfOnePassWhenNothingIsLate() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Stream stream = Stream.of(History.inTime(seed), seed);
      Map<String, Session> expected = new HashMap<>();
      stream
          .inOnePass()
          .values()
          .forEach(all -> all.forEach(session -> expected.put(session.sessionId(), session)));
      assertThat(stream.lateVisitors).as("seed %d", seed).isEmpty();
      assertThat(stream.sessions).as("seed %d", seed).isEqualTo(expected);
    }
  }
}
