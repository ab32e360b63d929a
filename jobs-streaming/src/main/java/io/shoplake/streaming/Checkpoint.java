package io.shoplake.streaming;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager.CancellableFSDataOutputStream;

/**
 * Where a query keeps its position and state, and the name its commits carry.
 *
 * @param folder the folder that Spark writes to
 * @param query name of the query and id of this checkpoint; a new folder is a new id
 */
record Checkpoint(String folder, String query) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "shoplake.json";
  private static final String SHOPS = "shops";
  private static final String OTHER_SHOPS = "other_shops";

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

  /** Refuses to go on where an older version has made the checkpoint, which read fewer tables. */
  void requireSources(Lake lake, int number) {
    int before = new OffsetLog(lake.files(folder), folder).sources();
    if (before != 0 && before != number) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The checkpoint %s was made by another version, which read %d tables of bronze instead of %d; go on with that version, or start with an empty lake and replay the topics into it."
              .formatted(folder, before, number));
    }
  }

  /**
   * Refuses to go on where a shop has rows in {@code table} that were made by other settings; a
   * shop without any takes the settings it has now, which stay with the checkpoint.
   *
   * @param fixed the settings of a shop that its rows depend on
   */
  void requireSettingsOf(
      Shops shops, Function<Shop, Map<String, String>> fixed, Lake lake, Table table) {
    FileSystem files = lake.files(folder);
    Path file = new Path(folder, FILE);
    try {
      ObjectNode known = read(files, file);
      ObjectNode before = known.deepCopy();
      ObjectNode byShop = known.withObjectProperty(SHOPS);
      JsonNode others = known.path(OTHER_SHOPS);
      Set<String> ids = new TreeSet<>();
      byShop.fieldNames().forEachRemaining(ids::add);
      shops.all().forEach(shop -> ids.add(shop.id()));
      for (String id : ids) {
        ObjectNode now = JSON.valueToTree(fixed.apply(shops.shop(id)));
        requireSame(
            "The shop '%s'".formatted(id),
            byShop.has(id) ? byShop.get(id) : others,
            now,
            () -> lake.read(table).filter(col("shop_id").equalTo(id)),
            table);
        byShop.set(id, now);
      }
      ObjectNode defaults = JSON.valueToTree(fixed.apply(Shop.withDefaults("")));
      requireSame(
          "A shop that the shop file does not name",
          others,
          defaults,
          () -> lake.read(table).filter(not(col("shop_id").isin(ids.toArray()))),
          table);
      known.set(OTHER_SHOPS, defaults);
      if (!known.equals(before)) {
        replace(files, file, known);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The checkpoint %s cannot be read".formatted(folder), e);
    }
  }

  private static void requireSame(
      String shop, JsonNode before, ObjectNode now, Supplier<Dataset<Row>> rows, Table table) {
    // A checkpoint without settings has taken none yet. Rows are looked for only where it matters.
    if (before.isMissingNode() || before.equals(now) || rows.get().isEmpty()) {
      return;
    }
    String changes =
        now.properties().stream()
            .filter(setting -> !setting.getValue().equals(before.get(setting.getKey())))
            .map(
                setting ->
                    "%s from %s to %s"
                        .formatted(
                            setting.getKey(),
                            before.path(setting.getKey()).asText("nothing"),
                            setting.getValue().asText()))
            .collect(Collectors.joining(", "));
    throw new UserMistake(
        ExitCode.CONFIGURATION,
        "%s has rows in %s and cannot change %s; give it the former one in the shop file (--shops), or start with an empty lake."
            .formatted(shop, table.qualifiedName(), changes));
  }

  // A crash half way must not take the id along, so the new content replaces the old at once.
  private static void replace(FileSystem files, Path file, ObjectNode content) throws IOException {
    byte[] json = JSON.writeValueAsBytes(content);
    CancellableFSDataOutputStream out =
        CheckpointFileManager.create(file.getParent(), files.getConf()).createAtomic(file, true);
    try {
      out.write(json);
      out.close();
    } catch (IOException e) {
      out.cancel();
      throw e;
    }
  }
}
