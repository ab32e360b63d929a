package io.shoplake.ingest.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a file, read by its columns.
 *
 * @param values by column name; a column that is empty is absent
 * @param id the same whenever and wherever the row is read again
 * @param number position among the rows of its message, from 1
 */
record Row(Map<String, Object> values, String id, int number) {

  /** Reads {@code cells}, which stand in the order of {@code header}. */
  static Row read(
      List<String> header, List<String> cells, Map<String, Column> columns, String id, int number)
      throws BadRowException {
    Map<String, Object> values = new HashMap<>();
    for (int index = 0; index < header.size(); index++) {
      Column column = columns.get(header.get(index));
      Object value = column == null ? null : column.read(cells.get(index));
      if (value != null) {
        values.put(column.name(), value);
      }
    }
    return new Row(values, id, number);
  }
}
