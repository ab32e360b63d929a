package io.shoplake.batch;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;

import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Events that do not name their device belong to the anonymous id that their own id was tied to: by
 * the latest tie at or before the event, else by the earliest one after it.
 *
 * <p>What an id is tied to may be tied itself; the last one counts, or of a circle the smallest.
 * All this is decided by the set of accepted events, whatever their order.
 */
final class Ties {

  private static final String[] ID = {"shop_id", "id"};

  /** The user that an event names itself, which a tie never changes. */
  private static final String OWN_USER =
      """
      if(get_json_object(properties, '$.event') IN ('$identify', '$create_alias', '$merge_dangerously')
         OR get_json_object(properties, "$['$is_identified']") = 'true', user_id, NULL)""";

  private final Lake lake;
  private final Dataset<Row> events;

  /** One row per id that is tied: its ties in order of time, and whether it is a person's. */
  private final Dataset<Row> known;

  /** Whether something that an id is tied to is tied itself. */
  private final boolean isChained;

  private Ties(Lake lake) {
    this.lake = lake;
    this.events = lake.read(EVENTS);
    this.known =
        exploded(events)
            .groupBy(ID[0], ID[1])
            .agg(
                expr("sort_array(collect_list(struct(event_time, event_id, target)))").as("ties"),
                expr("bool_or(is_person)").as("is_person"))
            .localCheckpoint();
    this.isChained =
        !targets().selectExpr("shop_id", "target AS id").join(known, ID, "left_semi").isEmpty();
  }

  /**
   * Gives the events that came after {@code version}, and those that their ties concern, to the
   * visitors they belong to. Gives the number of events that have moved.
   */
  static long settle(Lake lake, long version) {
    if (!mayBe(lake)) {
      return 0;
    }
    Dataset<Row> fresh = lake.addedSince(EVENTS, version);
    Dataset<Row> ids =
        fresh
            .selectExpr("shop_id", "distinct_id AS id")
            .union(exploded(fresh).select(ID[0], ID[1]))
            .where("id IS NOT NULL")
            .distinct()
            .localCheckpoint();
    return ids.isEmpty() ? 0 : Corrections.retried(() -> new Ties(lake).settle(ids));
  }

  /** Whether anything has come that could tie, or be tied. */
  static boolean mayBe(Lake lake) {
    return lake.exists(POSTHOG_EVENTS) && !lake.isEmpty(POSTHOG_EVENTS);
  }

  private long settle(Dataset<Row> ids) {
    Dataset<Row> concerned = isChained ? withAllTiedTo(ids) : ids;
    Dataset<Row> moved =
        moved(
                events
                    .where("distinct_id IS NOT NULL")
                    .withColumn("id", col("distinct_id"))
                    .join(concerned, ID, "left_semi"))
            .localCheckpoint();
    Map<ShopDay, Long> byDay = new TreeMap<>();
    moved
        .groupBy("its_shop", "its_day")
        .count()
        .collectAsList()
        .forEach(
            row ->
                byDay.put(
                    new ShopDay(row.getString(0), row.getDate(1).toLocalDate()), row.getLong(2)));
    if (!byDay.isEmpty()) {
      lake.update(
          EVENTS,
          moved,
          "(%s) AND topic = its_topic AND partition = its_partition AND offset = its_offset"
              .formatted(Lake.condition(byDay.keySet())),
          Map.of("visitor_id", "right_visitor", "anonymous_id", "found", "user_id", "right_user"),
          Corrections.note(byDay.keySet()));
    }
    return byDay.values().stream().mapToLong(Long::longValue).sum();
  }

  /** One row per tie: from which id, when, to which one, and whether the former is a person's. */
  private static Dataset<Row> exploded(Dataset<Row> events) {
    return events
        .where("ties IS NOT NULL")
        .withColumn("tie", explode(col("ties")))
        .selectExpr(
            "shop_id",
            "tie.distinct_id AS id",
            "event_time",
            "event_id",
            "tie.anonymous_id AS target",
            "tie.distinct_id <=> user_id AS is_person");
  }

  private Dataset<Row> targets() {
    return known.selectExpr("shop_id", "id", "explode(array_distinct(ties.target)) AS target");
  }

  /** {@code ids} and all that are tied to them, directly or through others. */
  private Dataset<Row> withAllTiedTo(Dataset<Row> ids) {
    Dataset<Row> all = ids;
    Dataset<Row> newest = ids;
    while (!newest.isEmpty()) {
      newest =
          targets()
              .join(newest.withColumnRenamed("id", "target"), new String[] {"shop_id", "target"})
              .select(ID[0], ID[1])
              .distinct()
              .join(all, ID, "left_anti")
              .localCheckpoint();
      all = all.union(newest);
    }
    return all;
  }

  /** Where the rows stand that have the wrong visitor or user, and the right ones. */
  private Dataset<Row> moved(Dataset<Row> rows) {
    Dataset<Row> steps =
        followed(
            rows.selectExpr(
                "shop_id",
                "day AS its_day",
                "topic AS its_topic",
                "partition AS its_partition",
                "offset AS its_offset",
                "event_time",
                "distinct_id",
                "visitor_id",
                "user_id",
                OWN_USER + " AS own_user",
                "array(distinct_id) AS path",
                "CAST(NULL AS string) AS found"));
    while (isChained && !(steps = steps.localCheckpoint()).where("found IS NULL").isEmpty()) {
      steps = steps.where("found IS NOT NULL").unionByName(followed(steps.where("found IS NULL")));
    }
    return steps
        .join(
            known.selectExpr("shop_id", "id AS distinct_id", "is_person"),
            new String[] {"shop_id", "distinct_id"},
            "left")
        .withColumn("found", expr("coalesce(found, element_at(path, -1))"))
        .withColumn("right_visitor", expr("concat('a:', found)"))
        .withColumn("right_user", expr("coalesce(own_user, if(is_person, distinct_id, NULL))"))
        .where("visitor_id <> right_visitor OR NOT user_id <=> right_user")
        .withColumnRenamed("shop_id", "its_shop")
        .drop(
            "event_time", "distinct_id", "visitor_id", "user_id", "own_user", "path", "is_person");
  }

  /** One step further along the ties: found is set where there is none, or a circle is closed. */
  private Dataset<Row> followed(Dataset<Row> steps) {
    return steps
        .withColumn("id", expr("element_at(path, -1)"))
        .join(known.select("shop_id", "id", "ties"), ID, "left")
        .withColumn("before", expr("filter(ties, tie -> tie.event_time <= event_time)"))
        .withColumn(
            "next",
            expr("coalesce(try_element_at(before, -1).target, try_element_at(ties, 1).target)"))
        .withColumn(
            "found",
            expr(
                "CASE WHEN next IS NULL THEN id WHEN array_contains(path, next) THEN"
                    + " array_min(slice(path, array_position(path, next), size(path))) END"))
        .withColumn("path", expr("if(found IS NULL, array_append(path, next), path)"))
        .drop("id", "ties", "before", "next");
  }
}
