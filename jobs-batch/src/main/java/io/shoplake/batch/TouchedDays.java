package io.shoplake.batch;

import io.shoplake.lake.Lake;
import io.shoplake.lake.Lake.Noted;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shops;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The days of a table that have to be made anew. */
final class TouchedDays {

  private static final StructType SCHEMA =
      (StructType) DataType.fromDDL("shop_id string, day date, final_at timestamp");

  private TouchedDays() {}

  /** The days that the sources have changed since {@code built}, widened by the table's reach. */
  static SortedSet<ShopDay> since(Lake lake, Table table, BuiltFrom built) {
    SortedSet<ShopDay> touched = new TreeSet<>();
    for (Table source : table.sources()) {
      for (Noted noted : built.newNotes(lake, source)) {
        touched.addAll(noted.note().touched());
      }
      if (built.version(source) < 0 && source.hasDays() && !lake.hasFirstCommit(source)) {
        touched.addAll(days(lake.read(source)));
      }
    }
    Reach reach = table.reach().orElse(Reach.SAME_DAY);
    // A later day without a row has no facts of its own, so nothing can reach it.
    Collection<ShopDay> known =
        reach.forward() == Reach.OPEN && !touched.isEmpty() ? daysOf(lake, table) : List.of();
    return widened(touched, reach, known);
  }

  /** {@code touched} and the days it reaches; of an open reach, those of {@code known}. */
  static SortedSet<ShopDay> widened(
      SortedSet<ShopDay> touched, Reach reach, Collection<ShopDay> known) {
    SortedSet<ShopDay> widened = new TreeSet<>(touched);
    int forward = reach.forward() == Reach.OPEN ? 0 : reach.forward();
    for (ShopDay day : touched) {
      LongStream.rangeClosed(-reach.back(), forward)
          .mapToObj(days -> new ShopDay(day.shop(), day.day().plusDays(days)))
          .forEach(widened::add);
    }
    if (reach.forward() == Reach.OPEN) {
      var firstDays =
          touched.stream()
              .collect(
                  Collectors.toMap(
                      ShopDay::shop,
                      ShopDay::day,
                      (one, other) -> one.isBefore(other) ? one : other));
      known.stream()
          .filter(day -> day.day().isAfter(firstDays.getOrDefault(day.shop(), LocalDate.MAX)))
          .forEach(widened::add);
    }
    return widened;
  }

  private static List<ShopDay> daysOf(Lake lake, Table table) {
    return days(lake.read(table));
  }

  /** The distinct days of {@code rows}, which have shop_id and day. */
  static List<ShopDay> days(Dataset<Row> rows) {
    return rows
        .select("shop_id", "day")
        .distinct()
        .where("day IS NOT NULL")
        .collectAsList()
        .stream()
        .map(row -> new ShopDay(row.getString(0), row.getDate(1).toLocalDate()))
        .toList();
  }

  /** The days as rows of shop_id, day and final_at. */
  static Dataset<Row> rows(SparkSession spark, Collection<ShopDay> days, Shops shops) {
    List<Row> rows =
        days.stream()
            .map(
                day ->
                    RowFactory.create(
                        day.shop(),
                        Date.valueOf(day.day()),
                        Timestamp.from(finalAt(day.day(), shops.shop(day.shop())))))
            .toList();
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** When facts of {@code day} are expected to have all arrived. */
  static Instant finalAt(LocalDate day, Shop shop) {
    return day.plusDays(1).atStartOfDay(shop.timeZone()).toInstant().plus(shop.finalAfter());
  }
}
