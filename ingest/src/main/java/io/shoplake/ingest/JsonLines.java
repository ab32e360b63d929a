package io.shoplake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a file as bytes, untouched, without their LF or CRLF. */
public final class JsonLines implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final int maxLineBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int filled;
  private byte[] line = new byte[BUFFER_BYTES];
  private int length;
  private boolean tooLong;
  private long number;

  private JsonLines(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** The lines of {@code file}, which is unpacked if its name ends in {@code .gz}. */
  public static JsonLines of(Path file, int maxLineBytes) throws IOException {
    return new JsonLines(FileBytes.of(file), maxLineBytes);
  }

  /** The lines of {@code in}. */
  public static JsonLines of(InputStream in, int maxLineBytes) {
    return new JsonLines(in, maxLineBytes);
  }

  /** Moves to the next line; false after the last one, or the last that is whole if damaged. */
  public boolean next() throws IOException {
    length = 0;
    tooLong = false;
    boolean any = false;
    while (true) {
      if (position == filled) {
        filled = in.read(buffer);
        position = 0;
        if (filled < 0) {
          filled = 0;
          return any && !FileBytes.areBroken(in) && counted();
        }
      }
      any = true;
      int end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      append(position, end);
      if (end < filled) {
        position = end + 1;
        return counted();
      }
      position = end;
    }
  }

  private boolean counted() {
    number++;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return true;
  }

  private void append(int from, int to) {
    int count = to - from;
    if (tooLong || (long) length + count > maxLineBytes + 1L) {
      tooLong = true;
      return;
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
    }
    System.arraycopy(buffer, from, line, length, count);
    length += count;
  }

  /** See {@link FileBytes#damage}. */
  Optional<String> damage() {
    return in instanceof FileBytes file ? file.damage() : Optional.empty();
  }

  /** Number of the current line, from 1. */
  public long number() {
    return number;
  }

  /** Whether the current line is longer than the limit; its bytes are not kept then. */
  public boolean isTooLong() {
    return tooLong || length > maxLineBytes;
  }

  public boolean isEmpty() {
    return !tooLong && length == 0;
  }

  /** The bytes of the current line. */
  public byte[] bytes() {
    return Arrays.copyOf(line, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
