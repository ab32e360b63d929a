package io.shoplake.ingest;

import io.shoplake.ingest.simulate.SimulatedShop;
import io.shoplake.ingest.simulate.Simulation;
import io.shoplake.parsing.Shops;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which shops are simulated, how large, and until when. */
final class SimulatedShops {

  @Option(
      names = "--end",
      paramLabel = "DATE",
      description = "The day after the last one, in the shop's time zone (default: today).")
  private LocalDate end;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "9000",
      description = "People who come at least once to a shop; each makes about 13 events.")
  private int visitors;

  @Option(
      names = "--shop",
      paramLabel = "ID[=N]",
      defaultValue = "main",
      description =
          "The shop to simulate, with N visitors (default: --visitors); may be given again.")
  private List<String> chosen;

  @Option(names = "--every-shop", description = "Simulate all shops of the shop file.")
  private boolean isEveryShop;

  @Option(
      names = "--shops",
      paramLabel = "FILE",
      description =
          "The shop file with time zone, currency and session rules (default: the environment's"
              + " SHOPLAKE_SHOPS).")
  private Path shopFile;

  /** The chosen shops; {@code now} is the moment after which nothing can have happened. */
  List<Simulation.Place> places(Instant now, int days, CommandSpec spec) {
    Simulate.require(visitors >= 1, "--visitors must be at least 1");
    Shops known = shopFile == null ? Shops.of(System.getenv()) : Shops.load(shopFile);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    if (isEveryShop) {
      Simulate.require(!isGiven("--shop", spec), "--every-shop and --shop exclude each other");
      known.all().forEach(shop -> sizes.put(shop.id(), visitors));
    } else {
      chosen.forEach(choice -> choose(choice, sizes));
    }
    return sizes.entrySet().stream()
        .map(size -> place(SimulatedShop.of(known.shop(size.getKey())), size.getValue(), now, days))
        .toList();
  }

  /** Whether a shop is chosen with a number of visitors. */
  boolean isSizeGiven() {
    return chosen.stream().anyMatch(choice -> choice.contains("="));
  }

  private void choose(String choice, Map<String, Integer> sizes) {
    int equals = choice.lastIndexOf('=');
    String id = equals < 0 ? choice : choice.substring(0, equals);
    String number = choice.substring(equals + 1);
    Simulate.require(
        id.matches("\\S+") && (equals < 0 || number.matches("[1-9]\\d{0,8}")),
        "--shop must be an id without blanks, or such an id and a number of visitors such as north=500, not '%s'"
            .formatted(choice));
    Integer before = sizes.put(id, equals < 0 ? visitors : Integer.parseInt(number));
    Simulate.require(before == null, "--shop names '%s' twice".formatted(id));
  }

  private Simulation.Place place(SimulatedShop shop, int size, Instant now, int days) {
    LocalDate lastEnd = end == null ? LocalDate.ofInstant(now, shop.timeZone()) : end;
    Simulate.require(
        !lastEnd.atStartOfDay(shop.timeZone()).toInstant().isAfter(now),
        "--end must not lie in the future, as events of the future are rejected");
    Simulate.require(
        lastEnd.getYear() >= 1990 && lastEnd.minusDays(days).getYear() >= 1990,
        "--end and --days must not reach before 1990, as events of that time are rejected");
    return new Simulation.Place(shop, size, lastEnd);
  }

  static boolean isGiven(String option, CommandSpec spec) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }
}
