package io.shoplake.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastSeenTest {

  @Test
  void itHoldsWhatAMapWouldHold() {
    Random random = new Random(3);
    LastSeen seen = new LastSeen();
    Map<Long, Long> expected = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      // Few distinct hashes that meet in the same slots.
      long hash = (long) random.nextInt(3000) << 40 | random.nextInt(3);
      seen.put(hash, i);
      expected.put(hash, (long) i);
      if (random.nextInt(5_000) == 0) {
        long before = i - 2_000;
        seen.forgetBefore(before);
        expected.values().removeIf(time -> time < before);
      }
    }
    Map<Long, Long> held = new HashMap<>();
    seen.forEach(held::put);
    assertThat(held).isEqualTo(expected);
    assertThat(seen.size()).isEqualTo(expected.size());
    expected.forEach((hash, time) -> assertThat(seen.time(hash)).isEqualTo(time));
    assertThat(seen.time(-1)).isEqualTo(Times.NEVER);
  }

  @Test
  void alikeVisitorIdsHaveDifferentHashes() {
    Map<Long, Integer> hashes = new HashMap<>();
    for (int i = 0; i < 300_000; i++) {
      assertThat(hashes.put(LastSeen.hash("a:visitor-" + i), i)).isNull();
    }
  }

  @Test
  void theHashIsTheSameInEveryRelease() {
    // Computed outside of Java.
    assertThat(LastSeen.hash("a:ann")).isEqualTo(-6222517638374373973L);
  }
}
