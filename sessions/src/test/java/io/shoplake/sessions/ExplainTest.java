package io.shoplake.sessions;

import static io.shoplake.sessions.Events.event;
import static io.shoplake.sessions.Events.micros;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.sessions.Explain.Boundary;
import io.shoplake.sessions.Explain.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {

  private static final long NOON = micros("2026-03-10T12:00:00Z");

  @Test
  void everySessionSaysWhichEventsAndWhichRuleBoundIt() {
    Event one = event("1", NOON).user("ann").build();
    Event two = event("2", NOON + 5).build();
    Event three = event("3", NOON + 9).user("bob").build();
    Event four = event("4", NOON + 3_600_000_009L).build();
    List<Event> events = List.of(four, two, one, three, two);
    Rules rules = Rules.DEFAULT.cuttingOnLogin();

    List<Explanation> explanations = Explain.sessions(rules, events);

    assertThat(explanations)
        .extracting(Explanation::session)
        .isEqualTo(Sessionizer.sessions(rules, events));
    assertThat(explanations)
        .extracting(Explanation::began)
        .containsExactly(
            new Boundary(StartedBy.FIRST, null, one, null),
            new Boundary(StartedBy.LOGIN, two, three, 4L),
            new Boundary(StartedBy.GAP, three, four, 3_600_000_000L));
    assertThat(explanations)
        .extracting(Explanation::ended)
        .containsExactly(
            new Boundary(StartedBy.LOGIN, two, three, 4L),
            new Boundary(StartedBy.GAP, three, four, 3_600_000_000L),
            new Boundary(null, four, null, null));
  }

  @Test
  void aVisitorWithoutEventsHasNothingToExplain() {
    assertThat(Explain.sessions(Rules.DEFAULT, List.of())).isEmpty();
  }
}
