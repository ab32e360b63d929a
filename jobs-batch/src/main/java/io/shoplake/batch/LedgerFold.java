package io.shoplake.batch;

import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Lake.Noted;
import io.shoplake.lake.Schemas;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Table;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Copies the figures that commits carry into the tables of the ledger, each of them once. */
final class LedgerFold {

  /** The tables whose commits carry figures. */
  static final List<Table> SOURCES = List.of(EVENTS, ORDER_CHANGES);

  private LedgerFold() {}

  /** Appends the figures of the commits that are new. */
  static void fold(Lake lake) {
    fold(lake, LEDGER, SOURCES, LedgerFold::figures);
    // Only events have a day that the day law is about.
    fold(lake, LEDGER_DAYS, List.of(EVENTS), LedgerFold::days);
  }

  private static void fold(
      Lake lake, Table ledger, List<Table> sources, Function<Noted, Stream<Row>> rowsOfCommit) {
    long version = lake.version(ledger);
    BuiltFrom built = BuiltFrom.of(lake, ledger);
    Map<String, Long> versions = BuiltFrom.now(lake, sources);
    List<Noted> fresh = new ArrayList<>();
    for (Table source : sources) {
      long until = versions.get(source.qualifiedName());
      built.newNotes(lake, source).stream()
          .filter(noted -> noted.version() <= until)
          .forEach(fresh::add);
    }
    List<Row> rows = fresh.stream().flatMap(rowsOfCommit).toList();
    if (rows.isEmpty()) {
      return;
    }
    List<ShopDay> touched =
        fresh.stream()
            .flatMap(noted -> noted.note().days().stream())
            .map(DayFigures::day)
            .distinct()
            .toList();
    lake.appendSince(
        version,
        ledger,
        lake.spark().createDataFrame(rows, Schemas.of(ledger)),
        CommitNote.of("restate", touched).madeFrom(versions));
  }

  private static Stream<Row> figures(Noted noted) {
    return noted.note().figures().stream().map(figures -> row(noted, figures));
  }

  private static Row row(Noted noted, Figures figures) {
    return RowFactory.create(
        noted.note().query(),
        batch(noted),
        figures.topic(),
        figures.partition(),
        figures.firstOffset(),
        figures.lastOffset(),
        figures.read(),
        figures.accepted(),
        figures.duplicate(),
        figures.conflicting(),
        figures.late(),
        figures.bot(),
        figures.rejectedTotal(),
        Map.copyOf(figures.rejected()));
  }

  private static Stream<Row> days(Noted noted) {
    return noted.note().days().stream()
        .map(
            figures ->
                RowFactory.create(
                    noted.note().query(),
                    batch(noted),
                    figures.day().shop(),
                    Date.valueOf(figures.day().day()),
                    figures.accepted(),
                    figures.duplicate(),
                    figures.conflicting()));
  }

  // Outside a stream there are no batches; the version tells such commits apart.
  private static long batch(Noted noted) {
    return noted.note().batch() < 0 ? noted.version() : noted.note().batch();
  }
}
