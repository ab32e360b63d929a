package io.shoplake.batch;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import io.shoplake.parsing.Shops;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds gold tables for the days that were touched. */
@Command(
    name = "gold",
    description = "Builds gold tables, by default for the days that changed since they were built.")
public final class GoldJob implements Callable<Integer> {

  @Mixin LakeOptions lakeOptions;

  @Mixin ShopOptions shopOptions;

  @Option(names = "--changed", description = "The days that changed; the default.")
  boolean changed;

  @Option(
      names = "--day",
      paramLabel = "DATE",
      description = "This day too, though it has not changed.")
  LocalDate day;

  @Option(names = "--from", paramLabel = "DATE", description = "Also all days from this one on.")
  LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "Also all days up to this one.")
  LocalDate to;

  @Option(names = "--table", paramLabel = "NAME", description = "Only this table.")
  String table;

  @Option(names = "--dry-run", description = "Say days and rows, write nothing.")
  boolean dryRun;

  @Override
  public Integer call() {
    Range range = range();
    List<Table> tables = table == null ? Catalog.layer(Layer.GOLD) : List.of(gold(table));
    Shops shops = shopOptions.shops();
    try (Lake lake = lakeOptions.open("gold")) {
      if (dryRun) {
        tables.forEach(gold -> say(lake, gold, shops, range));
      } else {
        build(lake, tables, shops, range, System.err);
      }
    }
    return ExitCode.OK.number();
  }

  /** Builds the changed days of every gold table. */
  public static void buildChanged(Lake lake, Shops shops, PrintStream messages) {
    build(lake, Catalog.layer(Layer.GOLD), shops, null, messages);
  }

  /** Builds each of {@code tables} once those among them that it reads are built. */
  private static void build(
      Lake lake, List<Table> tables, Shops shops, Range range, PrintStream messages) {
    tables.stream().flatMap(gold -> gold.sources().stream()).distinct().forEach(lake::create);
    Map<Table, CompletableFuture<Void>> built = new HashMap<>();
    try (SideBySide builds = new SideBySide()) {
      for (Table gold : tables) {
        Stream<CompletableFuture<Void>> sources =
            gold.sources().stream().map(built::get).filter(Objects::nonNull);
        built.put(
            gold,
            builds.run(sources, () -> build(lake.inOwnSession(), gold, shops, range, messages)));
      }
      builds.await();
    }
  }

  /** Builds the changed days, and those of {@code range} if it is not null, in one commit. */
  static void build(Lake lake, Table gold, Shops shops, Range range, PrintStream messages) {
    lake.create(gold);
    Progress progress = Progress.of("Building " + gold.qualifiedName());
    BuiltFrom built = BuiltFrom.of(lake, gold);
    Map<String, Long> versions = BuiltFrom.now(lake, gold.sources());
    SortedSet<ShopDay> days = days(lake, gold, built, range);
    if (days.isEmpty()) {
      return;
    }
    CommitNote note = CommitNote.of("gold", days).madeFrom(versions);
    lake.replaceDays(gold, rows(lake, gold, shops, days, versions), days, note);
    messages.printf(
        "%s: %s in %s%n", gold.qualifiedName(), said(days), Progress.seconds(progress.elapsed()));
  }

  static void say(Lake lake, Table gold, Shops shops, Range range) {
    if (!lake.exists(gold)) {
      System.out.printf("%s does not exist yet%n", gold.qualifiedName());
      return;
    }
    lake.requireDeclared(gold);
    gold.sources().forEach(lake::requireDeclared);
    SortedSet<ShopDay> days = days(lake, gold, BuiltFrom.of(lake, gold), range);
    Map<String, Long> versions = BuiltFrom.now(lake, gold.sources());
    long rows = days.isEmpty() ? 0 : rows(lake, gold, shops, days, versions).count();
    System.out.printf("%s: %s, %,d rows%n", gold.qualifiedName(), said(days), rows);
  }

  private static Dataset<Row> rows(
      Lake lake, Table gold, Shops shops, SortedSet<ShopDay> days, Map<String, Long> versions) {
    Map<String, Dataset<Row>> sources = new HashMap<>();
    for (Table source : gold.sources()) {
      sources.put(source.name(), lake.read(source, versions.get(source.qualifiedName())));
    }
    return GoldModel.of(gold)
        .run(
            lake.spark(),
            sources,
            TouchedDays.rows(lake.spark(), days, shops),
            FunnelSteps.rows(lake.spark(), days.stream().map(ShopDay::shop).toList(), shops));
  }

  private static SortedSet<ShopDay> days(Lake lake, Table gold, BuiltFrom built, Range range) {
    // Always those that changed as well, so that the table is of one version of its sources.
    SortedSet<ShopDay> days = TouchedDays.since(lake, gold, built);
    if (range == null) {
      return days;
    }
    for (Table source : gold.sources()) {
      for (Row shop : lake.read(source).select("shop_id").distinct().collectAsList()) {
        range.days().forEach(each -> days.add(new ShopDay(shop.getString(0), each)));
      }
    }
    return days;
  }

  private static String said(SortedSet<ShopDay> days) {
    if (days.isEmpty()) {
      return "no days";
    }
    TreeSet<LocalDate> dates = new TreeSet<>(days.stream().map(ShopDay::day).toList());
    return "%,d day%s from %s to %s"
        .formatted(dates.size(), dates.size() == 1 ? "" : "s", dates.first(), dates.last());
  }

  private static Table gold(String name) {
    return Catalog.layer(Layer.GOLD).stream()
        .filter(table -> table.name().equals(name) || table.qualifiedName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.USAGE,
                    "There is no gold table '%s'; there are %s."
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                Catalog.layer(Layer.GOLD).stream().map(Table::name).toList()))));
  }

  private Range range() {
    boolean isRange = from != null || to != null;
    if ((changed ? 1 : 0) + (day != null ? 1 : 0) + (isRange ? 1 : 0) > 1) {
      throw new UserMistake(ExitCode.USAGE, "Give one of --changed, --day, or --from and --to.");
    }
    if (isRange && (from == null || to == null || from.isAfter(to))) {
      throw new UserMistake(
          ExitCode.USAGE, "--from and --to belong together, the earlier day first.");
    }
    return day != null ? new Range(day, day) : isRange ? new Range(from, to) : null;
  }

  /** Days from the first to the last, both included. */
  record Range(LocalDate from, LocalDate to) {
    Stream<LocalDate> days() {
      return from.datesUntil(to.plusDays(1));
    }
  }
}
