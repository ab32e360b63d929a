package io.shoplake.ingest.mapping;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Counts equal hashes in 16 bytes for each distinct one, so that large files fit into memory. */
final class SeenRows {

  private static final int FIRST_SLOTS = 1 << 12;

  private long[] slots = new long[FIRST_SLOTS];
  private final Map<Long, Integer> repeated = new HashMap<>();
  private int filled;

  /** How often {@code hash} came before; counts it. */
  int countBefore(long hash) {
    long mark = hash == 0 ? 1 : hash;
    if (add(mark)) {
      return 0;
    }
    return repeated.merge(mark, 1, Integer::sum);
  }

  private boolean add(long mark) {
    if (filled * 2 >= slots.length) {
      grow();
    }
    int slot = slot(mark);
    if (slots[slot] == mark) {
      return false;
    }
    slots[slot] = mark;
    filled++;
    return true;
  }

  /** The slot of {@code mark}, or the empty one where it belongs. */
  private int slot(long mark) {
    int slot = (int) (mark ^ (mark >>> 32)) & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != mark) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    Arrays.stream(old).filter(mark -> mark != 0).forEach(mark -> slots[slot(mark)] = mark);
  }
}
