package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.shoplake.ingest.FileBytes;
import io.shoplake.ingest.mapping.Mapping.EqualRows;
import io.shoplake.ingest.mapping.Template.Source;
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

    /** A message; {@code line} is where its first row stands. */
    void message(byte[] value, long line);

    /** The row at {@code line}, or the group that begins there, cannot be used. */
    void bad(long line, int rows, BadRowException reason);

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

    /** The row at {@code line}; {@code detail} says without any value why it cannot be used. */
    void bad(byte[] raw, long line, String detail);
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
  private final RowFormat format;
  private final Listener listener;
  private final RowIds ids = new RowIds();
  private final Map<Object, List<Waiting>> groups = new LinkedHashMap<>();
  private final Set<Object> incomplete = new HashSet<>();
  private final List<Bad> bad = new ArrayList<>();
  private boolean isBroken;

  /** For one file of that name. */
  public FileImport(Mapping mapping, String file, Listener listener) {
    this.mapping = mapping;
    this.format = mapping.isJson(file) ? new JsonRows(mapping) : new CsvRows(mapping);
    this.listener = listener;
  }

  /**
   * Reads one file from its beginning to its end.
   *
   * @param file its name, for messages
   * @throws io.shoplake.cli.UserMistake if the file lacks a column of the mapping
   */
  public void read(String file, InputStream bytes) throws IOException {
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
            public void bad(Lines lines, BadRowException why, Object group) {
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
      new RawLines(bytes, format)
          .forEach(
              bad,
              Bad::lines,
              (each, raw) ->
                  rawListener.bad(
                      format.mayHoldSecret(raw) ? new byte[0] : raw,
                      each.lines().first(),
                      each.detail()));
    }
  }

  private void note(List<Lines> rows, BadRowException why) {
    listener.bad(rows.get(0).first(), rows.size(), why);
    rows.forEach(lines -> bad.add(new Bad(lines, why.detail().intern())));
  }

  /** Without this row its group would be another order, and would be sent as if it were whole. */
  private void unreadable(Lines lines, BadRowException why, Object group) {
    note(List.of(lines), why);
    if (group != null) {
      incomplete.add(group);
    }
  }

  private void row(String text, Lines lines) {
    Map<String, Object> values;
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
        send(new Source(List.of(new Row(values, id, 1)), id), lines.first());
      } else {
        Object group = values.get(mapping.groupBy());
        if (group == null) {
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
  private void group(Object group, List<Waiting> waiting) {
    List<Lines> lines = waiting.stream().map(Waiting::lines).toList();
    Collections.sort(waiting);
    try {
      if (isBroken) {
        throw new BadRowException("the file breaks off, and rows of its group may be missing");
      }
      if (incomplete.contains(group)) {
        throw new BadRowException("another row of its group cannot be read");
      }
      List<Row> rows = new ArrayList<>();
      for (Waiting row : waiting) {
        String id = ids.id(row.text(), row.ordinal());
        rows.add(new Row(format.values(row.text()), id, rows.size() + 1));
      }
      send(
          new Source(rows, ids.groupId(rows.stream().map(Row::id).toList())), lines.get(0).first());
    } catch (BadRowException e) {
      note(lines, e);
    }
  }

  private void send(Source source, long line) throws BadRowException {
    Object message = mapping.message().fill(source);
    if (message == null) {
      throw new BadRowException("nothing of it is in the message");
    }
    try {
      listener.message(JsonRows.JSON.writeValueAsBytes(message), line);
    } catch (JsonProcessingException e) {
      throw new BadRowException("it is no message: " + e.getOriginalMessage());
    }
  }
}
