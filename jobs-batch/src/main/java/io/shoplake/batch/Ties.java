package io.shoplake.batch;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.shoplake.lake.AnotherWriterException;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import java.util.List;
import java.util.Map;
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
  private static final int MOST_ATTEMPTS = 5;

  /** Of an event whose id is tied no more: the user that it names itself. */
  private static final String OWN_USER =
      """
      if(get_json_object(properties, '$.event') IN ('$identify', '$create_alias', '$merge_dangerously')
         OR get_json_object(properties, "$['$is_identified']") = 'true', user_id, NULL)""";

  private Ties() {}

  /**
   * Gives the events that came after {@code version}, and those that their ties concern, to the
   * visitors they belong to. Gives the number of events that have moved.
   */
  static long settle(Lake lake, long version) {
    if (!lake.exists(POSTHOG_EVENTS) || lake.isEmpty(POSTHOG_EVENTS)) {
      return 0;
    }
    Dataset<Row> fresh = lake.addedSince(EVENTS, version);
    Dataset<Row> ids =
        fresh
            .selectExpr("shop_id", "distinct_id AS id")
            .union(ties(fresh).select("shop_id", "id"))
            .where("id IS NOT NULL")
            .distinct()
            .localCheckpoint();
    if (ids.isEmpty()) {
      return 0;
    }
    return settle(lake, ids, 1);
  }

  // A stream may be faster; what it has written then is part of the next attempt.
  private static long settle(Lake lake, Dataset<Row> ids, int attempt) {
    Dataset<Row> events = lake.read(EVENTS);
    Dataset<Row> ties = ties(events).localCheckpoint();
    Dataset<Row> concerned =
        events
            .where("distinct_id IS NOT NULL")
            .withColumn("id", col("distinct_id"))
            .join(concerned(ids, ties), ID, "left_semi")
            .drop("id");
    Dataset<Row> moved = moved(concerned, ties).localCheckpoint();
    List<ShopDay> days =
        TouchedDays.days(moved.selectExpr("its_shop AS shop_id", "its_day AS day"));
    if (days.isEmpty()) {
      return 0;
    }
    try {
      lake.update(
          EVENTS,
          moved,
          "(%s) AND topic = its_topic AND partition = its_partition AND offset = its_offset"
              .formatted(Lake.condition(days)),
          Map.of("visitor_id", "right_visitor", "anonymous_id", "found", "user_id", "right_user"),
          CommitNote.of(Copies.QUERY, days));
      return moved.count();
    } catch (AnotherWriterException e) {
      if (attempt == MOST_ATTEMPTS) {
        throw e;
      }
      return settle(lake, ids, attempt + 1);
    }
  }

  /** One row per tie: from which id, when, to which one, and whether the former is a person's. */
  static Dataset<Row> ties(Dataset<Row> events) {
    return events
        .where("ties IS NOT NULL")
        .selectExpr("shop_id", "event_time", "event_id", "user_id", "explode(ties) AS tie")
        .selectExpr(
            "shop_id",
            "tie.distinct_id AS id",
            "event_time",
            "event_id",
            "tie.anonymous_id AS target",
            "tie.distinct_id <=> user_id AS is_person");
  }

  /** {@code ids} and all that are tied to them, directly or through others. */
  private static Dataset<Row> concerned(Dataset<Row> ids, Dataset<Row> ties) {
    Dataset<Row> all = ids;
    Dataset<Row> newest = ids;
    while (!newest.isEmpty()) {
      newest =
          ties.join(newest.withColumnRenamed("id", "target"), new String[] {"shop_id", "target"})
              .select("shop_id", "id")
              .distinct()
              .join(all, ID, "left_anti")
              .localCheckpoint();
      all = all.union(newest);
    }
    return all;
  }

  /**
   * Where the rows of {@code events} stand that have the wrong visitor or user, and the right ones.
   */
  static Dataset<Row> moved(Dataset<Row> events, Dataset<Row> ties) {
    Dataset<Row> known =
        ties.groupBy(ID[0], ID[1])
            .agg(
                expr("sort_array(collect_list(struct(event_time, event_id, target)))").as("ties"),
                expr("bool_or(is_person)").as("is_person"))
            .localCheckpoint();
    Dataset<Row> steps =
        events.selectExpr(
            "shop_id",
            "day",
            "topic AS its_topic",
            "partition AS its_partition",
            "offset AS its_offset",
            "event_time",
            "distinct_id",
            "visitor_id",
            "user_id",
            OWN_USER + " AS own_user",
            "array(distinct_id) AS path",
            "CAST(NULL AS string) AS found");
    do {
      steps =
          steps
              .where("found IS NOT NULL")
              .unionByName(followed(steps.where("found IS NULL"), known))
              .localCheckpoint();
    } while (!steps.where("found IS NULL").isEmpty());
    return steps
        .join(
            known.selectExpr("shop_id", "id AS distinct_id", "is_person"),
            new String[] {"shop_id", "distinct_id"},
            "left")
        .withColumn("right_visitor", expr("concat('a:', found)"))
        .withColumn("right_user", expr("if(is_person, distinct_id, own_user)"))
        .where("visitor_id <> right_visitor OR NOT user_id <=> right_user")
        .selectExpr(
            "shop_id AS its_shop",
            "day AS its_day",
            "its_topic",
            "its_partition",
            "its_offset",
            "found",
            "right_visitor",
            "right_user");
  }

  /** One step further along the ties: found is set where there is none, or a circle is closed. */
  private static Dataset<Row> followed(Dataset<Row> steps, Dataset<Row> known) {
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
