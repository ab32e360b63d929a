package io.shoplake.local.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the rows of one table, or the totals of the ledger, agree with the truth.
 *
 * @param name what was compared
 * @param rows rows of the truth
 * @param values values compared
 * @param differences one for each value that differs and each row too few or too many
 */
record Comparison(String name, int rows, int values, List<Difference> differences) {

  /**
   * One disagreement.
   *
   * @param key the row
   * @param column the column; {@code row} where a whole row is missing or too many
   */
  record Difference(String key, String column, String expected, String found) {}

  /** Every value of {@code truth} against {@code warehouse}, and every row that is too many. */
  static Comparison of(String name, TableRows truth, TableRows warehouse) {
    List<Difference> differences = new ArrayList<>();
    int values = 0;
    for (Map.Entry<List<Object>, Map<String, Object>> row : truth.rows().entrySet()) {
      String key = truth.describe(row.getKey());
      Map<String, Object> found = warehouse.rows().get(row.getKey());
      if (found == null) {
        differences.add(new Difference(key, "row", "a row", "no row"));
        continue;
      }
      values += row.getValue().size();
      row.getValue()
          .forEach(
              (column, expected) -> {
                Object actual = found.get(column);
                if (!Objects.equals(expected, actual)) {
                  differences.add(
                      new Difference(key, column, Cells.text(expected), Cells.text(actual)));
                }
              });
    }
    for (List<Object> key : warehouse.rows().keySet()) {
      if (!truth.rows().containsKey(key)) {
        differences.add(new Difference(warehouse.describe(key), "row", "no row", "a row"));
      }
    }
    return new Comparison(name, truth.rows().size(), values, List.copyOf(differences));
  }
}
