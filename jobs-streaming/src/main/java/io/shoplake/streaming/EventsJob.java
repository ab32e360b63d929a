package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static org.apache.spark.sql.functions.col;

import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.layout.Table;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.PostHogParser;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.ShopEvent;
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
    description =
        "bronze.shop_events and posthog_events to silver.events, rejects and session_revisions.")
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
        description = "Bronze files of one batch together, in bytes, of each of the two topics.")
    long maxBatchBytes = 134_217_728;
  }

  @Override
  public Integer call() {
    return Queries.run(
        lakeOptions, "shoplake events", stream, run -> List.of(start(run, parsing, settings)));
  }

  static StreamingQuery start(Run run, ParsingOptions parsing, Settings settings) {
    Lake lake = run.lake();
    List.of(SHOP_EVENTS, POSTHOG_EVENTS, REJECTS, SESSION_REVISIONS, EVENTS).forEach(lake::create);
    Checkpoint checkpoint =
        Checkpoint.open(
            lake,
            run.options().checkpointRoot(lake),
            QUERY,
            Map.of(
                "buckets", String.valueOf(settings.buckets),
                "lateness", settings.lateness.toString()));
    checkpoint.requireHistoryOf(lake, EVENTS);
    checkpoint.requireSources(lake, 2);
    Shops shops = parsing.shops();
    checkpoint.requireSettingsOf(shops, ShopSettings::ofSessions, lake, EVENTS);
    Pseudonyms pseudonyms = parsing.pseudonyms();
    Limits limits = parsing.limits();
    Dataset<Message> messages =
        messages(lake, SHOP_EVENTS, new EventParser(shops, pseudonyms, limits), shops, settings)
            .union(
                messages(
                    lake,
                    POSTHOG_EVENTS,
                    new PostHogParser(shops, pseudonyms, limits),
                    shops,
                    settings));
    return Follower.start(
        results(messages, new BucketProcessor(settings.lateness, shops)),
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

  private static Dataset<Message> messages(
      Lake lake, Table bronze, MessageParser<ShopEvent> parser, Shops shops, Settings settings) {
    return lake.readStream(bronze, Map.of("maxBytesPerTrigger", settings.maxBatchBytes + "b"))
        .select(Origin.columns())
        .map(new EventMessages(parser, shops, settings.buckets), Encoders.bean(Message.class));
  }

  /** What became of each message, and each session that a batch has changed. */
  static Dataset<Row> results(Dataset<Message> messages, BucketProcessor sessions) {
    return messages
        .groupBy(col("bucket"))
        .as(Encoders.INT(), Encoders.bean(Message.class))
        .transformWithState(
            sessions, TimeMode.None(), OutputMode.Append(), Encoders.bean(Result.class))
        .toDF();
  }
}
