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
  private final Map<List<Object>, Sums> byKey = new HashMap<>();

  private static final class Sums {
    private final long[] counts;
    private final BigDecimal[] amounts;

    Sums(int counts, int amounts) {
      this.counts = new long[counts];
      this.amounts = new BigDecimal[amounts];
      Arrays.fill(this.amounts, BigDecimal.ZERO);
    }
  }

  /** A table whose measures are {@code counts} and amounts of money. */
  Tally(List<String> keyNames, List<String> counts, List<String> amounts) {
    this.keyNames = keyNames;
    this.counts = counts;
    this.amounts = amounts;
  }

  /** Makes sure that there is a row. */
  void touch(List<Object> key) {
    sums(key);
  }

  void count(List<Object> key, String measure, long more) {
    sums(key).counts[index(counts, measure)] += more;
  }

  void add(List<Object> key, String measure, BigDecimal amount) {
    BigDecimal[] sums = sums(key).amounts;
    int index = index(amounts, measure);
    sums[index] = sums[index].add(amount);
  }

  long counted(List<Object> key, String measure) {
    return sums(key).counts[index(counts, measure)];
  }

  Set<List<Object>> keys() {
    return byKey.keySet();
  }

  private Sums sums(List<Object> key) {
    return byKey.computeIfAbsent(key, fresh -> new Sums(counts.size(), amounts.size()));
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

  private Map<String, Object> row(List<Object> key, Sums sums) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int index = 0; index < keyNames.size(); index++) {
      Object value = key.get(index);
      row.put(keyNames.get(index), value instanceof Number ? value : value.toString());
    }
    for (int index = 0; index < sums.counts.length; index++) {
      row.put(counts.get(index), sums.counts[index]);
    }
    for (int index = 0; index < sums.amounts.length; index++) {
      row.put(amounts.get(index), money(sums.amounts[index]));
    }
    return row;
  }
}
