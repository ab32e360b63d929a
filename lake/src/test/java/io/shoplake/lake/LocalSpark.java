package io.shoplake.lake;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one session that the tests of a fork share. */
public final class LocalSpark {

  private static final SparkSession SESSION =
      SparkSessions.open(
          "tests",
          Map.of(
              "spark.master", "local[2]",
              "spark.databricks.delta.snapshotPartitions", "1",
              "spark.sql.shuffle.partitions", "2",
              "spark.sql.sources.parallelPartitionDiscovery.parallelism", "2",
              // Nothing to adapt to where a table has ten rows.
              "spark.sql.adaptive.enabled", "false",
              // As the launcher does for short jobs: writing source for few rows takes longest.
              "spark.sql.codegen.factoryMode", "NO_CODEGEN"));

  private LocalSpark() {}

  public static SparkSession session() {
    return SESSION;
  }
}
