package io.shoplake.batch;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The views that one query sees; gone when closed, so that no query reads what it was not given.
 */
final class Views implements AutoCloseable {

  private final SparkSession spark;
  private final Set<String> names = new LinkedHashSet<>();

  Views(SparkSession spark) {
    this.spark = spark;
  }

  /** Lets queries see {@code rows} as {@code name}. */
  Views with(String name, Dataset<Row> rows) {
    rows.createOrReplaceTempView(name);
    names.add(name);
    return this;
  }

  /** Lets queries see each dataset under its name. */
  Views with(Map<String, Dataset<Row>> rowsByName) {
    rowsByName.forEach(this::with);
    return this;
  }

  /** Lets queries see the result of the query in {@code path} under the name of the file. */
  Views withQuery(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return with(file.substring(0, file.length() - ".sql".length()), spark.sql(SqlText.of(path)));
  }

  /**
   * Like {@link #withQuery}, but computed now and once: several queries build upon it, and each
   * would otherwise plan and compute it anew.
   */
  Views withComputed(String path) {
    withQuery(path);
    String name = names.stream().reduce((before, last) -> last).orElseThrow();
    return with(name, spark.table(name).localCheckpoint());
  }

  /** The analysed result of {@code query}; may be computed after the views are gone. */
  Dataset<Row> run(String query) {
    return spark.sql(query);
  }

  @Override
  public void close() {
    names.forEach(spark.catalog()::dropTempView);
  }
}
