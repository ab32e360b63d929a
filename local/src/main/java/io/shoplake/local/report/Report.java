package io.shoplake.local.report;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.local.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what a shop owner wants to know as one HTML file that needs no network. */
@Command(
    name = "report",
    description = {
      "Writes the report of the warehouse as one HTML file that opens without network.",
      "Without days: the last four weeks, or as many whole weeks as leave the same time before them to"
          + " compare with; of less than two weeks of data, all of it."
    })
public final class Report implements Callable<Integer> {

  private static final int MOST_WEEKS = 4;

  private final Clock clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "The file to write; an older one is replaced.")
  private Path out;

  @Option(names = "--from", paramLabel = "DAY", description = "First day, as 2026-11-01.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DAY",
      description = "Last day; without it the last day that has data.")
  private LocalDate to;

  @Option(
      names = "--shop",
      paramLabel = "NAME",
      description = "Only this shop; without it every shop has a chapter.")
  private String shop;

  @Mixin private WarehouseOptions warehouse;

  public Report() {
    this(Clock.systemUTC());
  }

  Report(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws SQLException {
    if (from != null && to != null && from.isAfter(to)) {
      throw new UserMistake(ExitCode.USAGE, "--from %s is after --to %s.".formatted(from, to));
    }
    Instant now = clock.instant();
    try (Connection connection = warehouse.connectToRead()) {
      Queries queries = new Queries(new Warehouse(connection));
      List<ReportData> shops =
          shops(queries).stream()
              .map(name -> new ShopQueries(queries, name, period(queries, name)).gather(now))
              .toList();
      write(new Page(shops, new ArrivalQueries(new Warehouse(connection)).arrivals(), now).text());
      spec.commandLine().getOut().println("Wrote " + out.toAbsolutePath().normalize());
    }
    return ExitCode.OK.number();
  }

  private List<String> shops(Queries queries) {
    List<String> known = queries.shops();
    if (shop == null) {
      return known;
    }
    if (!known.contains(shop)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The warehouse has no shop '%s'; there are: %s."
              .formatted(shop, known.isEmpty() ? "none" : String.join(", ", known)));
    }
    return List.of(shop);
  }

  private Period period(Queries queries, String name) {
    Period known = queries.known(name);
    LocalDate last = Optional.ofNullable(to).orElse(known.to());
    LocalDate first = Optional.ofNullable(from).orElse(usualFirst(known.from(), last));
    if (first.isAfter(last)) {
      throw new UserMistake(
          ExitCode.USAGE,
          "--from %s is after %s, the last day of '%s' that has data; say --to."
              .formatted(first, last, name));
    }
    return new Period(first, last);
  }

  /** Whole weeks, so that the period before, which must be known too, has the same weekdays. */
  static LocalDate usualFirst(LocalDate known, LocalDate last) {
    for (int weeks = MOST_WEEKS; weeks > 0; weeks--) {
      if (!last.minusWeeks(2L * weeks).plusDays(1).isBefore(known)) {
        return last.minusWeeks(weeks).plusDays(1);
      }
    }
    return known.isAfter(last) ? last : known;
  }

  /** Beside the target first, so that nobody ever opens half a report. */
  private void write(String page) {
    Path target = out.toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      Path draft = target.resolveSibling("." + target.getFileName() + ".draft");
      Files.writeString(draft, page);
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION, "The report cannot be written to '%s'.".formatted(target), e);
    }
  }
}
