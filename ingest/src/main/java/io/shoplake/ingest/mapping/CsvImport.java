package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.mapping.Mapping.EqualRows;
import io.shoplake.ingest.mapping.Template.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Turns the rows of one CSV file into messages by a mapping. */
public final class CsvImport {

  /** Hears what comes out of a file. */
  public interface Listener {

    /** A message; {@code line} is where its first row stands. */
    void message(byte[] value, long line);

    /** The row, or the group of rows, at {@code line} cannot be used because of {@code reason}. */
    void bad(long line, String reason);

    /** A row was left out because it equals an earlier one. */
    void dropped();

    /** One more row was read. */
    void read();
  }

  private static final String CELL_END = "\u001f";
  private static final char NOT_DECODED = '\ufffd';

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  /** A row that waits for the others of its group. */
  private record Waiting(String cells, int ordinal, long line) implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      int byCells = cells.compareTo(other.cells);
      return byCells != 0 ? byCells : Integer.compare(ordinal, other.ordinal);
    }
  }

  private final Mapping mapping;
  private final Listener listener;
  private final RowIds ids = new RowIds();
  private final Map<Object, List<Waiting>> groups = new LinkedHashMap<>();
  private List<String> header = List.of();

  public CsvImport(Mapping mapping, Listener listener) {
    this.mapping = mapping;
    this.listener = listener;
  }

  /**
   * Reads one file from its header to its end.
   *
   * @param file its name, for messages
   * @throws UserMistake if the file lacks a column of the mapping
   */
  public void read(String file, InputStream bytes) throws IOException {
    Reader text = new InputStreamReader(bytes, mapping.encoding());
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(mapping.delimiter())
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(true)
            .ofCsvRecord(text)) {
      for (CsvRecord csv : records) {
        if (header.isEmpty()) {
          header = header(file, csv);
        } else {
          listener.read();
          row(csv);
        }
      }
    } catch (CsvParseException e) {
      throw new UserMistake(
          ExitCode.DATA,
          "'%s' cannot be read on: %s; is it CSV with the delimiter '%s'?"
              .formatted(file, e.getMessage(), mapping.delimiter()),
          e);
    }
    groups.values().forEach(this::group);
    groups.clear();
  }

  private List<String> header(String file, CsvRecord csv) {
    List<String> names = new ArrayList<>(csv.getFields());
    names.set(0, names.get(0).replace("\ufeff", ""));
    TreeSet<String> missing = new TreeSet<>(mapping.columns().keySet());
    missing.removeAll(names);
    if (!missing.isEmpty()) {
      throw new UserMistake(
          ExitCode.DATA,
          "'%s' has no column %s, which the mapping '%s' reads; it has %s."
              .formatted(
                  file, String.join(", ", missing), mapping.name(), String.join(", ", names)));
    }
    return names;
  }

  private void row(CsvRecord csv) {
    long line = csv.getStartingLineNumber();
    try {
      String cells = cells(csv);
      Row row = Row.read(header, csv.getFields(), mapping.columns(), "", 1);
      int ordinal = ids.ordinal(cells);
      if (ordinal > 0 && mapping.equalRows() == EqualRows.DROP) {
        listener.dropped();
      } else if (mapping.groupBy() == null) {
        String id = ids.id(cells, ordinal);
        send(new Source(List.of(new Row(row.values(), id, 1)), id), line);
      } else {
        Object group = row.values().get(mapping.groupBy());
        if (group == null) {
          throw new BadRowException("%s is empty".formatted(mapping.groupBy()));
        }
        groups
            .computeIfAbsent(group, fresh -> new ArrayList<>())
            .add(new Waiting(cells, ordinal, line));
      }
    } catch (BadRowException e) {
      listener.bad(line, e.getMessage());
    }
  }

  private String cells(CsvRecord csv) throws BadRowException {
    String cells = String.join(CELL_END, csv.getFields());
    if (csv.getFieldCount() != header.size()) {
      long lines = cells.lines().count();
      throw new BadRowException(
          "%d fields instead of %d%s"
              .formatted(
                  csv.getFieldCount(),
                  header.size(),
                  lines > 1
                      ? " on %d lines; is a quotation mark not closed?".formatted(lines)
                      : ""));
    }
    if (cells.indexOf(NOT_DECODED) >= 0) {
      throw new BadRowException("it is not in the encoding " + mapping.encoding());
    }
    return cells;
  }

  /** Sends a group in an order of its own, so that the order in the file does not matter. */
  private void group(List<Waiting> waiting) {
    long line = waiting.get(0).line();
    Collections.sort(waiting);
    try {
      List<Row> rows = new ArrayList<>();
      for (Waiting row : waiting) {
        List<String> cells = List.of(row.cells().split(CELL_END, -1));
        String id = ids.id(row.cells(), row.ordinal());
        rows.add(Row.read(header, cells, mapping.columns(), id, rows.size() + 1));
      }
      send(new Source(rows, ids.groupId(rows.stream().map(Row::id).toList())), line);
    } catch (BadRowException e) {
      listener.bad(line, e.getMessage());
    }
  }

  private void send(Source source, long line) throws BadRowException {
    Object message = mapping.message().fill(source);
    if (message == null) {
      throw new BadRowException("nothing of it is in the message");
    }
    try {
      listener.message(JSON.writeValueAsBytes(message), line);
    } catch (JsonProcessingException e) {
      throw new BadRowException("it is no message: " + e.getOriginalMessage());
    }
  }
}
