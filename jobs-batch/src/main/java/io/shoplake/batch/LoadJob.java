package io.shoplake.batch;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Lake.Noted;
import io.shoplake.lake.LakeOptions;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads what has changed in the published tables into the warehouse. */
@Command(
    name = "load",
    description = "Loads the changed days of the published tables into PostgreSQL.")
public final class LoadJob implements Callable<Integer> {

  @Mixin LakeOptions lakeOptions;

  @Mixin WarehouseOptions warehouseOptions;

  @Option(names = "--dry-run", description = "Say what would be loaded, write nothing.")
  boolean dryRun;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Load again and again, this long after the last load. Default: once.")
  Duration every;

  @Override
  public Integer call() throws Exception {
    // Before the Spark session, which takes seconds.
    warehouseOptions.connect().close();
    try (Lake lake = lakeOptions.open("load")) {
      do {
        load(lake, warehouseOptions, dryRun, System.err);
        if (every != null) {
          Thread.sleep(every.toMillis());
        }
      } while (every != null);
    }
    return ExitCode.OK.number();
  }

  /**
   * Loads what has changed, each table in one transaction; a version that is loaded already is left
   * alone.
   *
   * @throws UserMistake if the warehouse does not answer, if its user may not load, if a table was
   *     made before some of its columns were declared, or if a day to load breaks the day law
   */
  public static void load(Lake lake, WarehouseOptions options, PrintStream messages) {
    load(lake, options, false, messages);
  }

  private static void load(
      Lake lake, WarehouseOptions options, boolean dryRun, PrintStream messages) {
    try (Connection connection = options.connect()) {
      Warehouse warehouse = new Warehouse(connection);
      List<Change> changes = changes(lake, published(lake), warehouse.loadedVersions());
      if (changes.isEmpty()) {
        return;
      }
      changes.forEach(change -> lake.requireDeclared(change.table()));
      requireDayLaw(lake, changes);
      if (dryRun) {
        changes.forEach(change -> messages.println(change.said()));
        return;
      }
      warehouse.prepare(published(lake));
      String run = UUID.randomUUID().toString();
      // A table that had to get a column is to be loaded as a whole.
      for (Change change : changes(lake, published(lake), warehouse.loadedVersions())) {
        load(lake, warehouse, change, run, messages);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** A table that has changed since it was loaded. */
  record Change(Table table, long from, long to, Warehouse.Days days) {
    String said() {
      return table.qualifiedName() + ": " + rowsSaid();
    }

    private String rowsSaid() {
      if (days.isAll()) {
        return "all rows";
      }
      if (table.hasDays()) {
        return "%,d days".formatted(days.some().size());
      }
      return isVersions(table) ? "no rows" : "new rows";
    }
  }

  private static List<Table> published(Lake lake) {
    return Catalog.TABLES.stream()
        .filter(table -> table.schema().isPresent() && lake.exists(table))
        .toList();
  }

  private static List<Change> changes(Lake lake, List<Table> tables, Map<String, Long> loaded) {
    List<Change> changes = new ArrayList<>();
    for (Table table : tables) {
      long version = lake.version(table);
      long before = loaded.getOrDefault(table.qualifiedName(), -1L);
      if (version != before) {
        // An older version means that the lake was made anew.
        boolean isFirst = before < 0 || before > version;
        // Versions of a silver table come and go, and no day says which: all are loaded anew.
        boolean isWhole = isFirst || (isVersions(table) && lake.hasChangedSince(table, before));
        Warehouse.Days days =
            isWhole ? Warehouse.Days.ALL : Warehouse.Days.of(touched(lake, table, before, version));
        changes.add(new Change(table, isFirst ? -1 : before, version, days));
      }
    }
    return changes;
  }

  private static boolean isVersions(Table table) {
    return table.layer() == Layer.SILVER && !table.hasDays();
  }

  private static SortedSet<ShopDay> touched(Lake lake, Table table, long before, long version) {
    SortedSet<ShopDay> days = new TreeSet<>();
    for (Noted noted : lake.notesSince(table, before)) {
      if (noted.version() <= version) {
        days.addAll(noted.note().touched());
      }
    }
    return days;
  }

  private static void load(
      Lake lake, Warehouse warehouse, Change change, String run, PrintStream messages)
      throws SQLException {
    Table table = change.table();
    Progress progress = Progress.of("Loading " + table.qualifiedName());
    Iterator<String> lines = CopyText.lines(rows(lake, change), table).toLocalIterator();
    if (warehouse.load(table, change.to(), change.days(), lines, run)) {
      messages.printf("%s in %s%n", change.said(), Progress.seconds(progress.elapsed()));
    }
  }

  private static Dataset<Row> rows(Lake lake, Change change) {
    if (change.days().isAll()) {
      return lake.read(change.table(), change.to());
    }
    // Of versions that have not changed these are no rows, and only the load is noted.
    return change.table().hasDays() || isVersions(change.table())
        ? lake.read(change.table(), change.to()).where(Lake.condition(change.days().some()))
        : lake.addedSince(change.table(), change.from());
  }

  // What does not add up is not shown to anybody.
  private static void requireDayLaw(Lake lake, List<Change> changes) {
    for (Table table : List.of(EVENTS, LEDGER_DAYS, DAILY_QUALITY)) {
      if (!lake.exists(table)) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "%s does not exist yet; run restate and gold first.".formatted(table.qualifiedName()));
      }
    }
    boolean isAll =
        changes.stream().anyMatch(change -> change.table().hasDays() && change.days().isAll());
    SortedSet<ShopDay> days = new TreeSet<>();
    changes.forEach(change -> days.addAll(change.days().some()));
    List<DayLaw.Day> broken =
        DayLaw.days(lake, isAll ? "true" : Lake.condition(days)).stream()
            .filter(day -> day.difference() != 0)
            .toList();
    if (!broken.isEmpty()) {
      DayLaw.Day first = broken.get(0);
      throw new UserMistake(
          ExitCode.DATA,
          "Nothing was loaded: %,d days do not add up, the first is %s of %s with %,d accepted by the ledger, %,d events and %,d in daily_quality; run restate and gold, then ledger."
              .formatted(
                  broken.size(),
                  first.day().day(),
                  first.day().shop(),
                  first.ledger(),
                  first.events(),
                  first.quality()));
    }
  }

  private static RuntimeException failed(SQLException e) {
    if (Warehouse.isForbidden(e)) {
      return new UserMistake(
          ExitCode.CONFIGURATION,
          "The warehouse user may not load (%s); let an administrator run load once and make the user a member of the role loader."
              .formatted(Warehouse.firstLine(e)),
          e);
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("08") || state.startsWith("57P")
        ? new UserMistake(
            ExitCode.UNREACHABLE,
            "The warehouse stopped answering (%s); start load again when it is back."
                .formatted(e.getMessage()),
            e)
        : new IllegalStateException("The warehouse refused a statement", e);
  }
}
