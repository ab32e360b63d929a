package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static io.shoplake.streaming.StreamScript.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills the events query before and after each write of a batch. */
class KillIT {

  private record Content(
      List<String> events, List<String> rejects, List<String> revisions, List<CommitNote> notes) {}

  @TempDir static Path folder;
  private static Content undisturbed;

  /** One batch is done; the next has rejects, duplicates, late and ordinary events. */
  @BeforeAll
  static void prepare() {
    StreamScript script =
        StreamScript.in(folder.resolve("prepared"))
            .bronze(view("ann", "1", "10:00:00"), view("bob", "1", "11:00:00"), "no")
            .events()
            .bronze(
                view("ann", "1", "10:00:00"),
                view("ann", "2", "09:00:00"),
                view("bob", "2", "11:10:00"),
                view("cid", "1", "11:20:00"),
                view("cid", "1", "11:20:00"),
                "{\"event_id\": \"x\"}")
            .bronze(view("bob", "3", "11:15:00"), "no");
    assertThat(script.lake().version(SHOP_EVENTS)).isEqualTo(3);
    undisturbed = content(copied("undisturbed").events());
    assertThat(undisturbed.events).hasSize(6);
    assertThat(undisturbed.notes).hasSize(2);
  }

  @ParameterizedTest(name = "killed {0} the write of {1}")
  @CsvSource({
    "before, rejects",
    "after, rejects",
    "before, session_revisions",
    "after, session_revisions",
    "before, events",
    "after, events"
  })
  void theNextRunEndsWithTheSameContent(String when, String table) throws Exception {
    StreamScript script = copied(when + "-" + table);
    assertThat(killed(script.lake().root(), when, table)).isEqualTo(KilledEvents.KILLED);
    assertThat(content(script.events())).isEqualTo(undisturbed);
  }

  private static int killed(String root, String when, String table) throws Exception {
    return ChildJvm.start(KilledEvents.class, root, when, table).waitFor();
  }

  private static StreamScript copied(String name) {
    Path target = folder.resolve(name);
    TempLake.copy(folder.resolve("prepared"), target);
    return StreamScript.at(TempLake.in(target));
  }

  private static Content content(StreamScript script) {
    return new Content(
        rows(script, EVENTS),
        rows(script, REJECTS),
        rows(script, SESSION_REVISIONS),
        script.notes(EVENTS));
  }

  /** Everything but the time of writing. */
  private static List<String> rows(StreamScript script, Table table) {
    return script.lake().read(table).drop("ingested_at").collectAsList().stream()
        .map(Object::toString)
        .sorted()
        .toList();
  }
}
