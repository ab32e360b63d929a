package io.shoplake.streaming;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.Shops;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Appends the messages of all topics to their bronze tables, byte for byte. */
@Command(name = "bronze", description = "Kafka topics to bronze.*: the messages, byte for byte.")
public final class BronzeJob implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(BronzeJob.class);
  private static final String QUERY = "bronze";

  @Mixin LakeOptions lakeOptions = new LakeOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin StreamOptions stream = new StreamOptions();
  @Mixin Settings settings = new Settings();

  @Option(
      names = "--shops",
      paramLabel = "FILE",
      defaultValue = "${env:SHOPLAKE_SHOPS}",
      description = "The shop file (SHOPLAKE_SHOPS), which may name topics.")
  String shops;

  /** What only this job asks for. */
  public static final class Settings {
    @Option(
        names = "--max-messages",
        paramLabel = "COUNT",
        defaultValue = "500000",
        description = "Most messages of one batch.")
    long maxMessages = 500_000;
  }

  @Override
  public Integer call() {
    KafkaOptions named = kafka.with(Shops.named(shops));
    return Queries.run(
        lakeOptions, "shoplake bronze", stream, run -> List.of(start(run, named, settings)));
  }

  static StreamingQuery start(Run run, KafkaOptions kafka, Settings settings) {
    Lake lake = run.lake();
    SortedMap<String, Topic> topics = existing(kafka, kafka.topicNames().byReal());
    Catalog.layer(Layer.BRONZE).forEach(lake::create);
    Checkpoint checkpoint =
        Checkpoint.open(lake, run.options().checkpointRoot(lake), QUERY, Map.of());
    for (Topic topic : topics.values()) {
      checkpoint.requireHistoryOf(lake, Catalog.bronze(topic));
    }
    OffsetLog offsets = new OffsetLog(lake.files(checkpoint.folder()), checkpoint.folder());
    return Follower.start(
        messages(lake, kafka, topics.keySet(), settings.maxMessages),
        checkpoint,
        run,
        (rows, batch) ->
            write(
                Lake.at(rows.sparkSession(), lake.root()),
                topics,
                offsets.movedIn(batch),
                rows,
                CommitNote.ofBatch(checkpoint.query(), batch, List.of())));
  }

  private static SortedMap<String, Topic> existing(
      KafkaOptions kafka, SortedMap<String, Topic> wanted) {
    Set<String> there = kafka.topics();
    SortedMap<String, Topic> existing = new TreeMap<>(wanted);
    existing.keySet().retainAll(there);
    if (existing.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "None of the topics %s exists; run topics create, or name them with --topics."
              .formatted(String.join(", ", wanted.keySet())));
    }
    if (existing.size() < wanted.size()) {
      SortedSet<String> missing = new TreeSet<>(wanted.keySet());
      missing.removeAll(there);
      LOG.warn("Topics that do not exist are not read: {}", String.join(", ", missing));
    }
    return existing;
  }

  private static Dataset<Row> messages(
      Lake lake, KafkaOptions kafka, Set<String> topics, long maxMessages) {
    Map<String, String> options = new TreeMap<>();
    // A short wait at the end of a partition: a batch would otherwise last half a second at least.
    options.put("kafka.fetch.max.wait.ms", "50");
    kafka.settings().forEach((name, value) -> options.put("kafka." + name, value));
    options.put("subscribe", String.join(",", topics));
    options.put("startingOffsets", "earliest");
    options.put("includeHeaders", "true");
    // Loud: a gap that Kafka's retention has cut must never pass as everything.
    options.put("failOnDataLoss", "true");
    options.put("maxOffsetsPerTrigger", String.valueOf(maxMessages));
    return lake.spark().readStream().format("kafka").options(options).load();
  }

  private static boolean write(
      Lake lake,
      SortedMap<String, Topic> topics,
      Set<String> moved,
      Dataset<Row> rows,
      CommitNote note) {
    SortedMap<String, SortedSet<String>> byTable = new TreeMap<>();
    for (String real : moved) {
      Table table = Catalog.bronze(topics.get(real));
      byTable.computeIfAbsent(table.name(), name -> new TreeSet<>()).add(real);
    }
    boolean isShared = byTable.size() > 1;
    Dataset<Row> messages = bronze(rows, Instant.now());
    if (isShared) {
      messages.persist();
    }
    boolean isNew = true;
    for (Map.Entry<String, SortedSet<String>> entry : byTable.entrySet()) {
      Dataset<Row> ofTable =
          isShared ? messages.where(col("topic").isInCollection(entry.getValue())) : messages;
      isNew &= lake.appendOnce(Catalog.table("bronze." + entry.getKey()), ofTable, note);
    }
    if (isShared) {
      messages.unpersist();
    }
    return isNew;
  }

  /** One row per message, as declared. */
  static Dataset<Row> bronze(Dataset<Row> messages, Instant now) {
    return messages.select(
        col("key"),
        col("value"),
        col("headers"),
        col("topic"),
        col("partition"),
        col("offset"),
        col("timestamp").as("kafka_time"),
        lit(now).as("ingested_at"),
        lit(LocalDate.ofInstant(now, ZoneOffset.UTC)).as("ingest_date"),
        lit(null).cast("timestamp").as("redacted_at"));
  }
}
