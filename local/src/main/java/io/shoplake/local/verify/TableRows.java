package io.shoplake.local.verify;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of one table by key.
 *
 * @param keyColumns the names of the key's columns, in order
 * @param rows the values of the other columns, by name, of each key
 */
record TableRows(List<String> keyColumns, Map<List<Object>, Map<String, Object>> rows) {

  /** {@code key} as {@code shop_id=main day=2026-11-01}. */
  String describe(List<Object> key) {
    return IntStream.range(0, keyColumns.size())
        .mapToObj(i -> keyColumns.get(i) + "=" + Cells.text(key.get(i)))
        .collect(Collectors.joining(" "));
  }
}
