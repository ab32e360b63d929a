package io.shoplake.ingest.mapping;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Gives some lines of a file as they stand in it. */
final class RawLines {

  private final InputStream bytes;
  private final RowFormat format;
  private long line = 1;
  private int ahead;

  RawLines(InputStream bytes, RowFormat format) throws IOException {
    this.bytes = new BufferedInputStream(bytes);
    this.format = format;
    this.ahead = this.bytes.read();
  }

  /** Gives the bytes of the lines of each of {@code wanted}, which must not overlap. */
  <T> void forEach(List<T> wanted, Function<T, Lines> lines, BiConsumer<T, byte[]> consumer)
      throws IOException {
    List<T> sorted =
        wanted.stream().sorted(Comparator.comparing(each -> lines.apply(each).first())).toList();
    for (T each : sorted) {
      while (line < lines.apply(each).first() && ahead >= 0) {
        readLine(null);
      }
      ByteArrayOutputStream raw = new ByteArrayOutputStream();
      while (line <= lines.apply(each).last() && ahead >= 0) {
        readLine(raw);
      }
      consumer.accept(each, withoutLineEnd(raw.toByteArray()));
    }
  }

  private void readLine(ByteArrayOutputStream raw) throws IOException {
    boolean isEnd = false;
    while (ahead >= 0 && !isEnd) {
      int current = ahead;
      ahead = bytes.read();
      // CR LF is one end, not two.
      isEnd = format.isLineEnd((char) current) && !(current == '\r' && ahead == '\n');
      if (raw != null) {
        raw.write(current);
      }
    }
    line++;
  }

  private static byte[] withoutLineEnd(byte[] raw) {
    int end = raw.length;
    while (end > 0 && (raw[end - 1] == '\n' || raw[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(raw, end);
  }
}
