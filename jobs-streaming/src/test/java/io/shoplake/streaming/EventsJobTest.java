package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static io.shoplake.streaming.StreamScript.ARRIVAL;
import static io.shoplake.streaming.StreamScript.event;
import static io.shoplake.streaming.StreamScript.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.ShopDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsJobTest {

  private static final ShopDay DAY = new ShopDay("main", LocalDate.parse("2026-11-20"));

  @TempDir Path folder;

  @Test
  void eventsOnTimeShareASessionUntilTheGap() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("ann", "1", "10:00:00"), view("ann", "2", "10:20:00"))
            .bronze(view("ann", "3", "10:51:00"))
            .events();
    assertThat(script.values(EVENTS, "visitor_id", "event_id", "is_late"))
        .containsExactly("a:ann 1 false", "a:ann 2 false", "a:ann 3 false");
    assertThat(latestSessions(script)).containsExactly("1 2 2", "3 3 1");
  }

  @Test
  void aLateEventWithinTheLatenessJoinsItsSession() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("ann", "1", "10:00:00"), view("ann", "3", "10:08:00"))
            .events()
            .bronze(view("ann", "2", "10:04:00"))
            .events();
    assertThat(latestSessions(script)).containsExactly("1 3 3");
    assertThat(script.values(EVENTS, "is_late")).containsExactly("false", "false", "false");
  }

  @Test
  void aLateEventBetweenTwoSessionsMergesThem() {
    StreamScript script = StreamScript.in(folder);
    script.settings().lateness = Duration.ofHours(1);
    script
        .bronze(view("ann", "1", "10:00:00"), view("ann", "3", "10:40:00"))
        .events()
        .bronze(view("ann", "2", "10:20:00"))
        .events();
    assertThat(latestSessions(script)).containsExactly("1 3 3");
    assertThat(script.values(SESSION_REVISIONS, "first_event_id", "is_removed")).contains("3 true");
  }

  @Test
  void anEventThatTheStreamHasPassedIsKeptAndFlagged() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("ann", "1", "10:00:00"), view("ann", "9", "11:00:00"))
            .events()
            .bronze(view("ann", "0", "09:00:00"))
            .events();
    assertThat(script.values(EVENTS, "event_id", "is_late"))
        .containsExactly("0 true", "1 false", "9 false");
    assertThat(latestSessions(script)).containsExactly("1 1 1", "9 9 1");
    assertThat(script.notes(EVENTS).get(1).figures())
        .containsExactly(figures(2, 2, 1, 1, 0, 0, 1, Map.of()));
  }

  @Test
  void aLateCopyOfAStoredEventIsADuplicate() {
    String first = view("ann", "1", "10:00:00");
    StreamScript script =
        StreamScript.in(folder)
            .bronze(first, view("ann", "9", "11:00:00"))
            .events()
            .bronze(first, first.replace("page_view", "login"), view("ann", "0", "10:01:00"))
            .events();
    assertThat(script.values(EVENTS, "event_id")).containsExactly("0", "1", "9");
    assertThat(script.notes(EVENTS).get(1).figures())
        .containsExactly(figures(2, 4, 3, 1, 2, 1, 1, Map.of()));
  }

  @Test
  void aLateCopyOfAnEventThatIsStoredTwiceIsOneDuplicate() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("ann", "1", "09:00:00"), view("ann", "9", "10:00:00"))
            .events()
            .bronze(view("ann", "1", "10:30:00"), view("ann", "8", "11:30:00"))
            .events()
            .bronze(view("ann", "1", "09:00:00"))
            .events();
    assertThat(script.values(EVENTS, "event_id")).containsExactly("1", "1", "8", "9");
    assertThat(script.notes(EVENTS).get(2).figures())
        .containsExactly(figures(4, 4, 1, 0, 1, 0, 0, Map.of()));
  }

  @Test
  void aCopyInTheSameBatchIsADuplicateAndTheFirstByOffsetStays() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(
                event("ann", "1", "10:00:00", "view_item"),
                event("ann", "1", "10:00:00", "view_item"),
                event("ann", "1", "10:00:00", "search"),
                event("bob", "1", "10:00:00", "search"))
            .events();
    assertThat(script.values(EVENTS, "visitor_id", "event_type"))
        .containsExactly("a:ann view_item", "a:bob search");
    assertThat(script.notes(EVENTS)).hasSize(1);
    CommitNote note = script.notes(EVENTS).get(0);
    assertThat(note.figures()).containsExactly(figures(0, 3, 4, 2, 2, 1, 0, Map.of()));
    assertThat(note.days()).containsExactly(new DayFigures(DAY, 2, 2, 1));
    assertThat(note.touched()).containsExactly(DAY);
  }

  @Test
  void aCopyInALaterBatchIsADuplicate() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("ann", "1", "10:00:00"))
            .events()
            .bronze(view("ann", "1", "10:00:00"))
            .events();
    assertThat(script.values(EVENTS, "event_id")).containsExactly("1");
    assertThat(script.notes(EVENTS).get(1).figures())
        .containsExactly(figures(1, 1, 1, 0, 1, 0, 0, Map.of()));
    assertThat(script.notes(EVENTS).get(1).touched()).containsExactly(DAY);
  }

  @Test
  void rejectsAreNamedWithTheirPositionAndTheRestGoesOn() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(
                "{\"event_id\": ",
                view("ann", "1", "10:00:00"),
                "",
                view("ann", "2", "23:00:00"),
                "{\"event_type\": \"page_view\"}")
            .events();
    assertThat(script.values(REJECTS, "reason", "partition", "offset", "query", "status"))
        .containsExactly(
            "event_time_out_of_range 0 3 events new",
            "missing_event_id 0 4 events new",
            "not_json 0 0 events new",
            "not_json 0 2 events new");
    assertThat(script.values(EVENTS, "event_id")).containsExactly("1");
    assertThat(script.notes(EVENTS).get(0).figures())
        .containsExactly(
            figures(
                0,
                4,
                5,
                1,
                0,
                0,
                0,
                Map.of("not_json", 2L, "missing_event_id", 1L, "event_time_out_of_range", 1L)));
    assertThat(script.notes(REJECTS).get(0).touched()).containsExactly(DAY);
  }

  @Test
  void aBatchOfRejectsAloneStillLeavesItsFigures() {
    StreamScript script = StreamScript.in(folder).bronze("no", "no").events();
    assertThat(script.values(EVENTS, "event_id")).isEmpty();
    assertThat(script.notes(EVENTS).get(0).figures())
        .containsExactly(figures(0, 1, 2, 0, 0, 0, 0, Map.of("not_json", 2L)));
  }

  @Test
  void partitionsAreCountedApart() {
    StreamScript script = StreamScript.in(folder);
    script.bronze(SHOP_EVENTS, 0, ARRIVAL, view("ann", "1", "10:00:00"), "no");
    script.bronze(SHOP_EVENTS, 3, ARRIVAL, view("bob", "1", "10:00:00"));
    script.events();
    List<Figures> figures =
        script.notes(EVENTS).stream().flatMap(n -> n.figures().stream()).toList();
    assertThat(figures)
        .extracting(Figures::partition, Figures::read, Figures::accepted)
        .containsExactlyInAnyOrder(tuple(0, 2L, 1L), tuple(3, 1L, 1L));
    assertThat(figures).allMatch(Figures::addsUp);
  }

  @Test
  void aRunWithoutNewMessagesWritesNothing() {
    StreamScript script = StreamScript.in(folder).bronze(view("ann", "1", "10:00:00")).events();
    long version = script.lake().version(EVENTS);
    script.events();
    assertThat(script.lake().version(EVENTS)).isEqualTo(version);
  }

  @Test
  void aBatchThatIsRunAgainAddsNothing() throws Exception {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(view("ann", "1", "10:00:00"), "no")
            .events()
            .bronze(view("ann", "2", "10:01:00"), "no")
            .events();
    forgetCommit(1);
    script.bronze(view("ann", "3", "10:02:00")).events();
    assertThat(script.values(EVENTS, "event_id")).containsExactly("1", "2", "3");
    assertThat(script.values(REJECTS, "offset")).containsExactly("1", "3");
    assertThat(latestSessions(script)).containsExactly("1 3 3");
    assertThat(script.notes(EVENTS)).hasSize(3);
  }

  private void forgetCommit(int batch) throws Exception {
    Path commits = folder.resolve("lake/_checkpoints/events/commits");
    Files.delete(commits.resolve(String.valueOf(batch)));
    Files.deleteIfExists(commits.resolve("." + batch + ".crc"));
  }

  @Test
  void anotherCheckpointIsRefusedWithTheWayOut() throws Exception {
    StreamScript script = StreamScript.in(folder).bronze(view("ann", "1", "10:00:00")).events();
    Files.move(
        folder.resolve("lake/_checkpoints/events"), folder.resolve("lake/_checkpoints/former"));
    assertThatThrownBy(script::events)
        .isInstanceOfSatisfying(
            UserMistake.class,
            mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("point --checkpoints to the former one");
  }

  @Test
  void anotherLatenessOnTheSameCheckpointIsRefused() {
    StreamScript script = StreamScript.in(folder).bronze(view("ann", "1", "10:00:00")).events();
    script.settings().lateness = Duration.ofMinutes(11);
    assertThatThrownBy(script::events)
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("--lateness PT10M");
  }

  @Test
  void aSettingThatHasMadeRowsMayNotChange() throws Exception {
    StreamScript script = StreamScript.in(folder).bronze(view("ann", "1", "10:00:00")).events();
    Map<String, String> changes =
        Map.of(
            "time_zone: Europe/Berlin", "time_zone from UTC to Europe/Berlin",
            "sessions: {gap: PT20M}", "sessions.gap from PT30M to PT20M",
            "sessions: {max_duration: PT12H}", "sessions.max_duration from PT24H to PT12H",
            "sessions: {cut_at_midnight: true}", "sessions.cut_at_midnight from false to true",
            "sessions: {cut_on_campaign: true}", "sessions.cut_on_campaign from false to true",
            "sessions: {cut_on_login: true}", "sessions.cut_on_login from false to true",
            "funnel: [visit, purchase]", "begin_checkout, purchase] to [visit, purchase]");
    String before = shoplakeJson();
    for (Map.Entry<String, String> change : changes.entrySet()) {
      script.shops(shops("main: {" + change.getKey() + "}"));
      assertThatThrownBy(script::events)
          .isInstanceOfSatisfying(
              UserMistake.class,
              mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining("The shop 'main' has rows in silver.events")
          .hasMessageContaining(change.getValue() + "; give it the former one in the shop file");
    }
    assertThat(shoplakeJson()).isEqualTo(before);
    script
        .shops(shops("main: {time_zone: Etc/UTC, currency: USD}"))
        .bronze(view("ann", "2", "10:01:00"))
        .events();
    assertThat(latestSessions(script)).containsExactly("1 2 2");
  }

  @Test
  void aShopWithoutRowsMayHaveAnySettings() throws Exception {
    StreamScript script = StreamScript.in(folder).bronze(view("ann", "1", "10:00:00")).events();
    script.shops(shops("north: {time_zone: Asia/Tokyo}")).events();
    script
        .shops(shops("north: {time_zone: Europe/Berlin, sessions: {gap: PT1H}}"))
        .bronze(ofNorth(view("bob", "2", "10:00:00")), ofNorth(view("bob", "3", "10:50:00")))
        .events();
    assertThat(latestSessions(script)).containsExactlyInAnyOrder("1 1 1", "2 3 2");
    assertThatThrownBy(() -> script.shops(shops("main: {}")).events())
        .hasMessageContaining("The shop 'north'")
        .hasMessageContaining(
            "sessions.gap from PT1H to PT30M, time_zone from Europe/Berlin to UTC");
  }

  @Test
  void aShopThatWasCountedWithTheDefaultsKeepsThem() throws Exception {
    StreamScript script =
        StreamScript.in(folder).bronze(ofNorth(view("bob", "1", "10:00:00"))).events();
    assertThatThrownBy(() -> script.shops(shops("north: {sessions: {gap: PT1H}}")).events())
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("The shop 'north' has rows in silver.events");
    script.shops(shops("north: {final_after: P9D}")).events();
  }

  @Test
  void defaultsOfAnotherReleaseAreRefusedWhereTheyHaveMadeRows() throws Exception {
    StreamScript script =
        StreamScript.in(folder).bronze(ofNorth(view("bob", "1", "10:00:00"))).events();
    Path file = folder.resolve("lake/_checkpoints/events/shoplake.json");
    String others = "\"other_shops\":{";
    String json = Files.readString(file);
    assertThat(json).contains(others);
    int at = json.indexOf(others);
    Files.writeString(file, json.substring(0, at) + json.substring(at).replace("PT30M", "PT45M"));
    Files.delete(file.resolveSibling(".shoplake.json.crc"));
    assertThatThrownBy(script::events)
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("A shop that the shop file does not name has rows")
        .hasMessageContaining("sessions.gap from PT45M to PT30M");
  }

  private Path shops(String shop) throws IOException {
    return Files.writeString(folder.resolve("shops.yaml"), "shops:\n  " + shop + "\n");
  }

  private String shoplakeJson() throws IOException {
    return Files.readString(folder.resolve("lake/_checkpoints/events/shoplake.json"));
  }

  private static String ofNorth(String event) {
    return event.replaceFirst("[{]", "{\"shop_id\": \"north\", ");
  }

  /** First event, last event and number of events of each session, by its latest revision. */
  private static List<String> latestSessions(StreamScript script) {
    return script
        .lake()
        .spark()
        .sql(
            """
            SELECT latest.first_event_id, latest.last_event_id, latest.events FROM (
              SELECT session_id, max_by(struct(*), revision) AS latest
              FROM delta.`%s` GROUP BY session_id)
            WHERE NOT latest.is_removed ORDER BY latest.started_at
            """
                .formatted(script.lake().path(SESSION_REVISIONS)))
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  private static Figures figures(
      long first,
      long last,
      long read,
      long accepted,
      long duplicate,
      long conflicting,
      long late,
      Map<String, Long> rejected) {
    return new Figures(
        "shop.events",
        0,
        first,
        last,
        read,
        accepted,
        duplicate,
        conflicting,
        late,
        0,
        new TreeMap<>(rejected));
  }
}
