package io.shoplake.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

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
final class Replacement {

  private final Table table;
  private final long version;
  private final Dataset<Row> differences;

  private Replacement(Table table, long version, Dataset<Row> differences) {
    this.table = table;
    this.version = version;
    this.differences = differences;
  }

  /**
   * The replacement of {@code existing} rows of {@code table}, as they are in {@code version} of
   * it, by {@code wanted} ones.
   */
  static Replacement of(Table table, long version, Dataset<Row> existing, Dataset<Row> wanted) {
    // Computed once: both its days and its rows are asked for, and the table it reads is written.
    Dataset<Row> differences =
        printed(table, existing, "before")
            .join(printed(table, wanted, "after"), table.key().toArray(String[]::new), "full")
            .where("NOT print_before <=> print_after")
            .select("before", "after")
            .localCheckpoint();
    return new Replacement(table, version, differences);
  }

  private static Dataset<Row> printed(Table table, Dataset<Row> rows, String name) {
    StructType schema = Schemas.of(table).asNullable();
    // Cast, as Spark loses the size of the differences where planning changes what may be null.
    Column row = struct(col("*")).cast(schema).as(name);
    Stream<Column> columns = Stream.of(row, expr(fingerprint(table)).as("print_" + name));
    return rows.to(schema)
        .select(
            Stream.concat(table.key().stream().map(functions::col), columns)
                .toArray(Column[]::new));
  }

  // Maps have no order of their own, so equal ones could print differently.
  private static String fingerprint(Table table) {
    return table.fields().stream()
        .map(Replacement::printable)
        .collect(
            Collectors.joining(
                ", ",
                "md5(to_json(struct(",
                "), map('timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS')))"));
  }

  private static String printable(Field field) {
    return field.type() instanceof FieldType.MapOf
        ? "sort_array(map_entries(%1$s)) AS %1$s".formatted(field.name())
        : field.name();
  }

  /** The wanted rows that are new or differ. */
  Dataset<Row> changed() {
    return differences.where("after IS NOT NULL").select("after.*");
  }

  /** The existing rows that go, or that will differ, as they are. */
  Dataset<Row> before() {
    return differences.where("before IS NOT NULL").select("before.*");
  }

  /** The days in {@code daysOfRow}, an expression that gives a list of days, of all such rows. */
  SortedSet<ShopDay> touched(String daysOfRow) {
    return new TreeSet<>(
        TouchedDays.days(
            changed()
                .union(before())
                .selectExpr("shop_id", "explode(%s) AS day".formatted(daysOfRow))));
  }

  /**
   * Commits the change row by row in one commit, unless the table has another version by now; for a
   * table that is not kept by days.
   *
   * @param versions what it was made from
   */
  void merge(Lake lake, String query, Map<String, Long> versions) {
    if (differences.isEmpty()) {
      BuiltFrom.noteUnchanged(lake, table, query, versions);
      return;
    }
    Dataset<Row> gone = differences.where("after IS NULL").select("before.*");
    CommitNote note = CommitNote.of(query, List.of()).madeFrom(versions);
    lake.mergeSince(version, table, gone, changed(), note);
  }

  /**
   * Commits the change in one commit, unless the table has another version by now.
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
    List<String> key = table.key();
    Dataset<Row> kept =
        lake.read(table, version)
            .where(Lake.condition(days))
            .join(
                before().select(key.stream().map(functions::col).toArray(Column[]::new)),
                key.toArray(String[]::new),
                "left_anti");
    // Whole days at once: that costs half of a merge by key, and is one commit all the same.
    lake.replaceDaysSince(
        version,
        table,
        kept.unionByName(changed()),
        days,
        CommitNote.of(query, touched).madeFrom(versions));
  }
}
