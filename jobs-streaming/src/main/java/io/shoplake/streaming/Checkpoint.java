package io.shoplake.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.layout.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a query keeps its position and state, and the name its commits carry.
 *
 * @param folder the folder that Spark writes to
 * @param query name of the query and id of this checkpoint; a new folder is a new id
 */
record Checkpoint(String folder, String query) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "shoplake.json";

  /**
   * The checkpoint of the query called {@code name}; made if there is none.
   *
   * @param fixed settings that cannot change once the checkpoint has state
   */
  static Checkpoint open(Lake lake, String root, String name, Map<String, String> fixed) {
    String folder = root + "/" + name;
    FileSystem files = lake.files(folder);
    Path file = new Path(folder, FILE);
    try {
      ObjectNode known = files.exists(file) ? read(files, file) : create(files, file, fixed);
      for (Map.Entry<String, String> setting : new TreeMap<>(fixed).entrySet()) {
        String before = known.path("settings").path(setting.getKey()).asText();
        if (!before.equals(setting.getValue())) {
          throw new UserMistake(
              ExitCode.CONFIGURATION,
              "The checkpoint %s was made with --%s %s and cannot go on with %s; use the former value."
                  .formatted(folder, setting.getKey(), before, setting.getValue()));
        }
      }
      return new Checkpoint(folder, name + "@" + known.path("id").asText());
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoint %s cannot be read".formatted(folder), e);
    }
  }

  private static ObjectNode read(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      JsonNode content = JSON.readTree(in);
      if (content instanceof ObjectNode known && known.path("id").isTextual()) {
        return known;
      }
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The file %s is damaged; restore it, its id names the commits of the query."
              .formatted(file));
    }
  }

  private static ObjectNode create(FileSystem files, Path file, Map<String, String> fixed)
      throws IOException {
    ObjectNode content = JSON.createObjectNode();
    content.put("id", UUID.randomUUID().toString().substring(0, 8));
    ObjectNode settings = content.putObject("settings");
    new TreeMap<>(fixed).forEach(settings::put);
    try (OutputStream out = files.create(file, false)) {
      JSON.writeValue(out, content);
    }
    return content;
  }

  /**
   * Refuses to go on where the table was written through another checkpoint: this one would read
   * from the beginning and count everything again.
   */
  void requireHistoryOf(Lake lake, Table table) {
    String name = query.substring(0, query.indexOf('@') + 1);
    for (String other : lake.lastBatches(table).keySet()) {
      if (other.startsWith(name) && !other.equals(query)) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "%s was written by %s, but the checkpoint %s is %s; point --checkpoints to the former one,"
                    .formatted(table.qualifiedName(), other, folder, query)
                + " or start with an empty lake.");
      }
    }
  }
}
