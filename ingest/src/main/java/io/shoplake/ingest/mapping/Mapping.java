package io.shoplake.ingest.mapping;

import java.nio.charset.Charset;
import java.util.Map;

/**
 * How the rows of CSV files become messages.
 *
 * @param name the mapping's name or file
 * @param topic where the messages go
 * @param groupBy the column whose equal values make one message, null for a message per row
 * @param columns the columns that are read, by name
 */
public record Mapping(
    String name,
    String topic,
    Charset encoding,
    char delimiter,
    EqualRows equalRows,
    String groupBy,
    Map<String, Column> columns,
    Template message) {

  /** What becomes of rows that are equal in every column. */
  public enum EqualRows {
    KEEP,
    DROP
  }
}
