package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_ORDERS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;

import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.parsing.OrderChangeParser;
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

/** Parses the changes of orders and counts each of them once. */
@Command(
    name = "records",
    description = "bronze.shop_orders to silver.order_changes and silver.rejects.")
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
    List.of(SHOP_ORDERS, REJECTS, ORDER_CHANGES).forEach(lake::create);
    Checkpoint checkpoint =
        Checkpoint.open(lake, run.options().checkpointRoot(lake), QUERY, Map.of());
    checkpoint.requireHistoryOf(lake, ORDER_CHANGES);
    Shops shops = parsing.shops();
    checkpoint.requireSettingsOf(shops, ShopSettings::ofDays, lake, ORDER_CHANGES);
    OrderChangeParser parser = new OrderChangeParser(parsing.pseudonyms(), parsing.limits());
    Dataset<Row> parsed =
        lake.readStream(SHOP_ORDERS, Map.of("maxBytesPerTrigger", "128m"))
            .select(Origin.columns())
            .map(
                new OrderChangeMessages(parser, shops),
                RowEncoder.encoderFor(OrderChangeMessages.SCHEMA, true));
    return Follower.start(
        parsed,
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
}
