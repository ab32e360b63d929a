package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes messages as JSON lines, one file per topic, which {@code replay} can send. */
public final class FileSink implements MessageSink {

  private static final int BUFFER_BYTES = 1 << 20;

  private final Map<String, OutputStream> files = new LinkedHashMap<>();

  /** Files for {@code topics} in {@code folder}, which is made; what they held is replaced. */
  public static FileSink into(Path folder, Collection<String> topics) {
    return into(folder, topics, false);
  }

  /** The same, each file packed if {@code isPacked}. */
  static FileSink into(Path folder, Collection<String> topics, boolean isPacked) {
    FileSink sink = new FileSink();
    try {
      Files.createDirectories(folder);
      for (String topic : topics) {
        Path file = folder.resolve(topic + (isPacked ? ".jsonl.gz" : ".jsonl"));
        OutputStream bytes = Files.newOutputStream(file);
        OutputStream lines = isPacked ? new GZIPOutputStream(bytes, BUFFER_BYTES) : bytes;
        sink.files.put(topic, new BufferedOutputStream(lines, BUFFER_BYTES));
      }
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "Cannot write into '%s' (%s); name a folder that can be written.".formatted(folder, e),
          e);
    }
    return sink;
  }

  private FileSink() {}

  @Override
  public void send(String topic, byte[] key, byte[] value, Origin origin) {
    try {
      OutputStream file = files.get(topic);
      file.write(value);
      file.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void flush() {
    try {
      for (OutputStream file : files.values()) {
        file.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (OutputStream file : files.values()) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
