package io.shoplake.ingest.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table that is extracted.
 *
 * @param name as the tables file writes it, with or without its schema; also in the messages
 * @param key the columns that tell its rows apart, empty for those of its primary key
 * @param watermark the column that grows with every change, null where every row is read each time
 * @param overlap how far below the watermark reading begins again
 * @param findsDeletes whether keys that are gone are looked for
 * @param chunks how many ranges of keys are read at the same time
 * @param fetchSize how many rows the database hands over at once
 * @param leaveOut columns that are not taken
 * @param keep columns that are taken although their names sound like secrets
 * @param types what columns hold, by name, where a change message does not say it
 */
public record SourceTable(
    String name,
    List<String> key,
    String watermark,
    Overlap overlap,
    boolean findsDeletes,
    int chunks,
    int fetchSize,
    Set<String> leaveOut,
    Set<String> keep,
    Map<String, String> types) {

  /** A part of a name, between quotation marks if it holds a dot. */
  private static final Pattern PART = Pattern.compile("\\G\\.?(?:\"((?:[^\"]|\"\")+)\"|([^.]+))");

  /**
   * A part of the past that is read again, since transactions may end after later ones.
   *
   * @param time for a watermark that is a time
   * @param steps for a watermark that is a number
   */
  public record Overlap(Duration time, long steps) {}

  /** The parts of the name, schema first where there is one, without quotation marks. */
  public List<String> parts() {
    List<String> parts = new ArrayList<>();
    Matcher part = PART.matcher(name);
    while (part.find()) {
      parts.add(part.group(1) == null ? part.group(2) : part.group(1).replace("\"\"", "\""));
    }
    return parts;
  }

  /** The text that tells {@code row} from all others: one value, or a JSON list of several. */
  public static String keyOf(List<String> columns, JsonNode row) {
    if (columns.size() == 1) {
      return textOf(row.path(columns.get(0)));
    }
    ArrayNode values = RowJson.JSON.createArrayNode();
    columns.forEach(column -> values.add(row.path(column)));
    return new String(RowJson.bytes(values), UTF_8);
  }

  /** What is kept of a row that is gone: its key and nothing of a person. */
  public static ObjectNode keyOnly(List<String> columns, JsonNode row) {
    ObjectNode kept = RowJson.object();
    columns.forEach(column -> kept.set(column, row.path(column)));
    return kept;
  }

  /** The text that stands for {@code value}: a text itself, everything else as JSON. */
  static String textOf(JsonNode value) {
    return value.isTextual() ? value.textValue() : new String(RowJson.bytes(value), UTF_8);
  }
}
