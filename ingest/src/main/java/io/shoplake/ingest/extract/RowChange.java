package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A row as it is now, or that it is gone.
 *
 * @param key its key as text
 * @param row its values; of a row that is gone those of its key
 * @param at when the source says, or was seen, to have changed it
 * @param position where the change stands among those of its key; null if it is the last one
 */
public record RowChange(
    SourceTable table, String key, Kind kind, ObjectNode row, Instant at, Position position) {

  /** What became of the row. */
  public enum Kind {
    PRESENT,
    GONE
  }
}
