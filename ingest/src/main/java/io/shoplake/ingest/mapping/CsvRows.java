package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.FileBytes;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.parsing.PersonalKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The rows of one CSV file; a row's text is its cells with a separator that no cell has. */
final class CsvRows implements RowFormat {

  private static final char CELL_END = '\u001f';
  private static final char NOT_DECODED = '\ufffd';

  private final Mapping mapping;
  private List<String> header = List.of();

  CsvRows(Mapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public void read(String file, InputStream bytes, Rows rows) throws IOException {
    Reader text =
        new InputStreamReader(
            ByteOrderMark.checked(file, bytes, mapping.encoding()), mapping.encoding());
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(mapping.delimiter())
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(true)
            .ofCsvRecord(text)) {
      CsvRecord before = null;
      for (CsvRecord record : records) {
        if (header.isEmpty()) {
          header = header(file, record);
        } else {
          row(before, record.getStartingLineNumber() - 1, rows);
          before = record;
        }
      }
      if (before != null && FileBytes.areBroken(bytes)) {
        rows.bad(
            new Lines(before.getStartingLineNumber(), Long.MAX_VALUE),
            new BadRowException("the file breaks off in it, or right behind it"),
            null);
      } else {
        row(before, Long.MAX_VALUE, rows);
      }
    } catch (CsvParseException e) {
      throw new UserMistake(
          ExitCode.DATA,
          "'%s' cannot be read on: %s; is it CSV with the delimiter '%s'?"
              .formatted(file, e.getMessage(), mapping.delimiter()),
          e);
    }
  }

  private List<String> header(String file, CsvRecord record) {
    List<String> names = new ArrayList<>(record.getFields());
    names.set(0, names.get(0).replace("\ufeff", ""));
    TreeSet<String> missing = new TreeSet<>();
    for (Column column : mapping.columns().values()) {
      if (!column.isOptional() && !names.contains(column.from())) {
        missing.add(column.from());
      }
    }
    if (!missing.isEmpty()) {
      throw new UserMistake(
          ExitCode.DATA,
          "'%s' has no column %s, which the mapping '%s' reads; it has %s."
              .formatted(
                  file, String.join(", ", missing), mapping.name(), String.join(", ", names)));
    }
    return names;
  }

  private void row(CsvRecord record, long lastLine, Rows rows) {
    if (record == null) {
      return;
    }
    Lines lines = new Lines(record.getStartingLineNumber(), lastLine);
    String cells = String.join(String.valueOf(CELL_END), record.getFields());
    try {
      requireRow(record, cells);
      rows.row(cells, lines);
    } catch (BadRowException e) {
      rows.bad(lines, e, mapping.groupBy() == null ? null : group(cells));
    }
  }

  private void requireRow(CsvRecord record, String cells) throws BadRowException {
    if (cells.chars().filter(character -> character == CELL_END).count()
        != record.getFieldCount() - 1) {
      throw new BadRowException("it has a control character U+001F");
    }
    if (record.getFieldCount() != header.size()) {
      long lines = cells.lines().count();
      throw new BadRowException(
          "%d fields instead of %d%s"
              .formatted(
                  record.getFieldCount(),
                  header.size(),
                  lines > 1
                      ? " on %d lines; is a quotation mark not closed?".formatted(lines)
                      : ""));
    }
    if (cells.indexOf(NOT_DECODED) >= 0) {
      throw new BadRowException("it is not in the encoding " + mapping.encoding());
    }
  }

  @Override
  public ObjectNode values(String text) throws BadRowException {
    String[] cells = text.split(String.valueOf(CELL_END), -1);
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (Column column : mapping.columns().values()) {
      values.set(column.name(), value(column, cells));
    }
    return values;
  }

  /** Also where there are too many or too few cells, as those at the left may be right. */
  @Override
  public JsonNode group(String text) {
    Column column = mapping.columns().get(mapping.groupBy());
    String[] cells = text.split(String.valueOf(CELL_END), -1);
    try {
      return value(column, cells);
    } catch (BadRowException e) {
      return null;
    }
  }

  private JsonNode value(Column column, String[] cells) throws BadRowException {
    int index = header.indexOf(column.from());
    return index < 0 || index >= cells.length ? null : column.read(cells[index]);
  }

  @Override
  public boolean mayHoldSecret(byte[] raw) {
    return header.stream().anyMatch(name -> PersonalKeys.isSecret(name) && !mapping.readsAll(name));
  }

  @Override
  public boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }
}
