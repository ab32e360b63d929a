package io.shoplake.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The positions that Spark writes down before it runs a batch. */
record OffsetLog(FileSystem files, String checkpointFolder) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A version line and a line of metadata; then comes one line per source. */
  private static final int HEAD = 2;

  /**
   * The real topics that have moved on in {@code batch}; for the first one all that ever had
   * messages.
   */
  Set<String> movedIn(long batch) {
    try {
      JsonNode until = positions(batch);
      JsonNode from = batch == 0 ? JSON.createObjectNode() : positions(batch - 1);
      Set<String> moved = new TreeSet<>();
      for (Map.Entry<String, JsonNode> topic : until.properties()) {
        for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
          long before = from.path(topic.getKey()).path(partition.getKey()).asLong(0);
          if (partition.getValue().asLong() > before) {
            moved.add(topic.getKey());
          }
        }
      }
      return moved;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The offsets of batch %d in %s cannot be read".formatted(batch, checkpointFolder), e);
    }
  }

  /** How many sources the query read when it last wrote down where it stands; 0 if never. */
  int sources() {
    try {
      Path folder = new Path(checkpointFolder, "offsets");
      if (!files.exists(folder)) {
        return 0;
      }
      OptionalLong newest =
          Stream.of(files.listStatus(folder))
              .map(file -> file.getPath().getName())
              .filter(name -> name.matches("[0-9]+"))
              .mapToLong(Long::parseLong)
              .max();
      return newest.isEmpty() ? 0 : lines(newest.getAsLong()).size() - HEAD;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The offsets in %s cannot be read".formatted(checkpointFolder), e);
    }
  }

  private JsonNode positions(long batch) throws IOException {
    return JSON.readTree(lines(batch).get(HEAD));
  }

  private List<String> lines(long batch) throws IOException {
    try (InputStream in = files.open(new Path(checkpointFolder, "offsets/" + batch))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
