package io.shoplake.sessions;

import static io.shoplake.sessions.Events.event;
import static io.shoplake.sessions.Events.micros;
import static io.shoplake.sessions.StartedBy.CAMPAIGN;
import static io.shoplake.sessions.StartedBy.FIRST;
import static io.shoplake.sessions.StartedBy.GAP;
import static io.shoplake.sessions.StartedBy.LOGIN;
import static io.shoplake.sessions.StartedBy.MAX_DURATION;
import static io.shoplake.sessions.StartedBy.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionizerTest {

  private static final long MINUTE = 60_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOON = micros("2026-03-10T12:00:00Z");

  private Rules rules = Rules.DEFAULT;

  private List<Session> sessions(Events... events) {
    return Sessionizer.sessions(rules, List.of(events).stream().map(Events::build).toList());
  }

  private Session session(Events... events) {
    List<Session> sessions = sessions(events);
    assertThat(sessions).hasSize(1);
    return sessions.get(0);
  }

  private List<StartedBy> reasons(Events... events) {
    return sessions(events).stream().map(Session::startedBy).toList();
  }

  @Test
  void aPauseOfExactlyTheGapContinuesTheSession() {
    assertThat(reasons(event("1", NOON), event("2", NOON + 30 * MINUTE))).containsExactly(FIRST);
  }

  @Test
  void aPauseOfOneMicrosecondMoreBeginsANewSession() {
    assertThat(reasons(event("1", NOON), event("2", NOON + 30 * MINUTE + 1)))
        .containsExactly(FIRST, GAP);
  }

  @Test
  void aVisitorWhoWasAwayForMoreThanThirtyDaysIsAFirstTimeVisitorAgain() {
    long away = 30 * 24 * HOUR;
    assertThat(reasons(event("1", NOON), event("2", NOON + away))).containsExactly(FIRST, GAP);
    assertThat(reasons(event("1", NOON), event("2", NOON + away + 1)))
        .containsExactly(FIRST, FIRST);
  }

  @Test
  void aSessionLastsTwentyFourHoursAndNotAMicrosecondLonger() {
    Event[] chain =
        IntStream.rangeClosed(0, 72)
            .mapToObj(i -> event("e%02d".formatted(i), NOON + i * 20 * MINUTE).build())
            .toArray(Event[]::new);
    assertThat(Sessionizer.sessions(rules, List.of(chain))).hasSize(1);
    chain[72] = event("e72", NOON + 24 * HOUR + 1).build();
    List<Session> sessions = Sessionizer.sessions(rules, List.of(chain));
    assertThat(sessions).extracting(Session::startedBy).containsExactly(FIRST, MAX_DURATION);
    assertThat(sessions.get(1).firstEventId()).isEqualTo("e72");
  }

  @Test
  void theTwentyFourHoursCountAnewFromEachCut() {
    rules = Rules.DEFAULT.withMaxDuration(Duration.ofHours(1));
    Event[] chain =
        IntStream.range(0, 12)
            .mapToObj(i -> event("e%02d".formatted(i), NOON + i * 20 * MINUTE).build())
            .toArray(Event[]::new);
    assertThat(Sessionizer.sessions(rules, List.of(chain)))
        .extracting(Session::firstEventId)
        .containsExactly("e00", "e04", "e08");
  }

  @Test
  void anotherCampaignBeginsANewSessionOnlyWhereTheShopSaysSo() {
    Events[] events = {
      event("1", NOON).campaign("google", "cpc", "spring", "Paid Search"),
      event("2", NOON + 1),
      event("3", NOON + 2).campaign("google", "cpc", "autumn", "Paid Search"),
      event("4", NOON + 3).campaign("google", "email", null, "Email")
    };
    assertThat(reasons(events)).containsExactly(FIRST);
    rules = Rules.DEFAULT.cuttingOnCampaign();
    assertThat(reasons(events)).containsExactly(FIRST, CAMPAIGN);
  }

  @Test
  void theFirstCampaignOfASessionThatHadNoneDoesNotCutIt() {
    rules = Rules.DEFAULT.cuttingOnCampaign();
    Session session =
        session(event("1", NOON), event("2", NOON + 1).campaign("mail", "email", "may", "Email"));
    assertThat(session.campaignSource()).isEqualTo("mail");
    assertThat(session.channel()).isEqualTo("Email");
  }

  @Test
  void midnightOfTheShopBeginsANewSessionOnlyWhereTheShopSaysSo() {
    Events[] events = {
      event("1", "2026-03-10T22:50:00Z"),
      event("2", "2026-03-10T22:59:59.999999Z"),
      event("3", "2026-03-10T23:00:00Z"),
      event("4", "2026-03-10T23:20:00Z")
    };
    assertThat(reasons(events)).containsExactly(FIRST);
    rules = Rules.DEFAULT.cuttingAtMidnight(ZoneId.of("Europe/Berlin"));
    assertThat(sessions(events)).extracting(Session::firstEventId).containsExactly("1", "3");
    assertThat(reasons(events)).containsExactly(FIRST, MIDNIGHT);
  }

  @Test
  void midnightMovesWithSummerTime() {
    rules = Rules.DEFAULT.cuttingAtMidnight(ZoneId.of("Europe/Berlin"));
    assertThat(reasons(event("1", "2026-03-29T21:50:00Z"), event("2", "2026-03-29T22:00:00Z")))
        .containsExactly(FIRST, MIDNIGHT);
    assertThat(reasons(event("1", "2026-03-28T22:50:00Z"), event("2", "2026-03-28T22:59:00Z")))
        .containsExactly(FIRST);
  }

  @Test
  void theHourThatClocksRepeatDoesNotCut() {
    rules = Rules.DEFAULT.cuttingAtMidnight(ZoneId.of("Europe/Berlin"));
    assertThat(reasons(event("1", "2026-10-25T00:45:00Z"), event("2", "2026-10-25T01:10:00Z")))
        .containsExactly(FIRST);
  }

  @Test
  void theLoginOfAnotherPersonBeginsANewSessionOnlyWhereTheShopSaysSo() {
    Events[] events = {
      event("1", NOON),
      event("2", NOON + 1).user("ann"),
      event("3", NOON + 2),
      event("4", NOON + 3).user("ann"),
      event("5", NOON + 4).user("bob")
    };
    assertThat(session(events).userId()).isEqualTo("bob");
    rules = Rules.DEFAULT.cuttingOnLogin();
    assertThat(reasons(events)).containsExactly(FIRST, LOGIN);
    assertThat(sessions(events)).extracting(Session::userId).containsExactly("ann", "bob");
  }

  @Test
  void eventsOfOneInstantAreOrderedByTheirIds() {
    Session session =
        session(event("c", NOON).page("/c"), event("a", NOON).page("/a"), event("b", NOON));
    assertThat(session.firstEventId()).isEqualTo("a");
    assertThat(session.lastEventId()).isEqualTo("c");
    assertThat(session.entryPage()).isEqualTo("/a");
    assertThat(session.exitPage()).isEqualTo("/c");
  }

  @Test
  void idsAreOrderedAsSqlEnginesOrderText() {
    // U+1F600 is after U+FFFD, though its first UTF-16 unit is not.
    assertThat(session(event("\ud83d\ude00", NOON), event("\ufffd", NOON)).firstEventId())
        .isEqualTo("\ufffd");
  }

  @Test
  void eventsOfOneInstantAreNeverParted() {
    rules = Rules.DEFAULT.cuttingOnLogin();
    List<Session> sessions =
        sessions(
            event("1", NOON).user("ann"), event("2", NOON + 1), event("3", NOON + 1).user("b"));
    assertThat(sessions).extracting(Session::firstEventId).containsExactly("1", "2");
    assertThat(sessions.get(1).startedBy()).isEqualTo(LOGIN);
    assertThat(sessions.get(1).events()).isEqualTo(2);
  }

  @Test
  void ofSeveralReasonsTheFirstDeclaredIsGiven() {
    rules =
        Rules.DEFAULT
            .cuttingOnCampaign()
            .cuttingOnLogin()
            .cuttingAtMidnight(ZoneId.of("Asia/Tokyo"));
    Events before = event("1", "2026-03-10T14:59:00Z").user("a").campaign("x", "y", null, "Email");
    Events after = event("2", "2026-03-10T15:01:00Z").user("b");
    assertThat(reasons(before, after)).containsExactly(FIRST, MIDNIGHT);
    assertThat(reasons(before, after.campaign("z", "y", null, "Email")))
        .containsExactly(FIRST, CAMPAIGN);
  }

  @Test
  void anIdCountsOnceAndTheFirstGivenWins() {
    Session session =
        session(event("1", NOON).page("/first"), event("1", NOON + 5).page("/second"));
    assertThat(session.events()).isEqualTo(1);
    assertThat(session.entryPage()).isEqualTo("/first");
    assertThat(session.isBounce()).isTrue();
  }

  @Test
  void aStepIsReachedInOrderOnlyAtOrAfterTheStepBeforeIt() {
    Session session =
        session(
            event("1", NOON),
            event("2", NOON + 1).type("begin_checkout"),
            event("3", NOON + 2).type("add_to_cart"),
            event("4", NOON + 3).type("view_item", "p"),
            event("5", NOON + 4).type("add_to_cart"),
            event("6", NOON + 5).type("purchase"));
    assertThat(session.funnel())
        .containsExactly(
            new Session.Step("visit", NOON, NOON),
            new Session.Step("view_item", NOON + 3, NOON + 3),
            new Session.Step("add_to_cart", NOON + 2, NOON + 4),
            new Session.Step("begin_checkout", NOON + 1, null),
            new Session.Step("purchase", NOON + 5, null));
  }

  @Test
  void stepsOfOneInstantAreInOrderWhateverTheirIds() {
    Session session =
        session(
            event("a", NOON).type("purchase"),
            event("b", NOON).type("begin_checkout"),
            event("c", NOON).type("add_to_cart"),
            event("d", NOON).type("view_item"));
    assertThat(session.funnel()).extracting(Session.Step::reachedAt).containsOnly(NOON).hasSize(5);
  }

  @Test
  void aShopMayHaveItsOwnFunnel() {
    rules = Rules.DEFAULT.withFunnel(List.of("search", "view_item"));
    assertThat(session(event("1", NOON), event("2", NOON + 1).type("view_item")).funnel())
        .containsExactly(new Session.Step("view_item", NOON + 1, null));
  }

  @Test
  void aSessionTellsAllItsFacts() {
    Session session =
        session(
            event("1", NOON).client("c1").device("tablet", null),
            event("2", NOON + 1).page("/in").from("https://search/", "Organic Search"),
            event("3", NOON + 2).type("view_item", "p2", "p1").device("mobile", "web"),
            event("4", NOON + 3).type("view_item", "p1", "p3").user("ann").client("c2"),
            event("5", NOON + 4).type("add_to_cart", "p9"),
            event("6", NOON + 5).order("o1").page("/out"),
            event("7", NOON + 6).order("o1"),
            event("8", NOON + 2_999_999)
                .campaign("mail", "email", "may", "Email")
                .from("https://mail/", "Email")
                .bot());
    assertThat(session)
        .isEqualTo(
            new Session(
                "main",
                session.sessionId(),
                "a:ann",
                NOON,
                NOON + 2_999_999,
                2,
                FIRST,
                "1",
                "8",
                8,
                3,
                2,
                new TreeMap<>(
                    Map.of("page_view", 3L, "view_item", 2L, "add_to_cart", 1L, "purchase", 2L)),
                List.of("p2", "p1", "p3"),
                List.of(
                    new Session.Step("visit", NOON, NOON),
                    new Session.Step("view_item", NOON + 2, NOON + 2),
                    new Session.Step("add_to_cart", NOON + 4, NOON + 4),
                    new Session.Step("purchase", NOON + 5, null)),
                List.of("6", "7"),
                List.of("o1"),
                "/in",
                "/out",
                "https://search/",
                "mail",
                "email",
                "may",
                "Email",
                "tablet",
                "web",
                "ann",
                "c1",
                true,
                false));
  }

  @Test
  void withoutACampaignTheFirstChannelThatIsNotDirectCounts() {
    assertThat(
            session(
                    event("1", NOON),
                    event("2", NOON + 1).from("https://own/", "Direct"),
                    event("3", NOON + 2).from("https://blog/", "Referral"),
                    event("4", NOON + 3).from("https://search/", "Organic Search"))
                .channel())
        .isEqualTo("Referral");
    assertThat(session(event("1", NOON)).channel()).isEqualTo("Direct");
  }

  @Test
  void aSessionIsNamedByShopVisitorAndFirstEvent() {
    // Computed outside of Java; every release must give the same names.
    assertThat(session(event("1", NOON)).sessionId()).isEqualTo("d571f578da3598941e79fe5d2c453798");
    assertThat(SessionIds.of("ab", "c", "1")).isNotEqualTo(SessionIds.of("a", "bc", "1"));
  }

  @Test
  void aSessionIsOpenUntilAnEventBeyondTheGapIsThere() {
    Session session = session(event("1", NOON));
    assertThat(session.isOpenAt(NOON + 30 * MINUTE, rules)).isTrue();
    assertThat(session.isOpenAt(NOON + 30 * MINUTE + 1, rules)).isFalse();
  }

  @Test
  void noEventsMakeNoSessions() {
    assertThat(sessions()).isEmpty();
  }

  @Test
  void eventsOfTwoVisitorsAreRefused() {
    assertThatThrownBy(() -> sessions(event("1", NOON), event("2", NOON).of("main", "a:bob")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a:ann'")
        .hasMessageContaining("'a:bob'");
  }
}
