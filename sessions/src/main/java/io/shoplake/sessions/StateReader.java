package io.shoplake.sessions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Reads what {@link StateWriter} wrote, and never beyond it. */
final class StateReader {

  private final byte[] bytes;
  private final int end;
  private int at;
  private final List<String> words = new ArrayList<>();

  /**
   * @throws CorruptStateException if the checksum at the end is not that of the bytes before it
   */
  StateReader(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length - Integer.BYTES;
    if (end < 0) {
      throw corrupt("it has only %d bytes".formatted(bytes.length));
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, end);
    int stored = 0;
    for (int i = end; i < bytes.length; i++) {
      stored = stored << 8 | (bytes[i] & 0xff);
    }
    if (stored != (int) checksum.getValue()) {
      throw corrupt("its checksum is wrong");
    }
  }

  CorruptStateException corrupt(String why) {
    return new CorruptStateException(
        "The stored session state cannot be read: %s (at byte %d of %d). Start from the last good copy, or with a new state."
            .formatted(why, at, bytes.length));
  }

  int fixed32() {
    require(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (bytes[at++] & 0xff);
    }
    return value;
  }

  long fixed64() {
    return (long) fixed32() << 32 | (fixed32() & 0xffffffffL);
  }

  long count() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      require(1);
      byte next = bytes[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw corrupt("a number is too long");
  }

  long signed() {
    long value = count();
    return (value >>> 1) ^ -(value & 1);
  }

  boolean flag() {
    return index(2) == 1;
  }

  /** A number below this limit. */
  int index(int limit) {
    long value = count();
    if (value < 0 || value >= limit) {
      throw corrupt("%d is not below %d".formatted(value, limit));
    }
    return (int) value;
  }

  /** How many things follow, each of which takes at least so many bytes. */
  int size(int bytesEach) {
    return index((end - at) / bytesEach + 1);
  }

  String text() {
    long header = count();
    long length = header >>> 1;
    if (length > end - at) {
      throw corrupt("a text is longer than the rest");
    }
    int from = at;
    at += (int) length;
    if ((header & 1) == 0) {
      return new String(bytes, from, (int) length, ISO_8859_1);
    }
    if (length % 2 != 0) {
      throw corrupt("half a character is missing");
    }
    char[] chars = new char[(int) length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (bytes[from + 2 * i] << 8 | (bytes[from + 2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  String word() {
    int number = index(words.size() + 2);
    if (number == 0) {
      return null;
    }
    if (number == 1) {
      words.add(text());
      return words.get(words.size() - 1);
    }
    return words.get(number - 2);
  }

  /** Everything must have been read by now. */
  void requireEnd() {
    if (at != end) {
      throw corrupt("%d bytes are left over".formatted(end - at));
    }
  }

  private void require(int more) {
    if (end - at < more) {
      throw corrupt("it ends too early");
    }
  }
}
