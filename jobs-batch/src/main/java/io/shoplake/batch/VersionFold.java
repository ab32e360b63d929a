package io.shoplake.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.shoplake.lake.Lake;
import io.shoplake.layout.Table;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Brings the versions of products or customers up to the records that are new. A version is folded
 * from all records of its product or customer, so their order does not matter.
 */
final class VersionFold {

  private VersionFold() {}

  /**
   * Folds what is new in one commit; does nothing where nothing is.
   *
   * @param versions {@code silver.products} or {@code silver.customers}
   */
  static void fold(Lake lake, Table versions) {
    Table changes = versions.sources().get(0);
    long version = lake.version(versions);
    BuiltFrom built = BuiltFrom.of(lake, versions);
    Map<String, Long> now = BuiltFrom.now(lake, versions.sources());
    if (now.equals(built.versions())) {
      return;
    }
    String[] id = versions.key().subList(0, 2).toArray(String[]::new);
    Dataset<Row> fresh = lake.addedSince(changes, built.version(changes)).select(id[0], id[1]);
    if (Rotation.happenedSince(lake, changes, built.version(changes))) {
      // The ids that were pseudonyms of the former key are in no record any more.
      fresh = fresh.union(lake.read(versions, version).select(id[0], id[1]));
    }
    Dataset<Row> touched = fresh.distinct().localCheckpoint();
    Dataset<Row> records =
        lake.read(changes, now.get(changes.qualifiedName())).join(touched, id, "left_semi");
    Dataset<Row> existing = lake.read(versions, version).join(touched, id, "left_semi");
    Replacement.of(versions, version, existing, versions(versions, records))
        .merge(lake, "restate", now);
  }

  /** The rows of {@code versions} that {@code records}, all of some ids, should have. */
  static Dataset<Row> versions(Table versions, Dataset<Row> records) {
    String id = versions.key().get(1);
    List<String> facts =
        versions.fieldNames().stream()
            .filter(List.of(records.columns())::contains)
            .filter(name -> !versions.key().contains(name))
            .toList();
    Column all = struct(facts.stream().map(functions::col).toArray(Column[]::new)).as("facts");
    try (Views views = new Views(records.sparkSession())) {
      return views
          .with(
              "records",
              records.select(
                  col("shop_id"),
                  col(id).as("id"),
                  col("updated_at"),
                  col("content_hash"),
                  col("is_deleted"),
                  all))
          .run(SqlText.of("silver/versions.sql"))
          .select("*", "facts.*")
          .drop("facts")
          .withColumnRenamed("id", id);
    }
  }
}
