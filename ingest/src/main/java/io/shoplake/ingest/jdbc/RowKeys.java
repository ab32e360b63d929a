package io.shoplake.ingest.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.extract.SourceTable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The keys of the rows that were read, to tell afterwards which are gone. */
final class RowKeys {

  private final List<String> columns;
  private final Map<String, Integer> ordinals = new HashMap<>();
  private long[] hashes = new long[1024];
  private int count;
  private boolean isSorted;

  /**
   * Those of rows that {@code columns} tell apart; if there are none, their content and an ordinal
   * among equal rows.
   */
  RowKeys(List<String> columns) {
    this.columns = columns;
  }

  /** The key of {@code row}, which is remembered. */
  String add(ObjectNode row) {
    String key = columns.isEmpty() ? contentKey(row) : SourceTable.keyOf(columns, row);
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count] = hash(key);
    count++;
    isSorted = false;
    return key;
  }

  private String contentKey(ObjectNode row) {
    String hash = RowJson.hash(row);
    int ordinal = ordinals.merge(hash, 1, Integer::sum);
    return ordinal == 1 ? hash : hash + "-" + ordinal;
  }

  /** Whether {@code key} was among the rows. */
  boolean contains(String key) {
    if (!isSorted) {
      Arrays.sort(hashes, 0, count);
      isSorted = true;
    }
    return Arrays.binarySearch(hashes, 0, count, hash(key)) >= 0;
  }

  // Half of a strong hash: that a row which is gone is overlooked is less likely than a lost disk.
  private static long hash(String key) {
    String digits = RowJson.hash(RowJson.object().put("key", key));
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits)).getLong();
  }
}
