package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static org.apache.spark.sql.functions.col;

import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.Shops;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.TimeMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Parses, counts once and sessionizes the events of bronze. */
@Command(
    name = "events",
    description = "bronze.shop_events to silver.events, rejects and session_revisions.")
public final class EventsJob implements Callable<Integer> {

  static final String QUERY = "events";

  @Mixin LakeOptions lakeOptions = new LakeOptions();
  @Mixin StreamOptions stream = new StreamOptions();
  @Mixin ParsingOptions parsing = new ParsingOptions();
  @Mixin Settings settings = new Settings();

  /** What only this job asks for. */
  public static final class Settings {
    @Option(
        names = "--lateness",
        paramLabel = "DURATION",
        defaultValue = "PT10M",
        description =
            "How long the stream waits for events; a later one is kept, flagged late, and put into"
                + " its session by restate. Fixed once a checkpoint exists.")
    Duration lateness = Duration.ofMinutes(10);

    @Option(
        names = "--buckets",
        paramLabel = "COUNT",
        defaultValue = "64",
        description = "Parts of the state; 256 suits a cluster. Fixed once a checkpoint exists.")
    int buckets = 64;

    @Option(
        names = "--max-batch-bytes",
        paramLabel = "BYTES",
        defaultValue = "134217728",
        description = "Bronze files of one batch together, in bytes.")
    long maxBatchBytes = 134_217_728;
  }

  @Override
  public Integer call() {
    return Queries.run(
        lakeOptions, "shoplake events", stream, run -> List.of(start(run, parsing, settings)));
  }

  static StreamingQuery start(Run run, ParsingOptions parsing, Settings settings) {
    Lake lake = run.lake();
    List.of(SHOP_EVENTS, REJECTS, SESSION_REVISIONS, EVENTS).forEach(lake::create);
    Checkpoint checkpoint =
        Checkpoint.open(
            lake,
            run.options().checkpointRoot(lake),
            QUERY,
            Map.of(
                "buckets", String.valueOf(settings.buckets),
                "lateness", settings.lateness.toString()));
    checkpoint.requireHistoryOf(lake, EVENTS);
    Shops shops = parsing.shops();
    checkpoint.requireSettingsOf(shops, ShopSettings::ofSessions, lake, EVENTS);
    EventParser parser = new EventParser(shops, parsing.pseudonyms(), parsing.limits());
    Dataset<Row> messages =
        lake.readStream(SHOP_EVENTS, Map.of("maxBytesPerTrigger", settings.maxBatchBytes + "b"));
    return Follower.start(
        results(
            messages,
            new EventMessages(parser, shops, settings.buckets),
            new BucketProcessor(settings.lateness, shops)),
        checkpoint,
        run,
        (rows, batch) ->
            EventsSink.write(
                Lake.at(rows.sparkSession(), lake.root()),
                rows,
                checkpoint.query(),
                batch,
                figures ->
                    run.log().say(checkpoint.query(), figures.lineOfEvents(settings.lateness))));
  }

  /** What became of each message, and each session that a batch has changed. */
  static Dataset<Row> results(
      Dataset<Row> messages, EventMessages parse, BucketProcessor sessions) {
    return messages
        .select(Origin.columns())
        .map(parse, Encoders.bean(Message.class))
        .groupBy(col("bucket"))
        .as(Encoders.INT(), Encoders.bean(Message.class))
        .transformWithState(
            sessions, TimeMode.None(), OutputMode.Append(), Encoders.bean(Result.class))
        .toDF();
  }
}
