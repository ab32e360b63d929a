package io.shoplake.lake;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Spark settings by purpose; whatever {@code --conf} or spark-defaults say wins. */
final class SparkSessions {

  private SparkSessions() {}

  /** The running session, else a new one with our settings and {@code storage}. */
  static SparkSession open(String name, Map<String, String> storage) {
    SparkConf settings = new SparkConf();
    settings.setIfMissing("spark.app.name", name);
    settings.setIfMissing("spark.master", "local[*]");
    delta().forEach(settings::setIfMissing);
    smallMachine().forEach(settings::setIfMissing);
    streaming().forEach(settings::setIfMissing);
    storage.forEach(settings::setIfMissing);
    return SparkSession.builder().config(settings).getOrCreate();
  }

  private static Map<String, String> delta() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    // Read when the session starts, never later.
    settings.put("spark.delta.logStore.s3a.impl", ConditionalLogStore.class.getName());
    // Delta's parser drops :parameters (delta-io/delta#7640).
    settings.put("spark.sql.legacy.parameterSubstitution.constantsOnly", "true");
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put("spark.sql.parquet.compression.codec", "zstd");
    // The views of one session need a place that is nobody's.
    settings.put(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "shoplake-views").toUri().toString());
    settings.put(
        "spark.redaction.regex", "(?i)secret|password|passwd|token|access[.]?key|pseudonym");
    return settings;
  }

  // The defaults are made for clusters: 50 tasks to read a log of ten files, 200 for a shuffle.
  private static Map<String, String> smallMachine() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.databricks.delta.snapshotPartitions", "2");
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.default.parallelism", "2");
    settings.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4");
    settings.put("spark.ui.enabled", "false");
    return settings;
  }

  private static Map<String, String> streaming() {
    Map<String, String> settings = new LinkedHashMap<>();
    String rocksDb = "spark.sql.streaming.stateStore.rocksdb.";
    settings.put(
        "spark.sql.streaming.stateStore.providerClass",
        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
    settings.put(rocksDb + "changelogCheckpointing.enabled", "true");
    settings.put(rocksDb + "trackTotalNumberOfRows", "false");
    settings.put(rocksDb + "boundedMemoryUsage", "true");
    settings.put(rocksDb + "maxMemoryUsageMB", "256");
    settings.put("spark.sql.streaming.minBatchesToRetain", "20");
    settings.put("spark.sql.streaming.noDataMicroBatches.enabled", "false");
    return settings;
  }

  /** Settings of an S3 server; what is empty is left to Spark and the cloud's own chain. */
  static Map<String, String> s3(
      String endpoint, String region, String accessKey, String secretKey) {
    Map<String, String> settings = new LinkedHashMap<>();
    String s3a = "spark.hadoop.fs.s3a.";
    settings.put(
        "spark.sql.streaming.checkpointFileManagerClass",
        "org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager");
    if (!endpoint.isBlank()) {
      settings.put(s3a + "endpoint", endpoint);
      settings.put(s3a + "path.style.access", "true");
    }
    settings.put(s3a + "endpoint.region", region);
    if (!accessKey.isBlank() && !secretKey.isBlank()) {
      settings.put(s3a + "access.key", accessKey);
      settings.put(s3a + "secret.key", secretKey);
      settings.put(
          s3a + "aws.credentials.provider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    }
    // The defaults take minutes to give up on a server that is down.
    settings.put(s3a + "attempts.maximum", "3");
    settings.put(s3a + "retry.limit", "4");
    settings.put(s3a + "retry.interval", "300ms");
    settings.put(s3a + "connection.timeout", "60s");
    return settings;
  }
}
