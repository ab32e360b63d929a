package io.shoplake.ingest.mapping;

import io.shoplake.ingest.template.Shape;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How the rows of files become messages.
 *
 * @param name the mapping's name or file
 * @param topic where the messages go
 * @param format what the files are, null where their names say it
 * @param groupBy the column whose equal values make one message, null for a message per row
 * @param columns the columns that are read, by name
 */
public record Mapping(
    String name,
    String topic,
    Format format,
    Charset encoding,
    char delimiter,
    EqualRows equalRows,
    String groupBy,
    Map<String, Column> columns,
    Shape message) {

  /** What becomes of rows that are equal in every column. */
  public enum EqualRows {
    KEEP,
    DROP
  }

  /** What a file is. */
  public enum Format {
    CSV(".csv", ".tsv", ".txt"),
    JSON_LINES(".jsonl", ".ndjson"),
    /** One array of objects, or JSON lines: its first character says which. */
    JSON(".json");

    private final List<String> endings;

    Format(String... endings) {
      this.endings = List.of(endings);
    }

    private boolean isNameOf(String file) {
      return endings.stream()
          .anyMatch(ending -> file.endsWith(ending) || file.endsWith(ending + ".gz"));
    }
  }

  /** Whether {@code file} is one of those that a folder of files to read is searched for. */
  public boolean reads(String file) {
    return format == null
        ? Arrays.stream(Format.values()).anyMatch(each -> each.isNameOf(file))
        : format.isNameOf(file) || (format == Format.JSON_LINES && Format.JSON.isNameOf(file));
  }

  /** Whether one of the columns is all that stands in a CSV file or a JSON object at {@code at}. */
  boolean readsAll(String at) {
    return columns.values().stream().anyMatch(column -> column.from().equals(at));
  }

  /** What {@code file} is; CSV if its name does not say it. */
  Format format(String file) {
    return format != null
        ? format
        : Arrays.stream(Format.values())
            .filter(each -> each.isNameOf(file))
            .findFirst()
            .orElse(Format.CSV);
  }
}
