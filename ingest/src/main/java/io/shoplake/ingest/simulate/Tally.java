package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums by key: the rows of one table of the truth. */
final class Tally {

  private static final int SCALE = 4;

  private final List<String> keyNames;
  private final List<String> counts;
  private final List<String> amounts;
  private final Map<List<Object>, Sums> byKey = new HashMap<>();

  private static final class Sums {
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, BigDecimal> amounts = new HashMap<>();
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
    require(counts, measure);
    sums(key).counts.merge(measure, more, Long::sum);
  }

  void add(List<Object> key, String measure, BigDecimal amount) {
    require(amounts, measure);
    sums(key).amounts.merge(measure, amount, BigDecimal::add);
  }

  long counted(List<Object> key, String measure) {
    return sums(key).counts.getOrDefault(measure, 0L);
  }

  Iterable<List<Object>> keys() {
    return byKey.keySet();
  }

  private Sums sums(List<Object> key) {
    return byKey.computeIfAbsent(key, fresh -> new Sums());
  }

  private static void require(List<String> names, String measure) {
    if (!names.contains(measure)) {
      throw new IllegalArgumentException("No measure '%s' among %s".formatted(measure, names));
    }
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
    for (String measure : counts) {
      row.put(measure, sums.counts.getOrDefault(measure, 0L));
    }
    for (String measure : amounts) {
      row.put(
          measure,
          sums.amounts
              .getOrDefault(measure, BigDecimal.ZERO)
              .setScale(SCALE, RoundingMode.UNNECESSARY)
              .toPlainString());
    }
    return row;
  }
}
