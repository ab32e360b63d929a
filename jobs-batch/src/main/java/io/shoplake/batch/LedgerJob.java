package io.shoplake.batch;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that everything that arrived is accounted for. */
@Command(
    name = "ledger",
    description = {
      "Prints two laws and exits with 4 if a difference is not zero.",
      "Arrival law: offsets in Kafka = rows of bronze = messages read.",
      "Day law: accepted events of a day = rows of silver.events = daily_quality = warehouse."
    })
public final class LedgerJob implements Callable<Integer> {

  private static final List<Table> TABLES = List.of(EVENTS, LEDGER, LEDGER_DAYS, DAILY_QUALITY);

  @Mixin LakeOptions lakeOptions;

  @Mixin KafkaOptions kafkaOptions;

  @Mixin ShopOptions shopOptions;

  @Mixin WarehouseOptions warehouseOptions;

  @Option(names = "--day", paramLabel = "DATE", description = "Only this day of the day law.")
  LocalDate day;

  @Option(names = "--no-kafka", description = "Leave Kafka out of the arrival law.")
  boolean noKafka;

  @Option(names = "--no-warehouse", description = "Leave the warehouse out of the day law.")
  boolean noWarehouse;

  @Override
  public Integer call() throws Exception {
    try (Lake lake = lakeOptions.open("ledger")) {
      boolean holds =
          prove(
              lake,
              noKafka ? null : kafkaOptions.with(shopOptions.shops()),
              noWarehouse || !warehouseOptions.isNamed() ? null : warehouseOptions,
              day,
              System.out);
      return (holds ? ExitCode.OK : ExitCode.DATA).number();
    }
  }

  /**
   * Prints both laws and gives whether they hold.
   *
   * @param kafka null leaves Kafka out
   * @param warehouse null leaves the warehouse out
   * @param day null means all days
   */
  static boolean prove(
      Lake lake, KafkaOptions kafka, WarehouseOptions warehouse, LocalDate day, PrintStream out)
      throws SQLException {
    TABLES.forEach(lake::create);
    LastProof proof = LastProof.ofVersions(lake, tables(lake));
    List<ArrivalLaw.Partition> partitions = ArrivalLaw.partitions(lake, kafka);
    out.println("Arrival law: Kafka = bronze = read");
    ArrivalLaw.print(partitions, kafka != null, out);
    out.println();
    out.println("Day law: ledger = silver.events = daily_quality = warehouse");
    String condition = day == null ? "true" : "day = DATE'%s'".formatted(day);
    List<DayLaw.Day> days = DayLaw.days(lake, condition);
    Map<ShopDay, Long> loaded = loaded(warehouse);
    if (loaded != null && day != null) {
      loaded.keySet().removeIf(each -> !each.day().equals(day));
    }
    boolean daysHold = DayLaw.print(days, loaded, out);
    boolean holds =
        daysHold && partitions.stream().allMatch(partition -> partition.difference() == 0);
    out.println();
    long waiting = partitions.stream().mapToLong(ArrivalLaw.Partition::waiting).sum();
    if (waiting > 0) {
      out.printf("%,d messages wait in Kafka for the next refresh.%n", waiting);
    }
    out.println(holds ? "Everything is accounted for." : "Some of it does not add up.");
    if (holds && day == null) {
      proof.with(partitions).with(loaded).keep(lake);
    }
    return holds;
  }

  /**
   * Gives whether both laws hold; prints them unless nothing has changed since they were last
   * proven to.
   *
   * @param warehouse null leaves the warehouse out
   */
  public static boolean proveWhatChanged(
      Lake lake, KafkaOptions kafka, WarehouseOptions warehouse, PrintStream out)
      throws SQLException {
    TABLES.forEach(lake::create);
    if (LastProof.stillStands(lake, tables(lake), kafka, loaded(warehouse))) {
      out.println("Everything is accounted for: nothing has changed since the ledger was proven.");
      return true;
    }
    return prove(lake, kafka, warehouse, null, out);
  }

  /** Says how many messages wait before bronze and before silver; writes nothing. */
  public static void sayWaiting(Lake lake, KafkaOptions kafka, PrintStream out) {
    for (ArrivalLaw.Partition partition : ArrivalLaw.partitions(lake, kafka)) {
      out.printf(
          "%s partition %d: %,d messages wait in Kafka, %,d in bronze%n",
          partition.topic(), partition.partition(), partition.waiting(), partition.unread());
    }
  }

  private static List<Table> tables(Lake lake) {
    return Stream.concat(Catalog.layer(Layer.BRONZE).stream(), TABLES.stream())
        .filter(lake::exists)
        .toList();
  }

  private static Map<ShopDay, Long> loaded(WarehouseOptions options) throws SQLException {
    if (options == null) {
      return null;
    }
    try (Connection connection = options.connect()) {
      return new Warehouse(connection).acceptedByDay();
    }
  }
}
