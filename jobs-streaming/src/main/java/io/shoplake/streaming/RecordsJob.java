package io.shoplake.streaming;

import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.apache.spark.sql.functions.lit;

import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.Shops;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.streaming.StreamingQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Parses the records of the shop and counts each of them once. */
@Command(
    name = "records",
    description =
        "bronze.shop_orders, shop_products and shop_customers to silver.order_changes,"
            + " product_changes, customer_changes and rejects. The orders and the versions of"
            + " products and customers come with restate or refresh.")
public final class RecordsJob implements Callable<Integer> {

  static final String QUERY = "records";

  @Mixin LakeOptions lakeOptions = new LakeOptions();
  @Mixin StreamOptions stream = new StreamOptions();
  @Mixin ParsingOptions parsing = new ParsingOptions();

  @Override
  public Integer call() {
    return Queries.run(
        lakeOptions, "shoplake records", stream, run -> List.of(start(run, parsing)));
  }

  static StreamingQuery start(Run run, ParsingOptions parsing) {
    Lake lake = run.lake();
    lake.create(REJECTS);
    for (RecordKind kind : RecordKind.values()) {
      lake.create(kind.bronze());
      lake.create(kind.silver());
    }
    Checkpoint checkpoint =
        Checkpoint.open(lake, run.options().checkpointRoot(lake), QUERY, Map.of());
    checkpoint.requireHistoryOf(lake, ORDER_CHANGES);
    checkpoint.requireSources(lake, RecordKind.values().length);
    Shops shops = parsing.shops();
    checkpoint.requireSettingsOf(shops, ShopSettings::ofDays, lake, ORDER_CHANGES);
    return Follower.start(
        parsed(lake, parsing, shops),
        checkpoint,
        run,
        (rows, batch) ->
            RecordsSink.write(
                Lake.at(rows.sparkSession(), lake.root()),
                rows,
                checkpoint.query(),
                batch,
                run.log()));
  }

  // A checkpoint numbers its sources, so another one would belong at the end. They are parsed
  // behind the union, as each parsing pass is planned at each start, however little is new.
  private static Dataset<Row> parsed(Lake lake, ParsingOptions parsing, Shops shops) {
    return messages(lake, RecordKind.ORDER)
        .union(messages(lake, RecordKind.PRODUCT))
        .union(messages(lake, RecordKind.CUSTOMER))
        .map(
            new RecordMessages(parsing.pseudonyms(), parsing.limits(), shops),
            RowEncoder.encoderFor(RecordMessages.SCHEMA, true));
  }

  private static Dataset<Row> messages(Lake lake, RecordKind kind) {
    return lake.readStream(kind.bronze(), Map.of("maxBytesPerTrigger", "128m"))
        .select(Origin.columns())
        .withColumn("record", lit(kind.name()));
  }
}
