package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.FileBytes;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.mapping.Mapping.EqualRows;
import io.shoplake.ingest.mapping.Mapping.Format;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.ingest.template.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the rows of one file into messages by a mapping. */
public final class FileImport {

  /** Hears what comes out of a file. */
  public interface Listener {

    /** A message; {@code origin} is where its first row stands. */
    void message(byte[] value, Origin origin);

    /** The row at {@code origin}, or the group that begins there, cannot be used. */
    void bad(Origin origin, int rows, BadRowException reason);

    /** A row was left out because it equals an earlier one. */
    void dropped();

    /** One more row was read. */
    void read();
  }

  /**
   * Takes what cannot be used, as it stands in the file; without its content where that may hold a
   * secret that the mapping leaves out.
   */
  public interface RawListener {

    /** The row at {@code origin}; {@code detail} says without any value why it cannot be used. */
    void bad(byte[] raw, Origin origin, String detail);
  }

  /** A row that waits for the others of its group. */
  private record Waiting(String text, int ordinal, Lines lines) implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      int byText = text.compareTo(other.text);
      return byText != 0 ? byText : Integer.compare(ordinal, other.ordinal);
    }
  }

  private record Bad(Lines lines, String detail) {}

  private final Mapping mapping;
  private final String file;
  private final RowFormat format;
  private final Listener listener;
  private final RowIds ids = new RowIds();
  private final Map<JsonNode, List<Waiting>> groups = new LinkedHashMap<>();
  private final Set<JsonNode> incomplete = new HashSet<>();
  private final List<Bad> bad = new ArrayList<>();
  private boolean isBroken;

  /** For one file of that name. */
  public FileImport(Mapping mapping, String file, Listener listener) {
    this.mapping = mapping;
    this.file = file;
    this.format =
        mapping.format(file) == Format.CSV ? new CsvRows(mapping) : new JsonRows(mapping, file);
    this.listener = listener;
  }

  /**
   * Reads one file from its beginning to its end.
   *
   * @throws io.shoplake.cli.UserMistake if the file lacks a column of the mapping
   */
  public void read(InputStream bytes) throws IOException {
    isBroken = true;
    try {
      format.read(
          file,
          bytes,
          new RowFormat.Rows() {
            @Override
            public void row(String text, Lines lines) {
              listener.read();
              FileImport.this.row(text, lines);
            }

            @Override
            public void bad(Lines lines, BadRowException why, JsonNode group) {
              listener.read();
              unreadable(lines, why, group);
            }
          });
      isBroken = FileBytes.areBroken(bytes);
    } finally {
      groups.forEach(this::group);
      groups.clear();
    }
  }

  /** Gives every row that could not be used; {@code bytes} is the same file once more. */
  public void readBad(InputStream bytes, RawListener rawListener) throws IOException {
    if (!bad.isEmpty()) {
      new RawLines(format.lines(bytes), format)
          .forEach(
              bad,
              Bad::lines,
              (each, raw) ->
                  rawListener.bad(
                      format.mayHoldSecret(raw) ? new byte[0] : raw,
                      origin(each.lines().first()),
                      each.detail()));
    }
  }

  private Origin origin(long line) {
    return new Origin(format.place(file), line);
  }

  private void note(List<Lines> rows, BadRowException why) {
    listener.bad(origin(rows.get(0).first()), rows.size(), why);
    rows.forEach(lines -> bad.add(new Bad(lines, why.detail().intern())));
  }

  /** Without this row its group would be another order, and would be sent as if it were whole. */
  private void unreadable(Lines lines, BadRowException why, JsonNode group) {
    note(List.of(lines), why);
    if (group != null) {
      incomplete.add(group);
    }
  }

  private void row(String text, Lines lines) {
    ObjectNode values;
    try {
      values = format.values(text);
    } catch (BadRowException e) {
      unreadable(lines, e, mapping.groupBy() == null ? null : format.group(text));
      return;
    }
    try {
      int ordinal = ids.ordinal(text);
      if (ordinal > 0 && mapping.equalRows() == EqualRows.DROP) {
        listener.dropped();
      } else if (mapping.groupBy() == null) {
        String id = ids.id(text, ordinal);
        send(row(values, id, 1, idOnly(id)), lines.first());
      } else {
        JsonNode group = values.get(mapping.groupBy());
        if (group.isNull()) {
          throw new BadRowException("%s is empty".formatted(mapping.groupBy()));
        }
        groups
            .computeIfAbsent(group, fresh -> new ArrayList<>())
            .add(new Waiting(text, ordinal, lines));
      }
    } catch (BadRowException e) {
      note(List.of(lines), e);
    }
  }

  /** Sends a group in an order of its own, so that the order in the file does not matter. */
  private void group(JsonNode group, List<Waiting> waiting) {
    List<Lines> lines = waiting.stream().map(Waiting::lines).toList();
    Collections.sort(waiting);
    try {
      if (isBroken) {
        throw new BadRowException("the file breaks off, and rows of its group may be missing");
      }
      if (incomplete.contains(group)) {
        throw new BadRowException("another row of its group cannot be read");
      }
      List<String> rowIds = waiting.stream().map(row -> ids.id(row.text(), row.ordinal())).toList();
      ObjectNode together = idOnly(ids.groupId(rowIds));
      List<Scope> rows = new ArrayList<>();
      for (Waiting row : waiting) {
        int before = rows.size();
        rows.add(row(format.values(row.text()), rowIds.get(before), before + 1, together));
      }
      send(
          new Scope(
              Map.of(MappingFile.GROUP, together), Map.of(MappingFile.ROW, List.copyOf(rows))),
          lines.get(0).first());
    } catch (BadRowException e) {
      note(lines, e);
    }
  }

  /** A row, its id that is the same whenever it is read again, and its number in its message. */
  private static Scope row(ObjectNode values, String id, int number, ObjectNode together) {
    return new Scope(
        Map.of(
            Scope.ROOT, values,
            MappingFile.ROW, idOnly(id).put("number", number),
            MappingFile.GROUP, together),
        Map.of());
  }

  private static ObjectNode idOnly(String id) {
    return JsonNodeFactory.instance.objectNode().put("id", id);
  }

  private void send(Scope scope, long line) throws BadRowException {
    JsonNode message = mapping.message().fill(scope);
    if (message == null) {
      throw new BadRowException("nothing of it is in the message");
    }
    try {
      listener.message(JsonRows.JSON.writeValueAsBytes(message), origin(line));
    } catch (JsonProcessingException e) {
      throw new BadRowException("it is no message: " + e.getOriginalMessage());
    }
  }
}
