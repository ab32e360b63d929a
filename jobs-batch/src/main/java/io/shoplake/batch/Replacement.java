package io.shoplake.batch;

import static org.apache.spark.sql.functions.expr;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Schemas;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * What has to change in a table so that some of its rows become what is wanted: only rows that
 * differ are written, so that only days that changed are touched.
 */
final class Replacement implements AutoCloseable {

  private static final String PRINT = "_print";

  private final Table table;
  private final Dataset<Row> existing;
  private final Dataset<Row> wanted;

  private Replacement(Table table, Dataset<Row> existing, Dataset<Row> wanted) {
    this.table = table;
    this.existing = existing;
    this.wanted = wanted;
  }

  /**
   * The replacement of {@code existing} rows of {@code table} by {@code wanted} ones; each is
   * computed once.
   */
  static Replacement of(Table table, Dataset<Row> existing, Dataset<Row> wanted) {
    Column print = expr(fingerprint(table));
    StructType schema = Schemas.of(table).asNullable();
    return new Replacement(
        table,
        existing.to(schema).withColumn(PRINT, print).persist(),
        wanted.to(schema).withColumn(PRINT, print).persist());
  }

  // Maps have no order of their own, so equal ones could print differently.
  private static String fingerprint(Table table) {
    return table.fields().stream()
        .map(Replacement::printable)
        .collect(Collectors.joining(", ", "md5(to_json(struct(", ")))"));
  }

  private static String printable(Field field) {
    return field.type() instanceof FieldType.MapOf
        ? "sort_array(map_entries(%1$s)) AS %1$s".formatted(field.name())
        : field.name();
  }

  /** The wanted rows that are new or differ. */
  Dataset<Row> changed() {
    return minus(wanted, existing, keyAndPrint()).drop(PRINT);
  }

  /** The existing rows that go, or that will differ, as they are. */
  Dataset<Row> before() {
    return minus(existing, wanted, keyAndPrint()).drop(PRINT);
  }

  /** The days in {@code daysOfRow}, an expression that gives a list of days, of all such rows. */
  SortedSet<ShopDay> touched(String daysOfRow) {
    String[] shopAndDay = {"shop_id", "explode(%s) AS day".formatted(daysOfRow)};
    return new TreeSet<>(
        TouchedDays.days(changed().selectExpr(shopAndDay).union(before().selectExpr(shopAndDay))));
  }

  /**
   * Commits the change in one commit.
   *
   * @param more touched days besides those of the rows themselves
   * @param versions what it was made from
   */
  void commit(Lake lake, String query, Collection<ShopDay> more, Map<String, Long> versions) {
    SortedSet<ShopDay> days = touched("array(day)");
    if (days.isEmpty()) {
      BuiltFrom.noteUnchanged(lake, table, query, versions);
      return;
    }
    SortedSet<ShopDay> touched = new TreeSet<>(days);
    touched.addAll(more);
    // Whole days at once: that costs half of a merge by key, and is one commit all the same.
    Dataset<Row> kept = minus(lake.read(table).where(Lake.condition(days)), before(), table.key());
    lake.replaceDays(
        table, kept.unionByName(changed()), days, CommitNote.of(query, touched).madeFrom(versions));
  }

  private List<String> keyAndPrint() {
    return Stream.concat(table.key().stream(), Stream.of(PRINT)).toList();
  }

  private static Dataset<Row> minus(Dataset<Row> rows, Dataset<Row> others, List<String> on) {
    return rows.join(others.select(columns(on)), on.toArray(String[]::new), "left_anti");
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  @Override
  public void close() {
    existing.unpersist();
    wanted.unpersist();
  }
}
