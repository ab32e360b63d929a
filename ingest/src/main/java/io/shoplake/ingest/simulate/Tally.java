package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums by key: the rows of one table of the truth. */
final class Tally {

  private static final int SCALE = 4;

  private final List<String> keyNames;
  private final List<String> counts;
  private final List<String> amounts;
  private final Map<List<Object>, Row> byKey = new HashMap<>();

  /** The sums of one key. */
  final class Row {
    private final long[] counted = new long[counts.size()];
    private final BigDecimal[] added = new BigDecimal[amounts.size()];

    private Row() {
      Arrays.fill(added, BigDecimal.ZERO);
    }

    void count(String measure, long more) {
      counted[index(counts, measure)] += more;
    }

    void add(String measure, BigDecimal amount) {
      int index = index(amounts, measure);
      added[index] = added[index].add(amount);
    }
  }

  /** A table whose measures are {@code counts} and amounts of money. */
  Tally(List<String> keyNames, List<String> counts, List<String> amounts) {
    this.keyNames = keyNames;
    this.counts = counts;
    this.amounts = amounts;
  }

  /** The sums of {@code key}, nothing at first. */
  Row row(List<Object> key) {
    return byKey.computeIfAbsent(key, fresh -> new Row());
  }

  void count(List<Object> key, String measure, long more) {
    row(key).count(measure, more);
  }

  void add(List<Object> key, String measure, BigDecimal amount) {
    row(key).add(measure, amount);
  }

  Set<List<Object>> keys() {
    return byKey.keySet();
  }

  private static int index(List<String> names, String measure) {
    int index = names.indexOf(measure);
    if (index < 0) {
      throw new IllegalArgumentException("No measure '%s' among %s".formatted(measure, names));
    }
    return index;
  }

  /** An amount as the truth writes it, with four digits after the point. */
  static String money(BigDecimal amount) {
    return amount.setScale(SCALE, RoundingMode.UNNECESSARY).toPlainString();
  }

  /** The rows in the order of their keys: counts as numbers, days and money as text. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    byKey.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(entry -> rows.add(row(entry.getKey(), entry.getValue())));
    return rows;
  }

  private Map<String, Object> row(List<Object> key, Row sums) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int index = 0; index < keyNames.size(); index++) {
      Object value = key.get(index);
      row.put(keyNames.get(index), value instanceof Number ? value : value.toString());
    }
    for (int index = 0; index < sums.counted.length; index++) {
      row.put(counts.get(index), sums.counted[index]);
    }
    for (int index = 0; index < sums.added.length; index++) {
      row.put(amounts.get(index), money(sums.added[index]));
    }
    return row;
  }
}
