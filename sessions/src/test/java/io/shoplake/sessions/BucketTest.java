package io.shoplake.sessions;

import static io.shoplake.sessions.Events.event;
import static io.shoplake.sessions.Events.micros;
import static io.shoplake.sessions.Outcome.ACCEPTED;
import static io.shoplake.sessions.Outcome.CONFLICTING;
import static io.shoplake.sessions.Outcome.DUPLICATE;
import static io.shoplake.sessions.Outcome.LATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketTest {

  private static final long MINUTE = 60_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOON = micros("2026-03-10T12:00:00Z");

  private final Bucket bucket = new Bucket(Duration.ofMinutes(10), shopId -> Rules.DEFAULT);

  private Outcome add(Events event) {
    Event built = event.build();
    return bucket.add(built, built.time());
  }

  private List<String> endBatch() {
    List<String> revisions = new ArrayList<>();
    bucket.endBatch(revision -> revisions.add(text(revision)));
    return revisions;
  }

  private static String text(Revision revision) {
    Session session = revision.session();
    return "%s..%s x%d #%d%s"
        .formatted(
            session.firstEventId(),
            session.lastEventId(),
            session.events(),
            revision.revision(),
            revision.isRemoved() ? " removed" : "");
  }

  @Test
  void everySessionThatABatchTouchedIsRevisedOnce() {
    add(event("1", NOON));
    add(event("2", NOON + MINUTE));
    add(event("9", NOON + 2 * HOUR).of("main", "a:bob"));
    assertThat(endBatch()).containsExactly("1..2 x2 #1", "9..9 x1 #1");
    add(event("3", NOON + 125 * MINUTE).of("main", "a:bob"));
    assertThat(endBatch()).containsExactly("9..3 x2 #2");
    assertThat(endBatch()).isEmpty();
  }

  @Test
  void anEventBetweenTwoSessionsMergesThemAndRemovesTheSecond() {
    add(event("1", NOON));
    add(event("3", NOON + 35 * MINUTE));
    assertThat(endBatch()).containsExactly("1..1 x1 #1", "3..3 x1 #1");
    add(event("2", NOON + 25 * MINUTE));
    assertThat(endBatch()).containsExactly("3..3 x1 #2 removed", "1..3 x3 #2");
  }

  @Test
  void aRemovedRevisionTellsTheFactsThatWereEmittedBefore() {
    add(event("1", NOON));
    add(event("3", NOON + 35 * MINUTE).page("/three"));
    List<Revision> before = new ArrayList<>();
    bucket.endBatch(before::add);
    add(event("2", NOON + 25 * MINUTE));
    List<Revision> after = new ArrayList<>();
    bucket.endBatch(after::add);
    assertThat(after.get(0)).isEqualTo(new Revision(before.get(1).session(), 2, true));
  }

  @Test
  void aSessionThatComesBackCountsOn() {
    Bucket patient =
        new Bucket(
            Duration.ofHours(10), id -> Rules.DEFAULT.withMaxDuration(Duration.ofMinutes(40)));
    List<String> revisions = new ArrayList<>();
    // e1 takes in e0; e3 makes the session too long, so that it is cut before e0 again.
    for (long[] step : new long[][] {{0, 60}, {1, 30}, {2, 65}, {3, 5}}) {
      Event event = event("e" + step[0], NOON + step[1] * MINUTE).build();
      patient.add(event, event.time());
      patient.endBatch(revision -> revisions.add(text(revision)));
    }
    assertThat(revisions)
        .containsExactly(
            "e0..e0 x1 #1",
            "e0..e0 x1 #2 removed",
            "e1..e0 x2 #1",
            "e1..e2 x3 #2",
            "e1..e2 x3 #3 removed",
            "e3..e1 x2 #1",
            "e0..e2 x2 #3");
  }

  @Test
  void aSessionIsRevisedWhenOnlyTheReasonOfItsStartChanges() {
    Bucket patient = new Bucket(Duration.ofHours(5), id -> Rules.DEFAULT);
    List<Revision> revisions = new ArrayList<>();
    for (Events event : List.of(event("2", NOON), event("1", NOON - HOUR))) {
      patient.add(event.build(), NOON);
      patient.endBatch(revisions::add);
    }
    assertThat(revisions)
        .extracting(r -> r.session().firstEventId() + " " + r.session().startedBy().label())
        .containsExactly("2 first", "1 first", "2 gap");
  }

  @Test
  void aRepeatedEventIsADuplicateAndOneWithOtherContentConflicts() {
    assertThat(add(event("1", NOON))).isEqualTo(ACCEPTED);
    assertThat(add(event("1", NOON))).isEqualTo(DUPLICATE);
    endBatch();
    assertThat(add(event("1", NOON))).isEqualTo(DUPLICATE);
    assertThat(add(event("1", NOON).content(7))).isEqualTo(CONFLICTING);
    assertThat(add(event("1", NOON + HOUR))).isEqualTo(DUPLICATE);
    assertThat(add(event("1", NOON - HOUR))).isEqualTo(DUPLICATE);
    assertThat(endBatch()).isEmpty();
    assertThat(bucket.watermark()).isEqualTo(NOON - 10 * MINUTE);
  }

  @Test
  void anIdIsKnownWithinItsShopAndVisitorOnly() {
    assertThat(add(event("1", NOON))).isEqualTo(ACCEPTED);
    assertThat(add(event("1", NOON).of("main", "a:bob"))).isEqualTo(ACCEPTED);
    assertThat(add(event("1", NOON).of("other", Events.VISITOR))).isEqualTo(ACCEPTED);
    assertThat(endBatch()).hasSize(3);
  }

  @Test
  void amongHundredsOfOpenEventsACopyIsStillFound() {
    for (int i = 0; i < 300; i++) {
      assertThat(add(event("e" + i, NOON + i))).isEqualTo(ACCEPTED);
    }
    for (int i = 0; i < 300; i++) {
      assertThat(add(event("e" + i, NOON + i))).isEqualTo(DUPLICATE);
    }
    assertThat(endBatch()).containsExactly("e0..e299 x300 #1");
  }

  @Test
  void anIdIsForgottenOnceTheWatermarkPassesItsEvent() {
    for (int i = 0; i < 1000; i++) {
      add(event("e" + i, NOON + i * MINUTE / 60));
    }
    assertThat(add(event("e0", NOON))).isEqualTo(DUPLICATE);
    endBatch();
    assertThat(add(event("e398", NOON + 398 * MINUTE / 60))).isEqualTo(LATE);
    assertThat(add(event("e399", NOON + 399 * MINUTE / 60))).isEqualTo(DUPLICATE);
    assertThat(bucket.counters().ids()).isEqualTo(601);
  }

  @Test
  void anEventBeforeTheWatermarkIsLateAndNotPlaced() {
    add(event("1", NOON));
    endBatch();
    assertThat(add(event("2", NOON - 10 * MINUTE - 1))).isEqualTo(LATE);
    assertThat(add(event("3", NOON - 10 * MINUTE))).isEqualTo(ACCEPTED);
    assertThat(endBatch()).containsExactly("1..1 x1 #2 removed", "3..1 x2 #1");
  }

  @Test
  void aSecondLateCopyInTheSameBatchIsADuplicate() {
    add(event("1", NOON));
    endBatch();
    assertThat(add(event("2", NOON - HOUR))).isEqualTo(LATE);
    assertThat(add(event("2", NOON - HOUR))).isEqualTo(DUPLICATE);
    assertThat(add(event("2", NOON - HOUR).content(7))).isEqualTo(CONFLICTING);
    assertThat(add(event("2", NOON + 1))).isEqualTo(DUPLICATE);
    endBatch();
    assertThat(add(event("2", NOON - HOUR))).isEqualTo(LATE);
  }

  @Test
  void theWatermarkMovesAtTheEndOfABatchOnlyAndNeverBack() {
    add(event("1", NOON));
    assertThat(bucket.watermark()).isEqualTo(Long.MIN_VALUE);
    add(event("2", NOON - 5 * HOUR));
    endBatch();
    assertThat(bucket.watermark()).isEqualTo(NOON - 10 * MINUTE);
    add(event("3", NOON - MINUTE));
    endBatch();
    assertThat(bucket.watermark()).isEqualTo(NOON - 10 * MINUTE);
  }

  @Test
  void aClockThatIsAheadDoesNotMoveTheWatermarkBeyondTheArrival() {
    bucket.add(event("1", NOON + HOUR).build(), NOON);
    endBatch();
    assertThat(bucket.watermark()).isEqualTo(NOON - 10 * MINUTE);
  }

  @Test
  void aVisitIsLetGoOnceTheWatermarkIsBeyondItsGap() {
    add(event("1", NOON));
    add(event("2", NOON + 40 * MINUTE).of("main", "a:bob"));
    endBatch();
    // The watermark is at half past noon: an event of that very instant would still continue.
    assertThat(bucket.counters().liveSessions()).isEqualTo(2);
    assertThat(add(event("3", NOON + 30 * MINUTE))).isEqualTo(ACCEPTED);
    assertThat(endBatch()).containsExactly("1..3 x2 #2");
    add(event("4", NOON + 3 * HOUR).of("main", "a:bob"));
    endBatch();
    assertThat(bucket.counters().liveSessions()).isEqualTo(1);
    assertThat(bucket.counters().away()).isEqualTo(1);
  }

  @Test
  void whoReturnsAfterTheVisitWasLetGoIsNoFirstTimeVisitor() {
    add(event("1", NOON));
    endBatch();
    add(event("2", NOON + 20 * HOUR).of("main", "a:bob"));
    endBatch();
    add(event("3", NOON + 21 * HOUR));
    List<Revision> revisions = new ArrayList<>();
    bucket.endBatch(revisions::add);
    assertThat(revisions).extracting(r -> r.session().startedBy()).containsExactly(StartedBy.GAP);
  }

  @Test
  void visitorsAreForgottenAfterThirtyDays() {
    for (int day = 0; day < 70; day++) {
      add(event("e", NOON + day * 24 * HOUR).of("main", "a:" + day));
      endBatch();
    }
    // Two days more at most: the lateness, and that it is looked after once a day.
    assertThat(bucket.counters().away()).isBetween(29L, 32L);
  }

  @Test
  void aDayLongChainIsKeptAsAFoldAndTheEventsSince() {
    for (int i = 0; i < 1000; i++) {
      add(event("e" + i, NOON + i * MINUTE));
      endBatch();
    }
    Bucket.Counters counters = bucket.counters();
    assertThat(counters.liveSessions()).isEqualTo(1);
    assertThat(counters.ids()).isEqualTo(11);
    assertThat(counters.accepted()).isEqualTo(1000);
    assertThat(bucket.encode()).hasSizeLessThan(1500);
  }

  @Test
  void theRevisionsOfSettledSessionsAreLetGo() {
    Bucket cutting =
        new Bucket(
            Duration.ofMinutes(10), id -> Rules.DEFAULT.withMaxDuration(Duration.ofMinutes(5)));
    for (int i = 0; i < 300; i++) {
      cutting.add(event("e" + i, NOON + i * MINUTE).build(), NOON + i * MINUTE);
      cutting.endBatch(revision -> {});
    }
    assertThat(cutting.shops.get(Events.SHOP).visitors.get(Events.VISITOR).revisions)
        .hasSizeLessThan(4);
  }

  @Test
  void aClientThatReusesItsIdsDoesNotBreakTheBucket() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Rules rules = Rules.DEFAULT.withMaxDuration(Duration.ofMinutes(1 + random.nextInt(60)));
      Bucket reusing = new Bucket(Duration.ofMinutes(10), shopId -> rules);
      long time = NOON;
      for (int i = 0; i < 100; i++) {
        Event event = event("e" + random.nextInt(2), time).build();
        assertThat(reusing.add(event, time)).isIn(ACCEPTED, DUPLICATE);
        reusing.add(event("b" + i, time).of("main", "a:bob").build(), time);
        if (random.nextInt(3) == 0) {
          reusing.endBatch(revision -> assertThat(revision.revision()).isPositive());
          reusing = Bucket.decode(reusing.encode(), Duration.ofMinutes(10), shopId -> rules);
        }
        time += random.nextInt(20) * MINUTE;
      }
      assertThat(reusing.counters().accepted()).isGreaterThan(110);
    }
  }

  @Test
  void theCountersTellWhatBecameOfTheEvents() {
    add(event("1", NOON));
    add(event("1", NOON));
    add(event("1", NOON).content(7));
    endBatch();
    add(event("2", NOON - HOUR));
    endBatch();
    assertThat(bucket.counters()).isEqualTo(new Bucket.Counters(1, 2, 1, 1, 1, 1, 1, 0));
  }

  @Test
  void aBucketIsNotStoredInTheMiddleOfABatch() {
    add(event("1", NOON));
    assertThatThrownBy(bucket::encode)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("end the batch first");
  }
}
