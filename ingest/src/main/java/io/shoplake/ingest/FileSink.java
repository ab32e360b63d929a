package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.parsing.MarkedReject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Writes messages as JSON lines, one file per topic, which {@code replay} can send. */
public final class FileSink implements MessageSink {

  private static final int BUFFER_BYTES = 1 << 20;

  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final Map<String, OutputStream> files = new LinkedHashMap<>();
  private final Map<String, OutputStream> badFiles = new LinkedHashMap<>();

  /** Files for {@code topics} in {@code folder}, which is made; what they held is replaced. */
  public static FileSink into(Path folder, Collection<String> topics) {
    return into(folder, topics, false);
  }

  /** The same, each file packed if {@code isPacked}. */
  static FileSink into(Path folder, Collection<String> topics, boolean isPacked) {
    FileSink sink = new FileSink(folder);
    try {
      Files.createDirectories(folder);
      for (String topic : topics) {
        Path file = folder.resolve(topic + (isPacked ? ".jsonl.gz" : ".jsonl"));
        Files.deleteIfExists(badFile(folder, topic));
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

  private FileSink(Path folder) {
    this.folder = folder;
  }

  private static Path badFile(Path folder, String topic) {
    return folder.resolve(topic + ".bad.jsonl");
  }

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

  /** Into {@code <topic>.bad.jsonl}, which is not for replay: each line tells of one bad line. */
  @Override
  public void sendMarked(String topic, byte[] value, MarkedReject mark, Origin origin) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", mark.file());
    line.put("line", mark.line());
    line.put("reason", mark.reason());
    line.put("detail", mark.detail());
    try {
      line.put("raw", UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
    } catch (CharacterCodingException e) {
      line.put("raw_base64", value);
    }
    try {
      OutputStream file = badFiles.get(topic);
      if (file == null) {
        file = new BufferedOutputStream(Files.newOutputStream(badFile(folder, topic)));
        badFiles.put(topic, file);
      }
      file.write(JSON.writeValueAsBytes(line));
      file.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void flush() {
    try {
      for (OutputStream file : all()) {
        file.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (OutputStream file : all()) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<OutputStream> all() {
    return Stream.concat(files.values().stream(), badFiles.values().stream()).toList();
  }
}
