package io.shoplake.batch;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The law that every accepted event of a day is a row, and is counted: by the ledger, in {@code
 * silver.events}, in {@code daily_quality}, in the warehouse.
 */
final class DayLaw {

  private DayLaw() {}

  /**
   * One day.
   *
   * @param ledger accepted events by the ledger
   * @param events rows of silver.events
   * @param quality accepted events by gold.daily_quality
   * @param unbuilt rows that came after daily_quality was built, so that it cannot have them
   * @param unfolded rows that came after the ledger was folded
   */
  record Day(ShopDay day, long ledger, long events, long quality, long unfolded, long unbuilt) {
    /** Zero where the law holds. */
    long difference() {
      return Math.abs(events - unfolded - ledger) + Math.abs(events - unbuilt - quality);
    }
  }

  /**
   * The days that fulfil {@code condition}, a condition on shop_id and day.
   *
   * <p>A stream may be at work: what it has written since the ledger was folded, or since gold was
   * built, is no difference.
   */
  static List<Day> days(Lake lake, String condition) {
    long now = lake.version(EVENTS);
    long folded = BuiltFrom.of(lake, LEDGER_DAYS).version(EVENTS);
    long built = BuiltFrom.of(lake, DAILY_QUALITY).version(EVENTS);
    Map<ShopDay, Long> events = rows(lake, now, condition);
    Map<ShopDay, Long> eventsFolded = folded == now ? events : rows(lake, folded, condition);
    Map<ShopDay, Long> eventsBuilt =
        built == now ? events : built == folded ? eventsFolded : rows(lake, built, condition);
    Map<ShopDay, Long> ledger =
        byDay(
            lake.read(LEDGER_DAYS).where(condition).groupBy("shop_id", "day").agg(sum("accepted")));
    Map<ShopDay, Long> quality =
        byDay(lake.read(DAILY_QUALITY).where(condition).select("shop_id", "day", "accepted"));
    TreeSet<ShopDay> days = new TreeSet<>(events.keySet());
    List.of(eventsFolded, eventsBuilt, ledger, quality).forEach(some -> days.addAll(some.keySet()));
    return days.stream()
        .map(
            day ->
                new Day(
                    day,
                    ledger.getOrDefault(day, 0L),
                    events.getOrDefault(day, 0L),
                    quality.getOrDefault(day, 0L),
                    events.getOrDefault(day, 0L) - eventsFolded.getOrDefault(day, 0L),
                    events.getOrDefault(day, 0L) - eventsBuilt.getOrDefault(day, 0L)))
        .toList();
  }

  /**
   * Prints one line per day and gives whether all add up.
   *
   * @param loaded accepted events by day in the warehouse, null where it is left out
   */
  static boolean print(List<Day> days, Map<ShopDay, Long> loaded, PrintStream out) {
    boolean holds = true;
    List<List<String>> lines = new ArrayList<>();
    for (Day day : days) {
      long inWarehouse = loaded == null ? day.quality() : loaded.getOrDefault(day.day(), 0L);
      long difference = day.difference() + Math.abs(inWarehouse - day.quality());
      holds &= difference == 0;
      lines.add(
          List.of(
              day.day().shop(),
              day.day().day().toString(),
              number(day.ledger()),
              number(day.events()),
              number(day.quality()),
              loaded == null ? "-" : number(inWarehouse),
              number(difference)));
    }
    List<String> columns =
        List.of(
            "shop", "day", "ledger", "silver.events", "daily_quality", "warehouse", "difference");
    Format.TABLE.print(columns, lines, out);
    return holds;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static Map<ShopDay, Long> rows(Lake lake, long version, String condition) {
    return version < 0
        ? Map.of()
        : byDay(
            lake.read(EVENTS, version)
                .where(condition)
                .groupBy("shop_id", "day")
                .agg(count(lit(1))));
  }

  private static Map<ShopDay, Long> byDay(Dataset<Row> rows) {
    Map<ShopDay, Long> byDay = new TreeMap<>();
    rows.collectAsList()
        .forEach(
            row ->
                byDay.put(
                    new ShopDay(row.getString(0), row.getDate(1).toLocalDate()), row.getLong(2)));
    return byDay;
  }
}
