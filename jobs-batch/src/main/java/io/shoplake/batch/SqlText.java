package io.shoplake.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The queries that are kept as files beside the classes. */
final class SqlText {

  private SqlText() {}

  /** The query in {@code path}; fails if there is none. */
  static String of(String path) {
    return find(path)
        .orElseThrow(() -> new IllegalStateException("There is no query in resources: " + path));
  }

  /** The query in {@code path}, if there is one. */
  static Optional<String> find(String path) {
    try (InputStream stream = SqlText.class.getResourceAsStream("/" + path)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
