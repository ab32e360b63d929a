package io.shoplake.ingest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file, unpacked if its name ends in {@code .gz}. What cannot be unpacked ends like
 * a file, so that everything before it is read; {@link #damage} tells the two apart.
 */
public final class FileBytes extends FilterInputStream {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private long line = 1;
  private String damage;

  private FileBytes(Path file, InputStream raw) {
    super(raw);
    this.file = file;
  }

  /** The bytes of {@code file}. */
  public static FileBytes of(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    FileBytes bytes = new FileBytes(file, raw);
    if (file.toString().endsWith(".gz")) {
      try {
        bytes.in = new GZIPInputStream(raw, BUFFER_BYTES);
      } catch (ZipException | EOFException e) {
        bytes.damage = "'%s' is not packed with gzip, whatever its name says".formatted(file);
      }
    }
    return bytes;
  }

  /** Whether {@code bytes} have ended before their file. */
  public static boolean areBroken(InputStream bytes) {
    return bytes instanceof FileBytes file && file.damage != null;
  }

  /** The beginning of a sentence that says where the file cannot be read on, once that is met. */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    if (damage != null) {
      return -1;
    }
    try {
      int count = in.read(target, offset, most);
      for (int index = offset; index < offset + count; index++) {
        line += target[index] == '\n' ? 1 : 0;
      }
      return count;
    } catch (ZipException | EOFException e) {
      damage =
          "'%s' is damaged and cannot be unpacked from line %,d on (%s)"
              .formatted(file, line, e.getMessage());
      return -1;
    }
  }
}
