package io.shoplake.ingest.mapping;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The elements of one array of JSON, a line each. Whether they are JSON is for others to say: an
 * element ends at a comma that stands in none of its strings, lists and objects.
 */
final class ElementLines extends InputStream {

  private static final int FARTHEST = 1 << 16;

  /**
   * A line end is not allowed in a string; in its place stands what is not allowed there either.
   */
  private static final int NOT_ALLOWED = 1;

  private final InputStream in;
  private int depth;
  private boolean isText;
  private boolean isEscaped;
  private boolean isClosed;
  private boolean isFollowed;

  /** Of {@code in}, which {@link #isArray}. */
  ElementLines(InputStream in) throws IOException {
    this.in = in;
    while (depth == 0) {
      depth = in.read() == '[' ? 1 : 0;
    }
  }

  /** Whether the first character is a [; {@code in} begins with it as before. */
  static boolean isArray(BufferedInputStream in) throws IOException {
    in.mark(FARTHEST);
    int first = in.read();
    for (int read = 1; read < FARTHEST && isSpaceOrByteOrderMark(first); read++) {
      first = in.read();
    }
    in.reset();
    return first == '[';
  }

  private static boolean isSpaceOrByteOrderMark(int character) {
    return isSpace(character) || character == 0xEF || character == 0xBB || character == 0xBF;
  }

  private static boolean isSpace(int character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  /** What is wrong with the array, once it was read; null if nothing is. */
  String problem() {
    return isFollowed ? "goes on behind its array" : isClosed ? null : "ends within its array";
  }

  @Override
  public int read() throws IOException {
    int character = in.read();
    if (isClosed) {
      while (isSpace(character)) {
        character = in.read();
      }
      isFollowed |= character >= 0;
      return -1;
    }
    if (isText) {
      return inText(character);
    }
    switch (character) {
      case '"' -> isText = true;
      case '[', '{' -> depth++;
      case ']', '}' -> depth--;
      case '\r', '\n' -> character = ' ';
      case ',' -> character = depth == 1 ? '\n' : character;
      default -> {}
    }
    isClosed = depth == 0;
    return isClosed ? '\n' : character;
  }

  private int inText(int character) {
    isText = isEscaped || character != '"';
    isEscaped = !isEscaped && character == '\\';
    return character == '\n' || character == '\r' ? NOT_ALLOWED : character;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int character = read();
      if (character < 0) {
        break;
      }
      bytes[offset + count++] = (byte) character;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
