package io.shoplake.batch;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The law that every accepted event of a day is a row, and is counted: by the ledger, in {@code
 * silver.events}, in {@code daily_quality}, in the warehouse.
 */
final class DayLaw {

  private static final String LEDGER = "ledger";
  private static final String QUALITY = "quality";

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
    Dataset<Row> counts =
        counts(lake.read(LEDGER_DAYS), col("accepted"), LEDGER)
            .union(counts(lake.read(DAILY_QUALITY), col("accepted"), QUALITY));
    for (long version : new TreeSet<>(List.of(now, folded, built))) {
      if (version >= 0) {
        counts = counts.union(counts(lake.read(EVENTS, version), lit(1L), rowsAt(version)));
      }
    }
    SortedMap<ShopDay, Map<String, Long>> byDay = new TreeMap<>();
    // One query: each of its own would cost a second, however little there is.
    counts
        .where(condition)
        .groupBy("shop_id", "day", "what")
        .agg(sum("number"))
        .collectAsList()
        .forEach(
            row ->
                byDay
                    .computeIfAbsent(
                        new ShopDay(row.getString(0), row.getDate(1).toLocalDate()),
                        day -> new HashMap<>())
                    .put(row.getString(2), row.getLong(3)));
    List<Day> days = new ArrayList<>();
    byDay.forEach((day, numbers) -> days.add(day(day, numbers, now, folded, built)));
    return days;
  }

  private static Dataset<Row> counts(Dataset<Row> rows, Column number, String what) {
    return rows.select(col("shop_id"), col("day"), lit(what).as("what"), number.as("number"));
  }

  private static String rowsAt(long version) {
    return "rows at " + version;
  }

  private static Day day(
      ShopDay day, Map<String, Long> numbers, long now, long folded, long built) {
    long events = numbers.getOrDefault(rowsAt(now), 0L);
    return new Day(
        day,
        numbers.getOrDefault(LEDGER, 0L),
        events,
        numbers.getOrDefault(QUALITY, 0L),
        events - numbers.getOrDefault(rowsAt(folded), 0L),
        events - numbers.getOrDefault(rowsAt(built), 0L));
  }

  /**
   * Prints one line per day and gives whether all add up.
   *
   * @param loaded accepted events by day in the warehouse, null where it is left out
   */
  static boolean print(List<Day> days, Map<ShopDay, Long> loaded, PrintStream out) {
    boolean holds = true;
    List<List<String>> lines = new ArrayList<>();
    for (Day day : withThoseOf(loaded, days)) {
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

  /** Also the days that only the warehouse has. */
  private static List<Day> withThoseOf(Map<ShopDay, Long> loaded, List<Day> days) {
    SortedMap<ShopDay, Day> all = new TreeMap<>();
    if (loaded != null) {
      loaded.keySet().forEach(day -> all.put(day, new Day(day, 0, 0, 0, 0, 0)));
    }
    days.forEach(day -> all.put(day.day(), day));
    return List.copyOf(all.values());
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
