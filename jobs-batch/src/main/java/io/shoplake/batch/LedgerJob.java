package io.shoplake.batch;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;

import io.shoplake.cli.ExitCode;
import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.lake.ShopDay;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

  @Mixin LakeOptions lakeOptions;

  @Mixin KafkaOptions kafkaOptions;

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
              noKafka ? null : kafkaOptions,
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
  public static boolean prove(
      Lake lake, KafkaOptions kafka, WarehouseOptions warehouse, LocalDate day, PrintStream out)
      throws SQLException {
    List.of(EVENTS, LEDGER_DAYS, DAILY_QUALITY).forEach(lake::create);
    List<ArrivalLaw.Partition> partitions = ArrivalLaw.partitions(lake, kafka);
    out.println("Arrival law: Kafka = bronze = read");
    ArrivalLaw.print(partitions, kafka != null, out);
    out.println();
    out.println("Day law: ledger = silver.events = daily_quality = warehouse");
    String condition = day == null ? "true" : "day = DATE'%s'".formatted(day);
    List<DayLaw.Day> days = DayLaw.days(lake, condition);
    Map<ShopDay, Long> loaded = warehouse == null ? null : loaded(warehouse);
    boolean daysHold = DayLaw.print(days, loaded, out);
    boolean holds =
        daysHold && partitions.stream().allMatch(partition -> partition.difference() == 0);
    out.println();
    out.println(holds ? "Everything is accounted for." : "Some of it does not add up.");
    return holds;
  }

  private static Map<ShopDay, Long> loaded(WarehouseOptions options) throws SQLException {
    try (Connection connection = options.connect()) {
      return new Warehouse(connection).acceptedByDay();
    }
  }
}
