package io.shoplake.sessions;

import static io.shoplake.sessions.Events.event;
import static io.shoplake.sessions.GoldenBucket.LATENESS;
import static io.shoplake.sessions.GoldenBucket.NOON;
import static io.shoplake.sessions.GoldenBucket.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BucketFormatTest {

  private static Bucket decode(byte[] state) {
    return Bucket.decode(state, LATENESS, RULES::get);
  }

  /** What a bucket makes of events that touch everything it holds. */
  private static List<Revision> goOn(Bucket bucket) {
    List<Revision> revisions = new ArrayList<>();
    for (Events next :
        List.of(
            event("n1", NOON + 16_000_000),
            event("n2", NOON + 900_000_001L).order("o2"),
            event("n3", NOON + 700_000_000).of("main", "a:away"),
            event("n4", NOON + 330_000_000).of("other", Events.VISITOR),
            event("n5", NOON + 1_900_000_000L).of("other", Events.VISITOR),
            event("n6", NOON + 950_000_000).of("other", Events.VISITOR))) {
      bucket.add(next.build(), NOON + 960_000_000);
      bucket.endBatch(revisions::add);
    }
    return revisions;
  }

  @Test
  void aBucketOfVersionOneIsReadAsItWas() throws IOException {
    Bucket stored = decode(GoldenBucket.stored(1));
    Bucket made = GoldenBucket.bucket();
    assertThat(stored.watermark()).isEqualTo(NOON + 300_000_000);
    assertThat(stored.counters())
        .isEqualTo(made.counters())
        .isEqualTo(new Bucket.Counters(9, 2, 1, 1, 2, 2, 3, 1));
    assertThat(goOn(stored))
        .isEqualTo(goOn(made))
        .anyMatch(r -> r.session().firstEventId().equals("o2") && r.revision() == 3);
  }

  @Test
  void theWrittenVersionIsStillTheStoredOne() throws IOException {
    assertThat(GoldenBucket.bucket().encode()).isEqualTo(GoldenBucket.stored(1));
  }

  @Test
  void anEmptyBucketIsStoredToo() {
    byte[] state = new Bucket(LATENESS, RULES::get).encode();
    assertThat(decode(state).watermark()).isEqualTo(Long.MIN_VALUE);
    assertThat(goOn(decode(state))).isEqualTo(goOn(new Bucket(LATENESS, RULES::get)));
  }

  @Test
  void textsComeBackAsTheyWereEvenHalfSurrogatePairs() {
    for (String text : List.of("", "plain", "\u00fc", "\ud83d\ude00", "\ud83d", "\u0000\u007f")) {
      StateWriter out = new StateWriter();
      out.text(text);
      out.word(text);
      out.word(null);
      out.word(text);
      StateReader in = new StateReader(out.closed());
      assertThat(List.of(in.text(), in.word())).containsOnly(text);
      assertThat(in.word()).isNull();
      assertThat(in.word()).isEqualTo(text);
      in.requireEnd();
    }
  }

  @Test
  void numbersComeBackAsTheyWere() {
    for (long number : new long[] {0, 1, 127, 128, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      StateWriter out = new StateWriter();
      out.count(number);
      out.signed(number);
      out.fixed64(number);
      StateReader in = new StateReader(out.closed());
      assertThat(List.of(in.count(), in.signed(), in.fixed64())).containsOnly(number);
    }
  }

  @Test
  void stateOfOtherRulesIsRefusedAndSaysWhich() {
    byte[] state = GoldenBucket.bucket().encode();
    assertThatThrownBy(() -> Bucket.decode(state, Duration.ofMinutes(11), RULES::get))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lateness")
        .hasMessageContaining("PT10M")
        .hasMessageContaining("PT11M");
    assertThatThrownBy(() -> Bucket.decode(state, LATENESS, shopId -> Rules.DEFAULT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shop 'other'")
        .hasMessageContaining("max_duration=PT5M")
        .hasMessageContaining("max_duration=PT24H");
  }

  @Test
  void stateOfAnUnknownVersionIsRefused() {
    byte[] state = GoldenBucket.bucket().encode();
    state[4] = 99;
    assertThatThrownBy(() -> decode(withChecksum(state)))
        .isInstanceOf(CorruptStateException.class)
        .hasMessageContaining("version is 99");
    state[0]++;
    assertThatThrownBy(() -> decode(withChecksum(state)))
        .isInstanceOf(CorruptStateException.class)
        .hasMessageContaining("something else");
  }

  @Test
  void everyDamagedBitIsNoticed() {
    byte[] state = GoldenBucket.bucket().encode();
    for (int bit = 0; bit < state.length * 8; bit++) {
      byte[] damaged = state.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> decode(damaged)).isInstanceOf(CorruptStateException.class);
    }
  }

  @Test
  void everyCutIsNoticed() {
    byte[] state = GoldenBucket.bucket().encode();
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> decode(cut)).isInstanceOf(CorruptStateException.class);
      if (length > 4) {
        // The same with a checksum that fits: the reader itself must find the end.
        assertThatThrownBy(() -> decode(withChecksum(cut)))
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void damageBehindAFittingChecksumNeverRunsWild() {
    byte[] state = GoldenBucket.bucket().encode();
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = state.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        decode(withChecksum(damaged)).counters();
      } catch (IllegalStateException refusal) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5_000);
  }

  private static byte[] withChecksum(byte[] state) {
    int end = state.length - Integer.BYTES;
    CRC32 checksum = new CRC32();
    checksum.update(state, 0, end);
    return ByteBuffer.wrap(state.clone()).putInt(end, (int) checksum.getValue()).array();
  }
}
