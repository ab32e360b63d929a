package io.shoplake.sessions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes the values that stored state is made of; {@link StateReader} reads them. */
final class StateWriter {

  private byte[] bytes = new byte[1024];
  private int size;
  private final Map<String, Integer> words = new HashMap<>();

  void fixed32(int value) {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void fixed64(long value) {
    fixed32((int) (value >>> 32));
    fixed32((int) value);
  }

  /** A number that is never negative and mostly small. */
  void count(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A number that may be negative and is mostly near zero. */
  void signed(long value) {
    count((value << 1) ^ (value >> 63));
  }

  void flag(boolean value) {
    count(value ? 1 : 0);
  }

  /** A text that seldom occurs twice, such as an id. Any text comes back as it was. */
  void text(String text) {
    boolean isPlain = isPlain(text);
    byte[] encoded = isPlain ? text.getBytes(ISO_8859_1) : utf16(text);
    count((long) encoded.length << 1 | (isPlain ? 0 : 1));
    reserve(encoded.length);
    System.arraycopy(encoded, 0, bytes, size, encoded.length);
    size += encoded.length;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** By hand: a charset would replace half a surrogate pair, and with it an event's identity. */
  private static byte[] utf16(String text) {
    byte[] encoded = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      encoded[2 * i] = (byte) (text.charAt(i) >>> 8);
      encoded[2 * i + 1] = (byte) text.charAt(i);
    }
    return encoded;
  }

  /** A text that often occurs again, or null: written once, then by its number. */
  void word(String word) {
    if (word == null) {
      count(0);
      return;
    }
    Integer number = words.putIfAbsent(word, words.size());
    if (number == null) {
      count(1);
      text(word);
    } else {
      count(number + 2L);
    }
  }

  /** What was written, closed by its checksum. */
  byte[] closed() {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, size);
    fixed32((int) checksum.getValue());
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
