package io.shoplake.local.verify;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Field;
import io.shoplake.layout.Field.Addition;
import io.shoplake.layout.Table;
import io.shoplake.local.verify.Comparison.Difference;
import io.shoplake.local.warehouse.Warehouse;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the warehouse against the truth. */
final class WarehouseTruth {

  private final Warehouse warehouse;

  WarehouseTruth(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** One comparison for each table of the truth, and one for its ledger if it has one. */
  List<Comparison> compare(Truth truth) {
    List<String> shops = List.copyOf(truth.shops());
    List<Comparison> comparisons = new ArrayList<>();
    truth
        .tables()
        .forEach(
            (table, rows) ->
                comparisons.add(Comparison.of(table.name(), rows, rows(table, rows, shops))));
    if (!truth.ledger().isEmpty()) {
      comparisons.add(ledger(truth.ledger(), shops));
    }
    return List.copyOf(comparisons);
  }

  private TableRows rows(Table table, TableRows truth, List<String> shops) {
    Set<String> wanted =
        truth.rows().values().stream()
            .flatMap(values -> values.keySet().stream())
            .collect(Collectors.toSet());
    List<Field> key = fields(table, table.key());
    List<Field> values = fields(table, wanted);
    List<Field> untold = truth.rows().isEmpty() ? List.of() : untold(table, wanted);
    Map<List<Object>, Map<String, Object>> rows = new LinkedHashMap<>();
    warehouse.query(
        "SELECT %s FROM %s WHERE shop_id = ANY(?) ORDER BY %s"
            .formatted(
                names(Stream.of(key, values, untold).flatMap(List::stream)),
                Warehouse.name(table),
                names(key.stream())),
        row -> {
          List<Object> name = keyOf(table, cells(key, row));
          Map<String, Object> told = cells(values, row);
          if (truth.rows().containsKey(name) || !isOnlyUntold(told, cells(untold, row))) {
            rows.put(name, told);
          }
          return rows;
        },
        shops);
    return new TableRows(table.key(), rows);
  }

  /** The measures that the truth does not speak of, such as what hangs on the moment of arrival. */
  private static List<Field> untold(Table table, Set<String> wanted) {
    return table.fields().stream()
        .filter(field -> field.addition() == Addition.ADDITIVE && !wanted.contains(field.name()))
        .toList();
  }

  /** Whether a row is there only for measures that the truth does not speak of. */
  private static boolean isOnlyUntold(Map<String, Object> told, Map<String, Object> untold) {
    return told.values().stream().allMatch(BigDecimal.ZERO::equals)
        && untold.values().stream().anyMatch(value -> !BigDecimal.ZERO.equals(value));
  }

  private static List<Field> fields(Table table, Collection<String> names) {
    return table.fields().stream().filter(field -> names.contains(field.name())).toList();
  }

  private static List<Object> keyOf(Table table, Map<String, Object> cells) {
    return table.key().stream().map(cells::get).toList();
  }

  private static Map<String, Object> cells(List<Field> fields, ResultSet row) throws SQLException {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (Field field : fields) {
      cells.put(field.name(), Cells.ofWarehouse(field.type(), row, field.name()));
    }
    return cells;
  }

  private static String names(Stream<Field> fields) {
    return fields.map(field -> Warehouse.quoted(field.name())).collect(Collectors.joining(", "));
  }

  private Comparison ledger(Map<String, BigDecimal> truth, List<String> shops) {
    Map<String, BigDecimal> totals = totals(shops);
    List<Difference> differences = new ArrayList<>();
    truth.forEach(
        (name, expected) -> {
          BigDecimal found = totals.get(name);
          if (found == null) {
            throw new UserMistake(
                ExitCode.CONFIGURATION,
                "The truth's ledger has a total '%s' that nobody keeps; there are %s."
                    .formatted(name, String.join(", ", totals.keySet())));
          }
          if (expected.compareTo(found) != 0) {
            differences.add(
                new Difference("total", name, expected.toPlainString(), found.toPlainString()));
          }
        });
    return new Comparison("ledger", 1, truth.size(), List.copyOf(differences));
  }

  /** What the ledger says by day, and what was read from Kafka. */
  private Map<String, BigDecimal> totals(List<String> shops) {
    Map<String, BigDecimal> totals = new LinkedHashMap<>();
    sums(totals, "WHERE shop_id = ANY(?)", false, shops);
    // What cannot be read names no shop.
    sums(totals, "", true);
    warehouse.query(
        """
        SELECT coalesce(sum(read), 0) AS read, coalesce(sum(rejected), 0) AS rejected
        FROM %s WHERE query LIKE 'events%%'
        """
            .formatted(Warehouse.name(LEDGER)),
        row -> {
          totals.put("read", row.getBigDecimal("read"));
          totals.put("rejected", row.getBigDecimal("rejected"));
          return totals;
        });
    return totals;
  }

  /** Sums over the days, of the refused messages or of all others. */
  private void sums(
      Map<String, BigDecimal> totals, String where, boolean isOfRefused, Object... parameters) {
    List<Field> measures =
        DAILY_QUALITY.fields().stream()
            .filter(field -> field.addition() == Addition.ADDITIVE)
            .filter(field -> field.name().startsWith("rejected") == isOfRefused)
            .toList();
    warehouse.query(
        "SELECT %s FROM %s %s"
            .formatted(
                measures.stream()
                    .map(field -> "coalesce(sum(%1$s), 0) AS %1$s".formatted(field.name()))
                    .collect(Collectors.joining(", ")),
                Warehouse.name(DAILY_QUALITY),
                where),
        row -> {
          for (Field measure : measures) {
            totals.put(measure.name(), row.getBigDecimal(measure.name()));
          }
          return totals;
        },
        parameters);
  }
}
