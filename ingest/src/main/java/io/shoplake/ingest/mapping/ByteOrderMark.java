package io.shoplake.ingest.mapping;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.HexFormat;

/** The bytes at the beginning of a file that tell its encoding. */
final class ByteOrderMark {

  private ByteOrderMark() {}

  /**
   * The same bytes as {@code bytes}, all of them.
   *
   * @throws UserMistake if {@code file} begins with the mark of another encoding than {@code said}
   */
  static InputStream checked(String file, InputStream bytes, Charset said) throws IOException {
    BufferedInputStream all = new BufferedInputStream(bytes);
    all.mark(3);
    String first = HexFormat.of().formatHex(all.readNBytes(3));
    all.reset();
    Charset marked = null;
    if (first.equals("efbbbf")) {
      marked = UTF_8;
    } else if (first.startsWith("fffe") || first.startsWith("feff")) {
      marked = UTF_16;
    }
    if (marked != null && !said.name().startsWith(marked.name())) {
      throw new UserMistake(
          ExitCode.DATA,
          "'%s' begins with the mark of %s, but the mapping says its encoding is %s; set 'encoding: %s'."
              .formatted(file, marked, said, marked));
    }
    return all;
  }
}
