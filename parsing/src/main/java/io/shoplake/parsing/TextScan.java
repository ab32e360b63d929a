package io.shoplake.parsing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How far a value is text that every later system can keep: strict UTF-8, no lone surrogates, no
 * NUL, whether as bytes or as escapes.
 *
 * <p>Jackson lets all of these pass or replaces them, so they are looked for on the bytes.
 */
final class TextScan {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BACKSLASHES = LOW_BITS * '\\';
  private static final int UNICODE_ESCAPE_LENGTH = 6;

  private final byte[] value;
  private WholeValueCode flaw;
  private boolean hasBackslash;

  private TextScan(byte[] value) {
    this.value = value;
  }

  /**
   * What was found.
   *
   * @param cleanLength bytes before the first flaw
   * @param flaw the first flaw; null if there is none
   * @param isEscape whether the flaw is an escape, which means something in strings only
   * @param hasBackslash whether a backslash stands before the first flaw
   */
  record Result(int cleanLength, WholeValueCode flaw, boolean isEscape, boolean hasBackslash) {}

  static Result of(byte[] value) {
    TextScan scan = new TextScan(value);
    int cleanLength = scan.cleanLength();
    boolean isEscape = scan.flaw != null && value[cleanLength] == '\\';
    return new Result(cleanLength, scan.flaw, isEscape, scan.hasBackslash);
  }

  private int cleanLength() {
    int at = 0;
    while (at < value.length) {
      if (at + Long.BYTES <= value.length && isPlain((long) LONGS.get(value, at))) {
        at += Long.BYTES;
        continue;
      }
      int end = Math.min(at + Long.BYTES, value.length);
      while (at < end) {
        int length = characterLength(at);
        if (length == 0) {
          return at;
        }
        at += length;
      }
    }
    return at;
  }

  /** Whether none of eight bytes is NUL, a backslash or beyond ASCII. */
  private static boolean isPlain(long bytes) {
    long backslashes = bytes ^ BACKSLASHES;
    long suspicious =
        bytes | ((bytes - LOW_BITS) & ~bytes) | ((backslashes - LOW_BITS) & ~backslashes);
    return (suspicious & HIGH_BITS) == 0;
  }

  /** Length of the character or escape at {@code at}; 0 where it is flawed. */
  private int characterLength(int at) {
    int first = value[at];
    if (first == 0) {
      return flawed(WholeValueCode.NUL_CHARACTER);
    }
    if (first == '\\') {
      hasBackslash = true;
      return escapeLength(at);
    }
    return first > 0 ? 1 : sequenceLength(at, first & 0xff);
  }

  private int escapeLength(int at) {
    int kind = at + 1 < value.length ? value[at + 1] : 0;
    if (kind == '\\') {
      return 2;
    }
    int unit = kind == 'u' ? escapedUnit(at) : -1;
    if (unit == 0) {
      return flawed(WholeValueCode.NUL_CHARACTER);
    }
    if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
      // An invalid escape is left to the JSON parser.
      return 1;
    }
    int next = escapedUnit(at + UNICODE_ESCAPE_LENGTH);
    boolean isPair =
        unit <= Character.MAX_HIGH_SURROGATE
            && next >= Character.MIN_LOW_SURROGATE
            && next <= Character.MAX_LOW_SURROGATE;
    return isPair ? 2 * UNICODE_ESCAPE_LENGTH : flawed(WholeValueCode.NOT_UTF8);
  }

  /** The UTF-16 unit that the escape at {@code at} stands for; -1 where there is none. */
  private int escapedUnit(int at) {
    if (at + UNICODE_ESCAPE_LENGTH > value.length || value[at] != '\\' || value[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + UNICODE_ESCAPE_LENGTH; i++) {
      int digit = Character.digit(value[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  /** Length of a sequence beyond ASCII by table 3-7 of the Unicode standard. */
  private int sequenceLength(int at, int first) {
    if (first >= 0xc2 && first <= 0xdf) {
      return isBetween(at + 1, 0x80, 0xbf) ? 2 : flawed(WholeValueCode.NOT_UTF8);
    }
    if (first >= 0xe0 && first <= 0xef) {
      int low = first == 0xe0 ? 0xa0 : 0x80;
      int high = first == 0xed ? 0x9f : 0xbf;
      boolean isValid = isBetween(at + 1, low, high) && isBetween(at + 2, 0x80, 0xbf);
      return isValid ? 3 : flawed(WholeValueCode.NOT_UTF8);
    }
    if (first >= 0xf0 && first <= 0xf4) {
      int low = first == 0xf0 ? 0x90 : 0x80;
      int high = first == 0xf4 ? 0x8f : 0xbf;
      boolean isValid =
          isBetween(at + 1, low, high)
              && isBetween(at + 2, 0x80, 0xbf)
              && isBetween(at + 3, 0x80, 0xbf);
      return isValid ? 4 : flawed(WholeValueCode.NOT_UTF8);
    }
    return flawed(WholeValueCode.NOT_UTF8);
  }

  private boolean isBetween(int at, int low, int high) {
    return at < value.length && (value[at] & 0xff) >= low && (value[at] & 0xff) <= high;
  }

  private int flawed(WholeValueCode code) {
    flaw = code;
    return 0;
  }
}
