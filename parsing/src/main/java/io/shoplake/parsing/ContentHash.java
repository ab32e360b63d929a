package io.shoplake.parsing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64 of a JSON value without its insignificant white space.
 *
 * <p>The seed is that of Spark SQL's {@code xxhash64}, so for a value without such space both give
 * the same number.
 */
final class ContentHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = 42;
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  private ContentHash() {}

  /** The hash of {@code json}, which must be valid JSON. */
  static long of(byte[] json, boolean hasBackslash) {
    byte[] compact = new byte[json.length];
    int length = hasBackslash ? compactEscaped(json, compact) : compactPlain(json, compact);
    return hash(compact, length, SEED);
  }

  /** Without escapes every quote begins or ends a string, so no branch is needed. */
  private static int compactPlain(byte[] json, byte[] compact) {
    int length = 0;
    int inString = 0;
    for (byte b : json) {
      compact[length] = b;
      inString ^= b == '"' ? 1 : 0;
      length += inString | ((b & 0xff) > ' ' ? 1 : 0);
    }
    return length;
  }

  private static int compactEscaped(byte[] json, byte[] compact) {
    int length = 0;
    boolean isInString = false;
    boolean isEscaped = false;
    for (byte b : json) {
      if (isInString || (b & 0xff) > ' ') {
        compact[length++] = b;
      }
      if (isEscaped) {
        isEscaped = false;
      } else if (b == '\\') {
        isEscaped = true;
      } else if (b == '"') {
        isInString = !isInString;
      }
    }
    return length;
  }

  static long hash(byte[] bytes, int length, long seed) {
    int at = 0;
    long hash = seed + PRIME_5;
    if (length >= 4 * Long.BYTES) {
      long lane1 = seed + PRIME_1 + PRIME_2;
      long lane2 = seed + PRIME_2;
      long lane3 = seed;
      long lane4 = seed - PRIME_1;
      for (; at <= length - 4 * Long.BYTES; at += 4 * Long.BYTES) {
        lane1 = round(lane1, (long) LONGS.get(bytes, at));
        lane2 = round(lane2, (long) LONGS.get(bytes, at + Long.BYTES));
        lane3 = round(lane3, (long) LONGS.get(bytes, at + 2 * Long.BYTES));
        lane4 = round(lane4, (long) LONGS.get(bytes, at + 3 * Long.BYTES));
      }
      hash =
          Long.rotateLeft(lane1, 1)
              + Long.rotateLeft(lane2, 7)
              + Long.rotateLeft(lane3, 12)
              + Long.rotateLeft(lane4, 18);
      hash = merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
    }
    hash += length;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      hash ^= round(0, (long) LONGS.get(bytes, at));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (at <= length - Integer.BYTES) {
      hash ^= ((int) INTS.get(bytes, at) & 0xffffffffL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      at += Integer.BYTES;
    }
    for (; at < length; at++) {
      hash ^= (bytes[at] & 0xff) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    hash = (hash ^ (hash >>> 33)) * PRIME_2;
    hash = (hash ^ (hash >>> 29)) * PRIME_3;
    return hash ^ (hash >>> 32);
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }
}
