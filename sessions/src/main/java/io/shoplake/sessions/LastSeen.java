package io.shoplake.sessions;

import java.util.Arrays;

/**
 * When the visitors of a shop were last seen whose sessions are over, by a hash of the visitor id:
 * 16 bytes each, for as long as it matters whether a visitor is a first-time visitor.
 *
 * <p>Two visitors with the same hash would only be told apart too little: one of them would be
 * marked as returning; of 100,000 visitors that is one in about four billion buckets.
 */
final class LastSeen {

  private long[] hashes = new long[16];
  private long[] times = new long[16];
  private int size;

  LastSeen() {
    Arrays.fill(times, Times.NEVER);
  }

  int size() {
    return size;
  }

  void put(long hash, long time) {
    if (size * 2 >= hashes.length) {
      rehash(hashes.length * 2, Times.NEVER);
    }
    int at = slot(hash);
    if (times[at] == Times.NEVER) {
      hashes[at] = hash;
      size++;
    }
    times[at] = time;
  }

  /** When the visitor was last seen, or NEVER. */
  long time(long hash) {
    return times[slot(hash)];
  }

  /** Forgets whoever was last seen before this time. */
  void forgetBefore(long time) {
    rehash(16, time);
  }

  interface Visit {
    void accept(long hash, long time);
  }

  void forEach(Visit visit) {
    for (int i = 0; i < hashes.length; i++) {
      if (times[i] != Times.NEVER) {
        visit.accept(hashes[i], times[i]);
      }
    }
  }

  private void rehash(int capacity, long notBefore) {
    long[] oldHashes = hashes;
    long[] oldTimes = times;
    int kept = 0;
    for (long time : oldTimes) {
      kept += time != Times.NEVER && time >= notBefore ? 1 : 0;
    }
    int length = capacity;
    while (length < kept * 2 + 2) {
      length *= 2;
    }
    hashes = new long[length];
    times = new long[length];
    Arrays.fill(times, Times.NEVER);
    size = kept;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldTimes[i] != Times.NEVER && oldTimes[i] >= notBefore) {
        int at = slot(oldHashes[i]);
        hashes[at] = oldHashes[i];
        times[at] = oldTimes[i];
      }
    }
  }

  private int slot(long hash) {
    int mask = hashes.length - 1;
    int at = (int) (hash ^ (hash >>> 32)) & mask;
    while (times[at] != Times.NEVER && hashes[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** A hash of a visitor id that is the same on every machine and in every version. */
  static long hash(String visitorId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < visitorId.length(); i++) {
      hash = (hash ^ visitorId.charAt(i)) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
