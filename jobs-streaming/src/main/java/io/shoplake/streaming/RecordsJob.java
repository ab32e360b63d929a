package io.shoplake.streaming;

import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;

import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.parsing.CustomerParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.ProductParser;
import io.shoplake.parsing.Pseudonyms;
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
            + " product_changes, customer_changes and rejects.")
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

  // Checkpoints number their sources, so new ones belong at the end.
  private static Dataset<Row> parsed(Lake lake, ParsingOptions parsing, Shops shops) {
    Pseudonyms pseudonyms = parsing.pseudonyms();
    Limits limits = parsing.limits();
    OrderChangeParser orders = new OrderChangeParser(pseudonyms, limits);
    ProductParser products = new ProductParser(pseudonyms, limits);
    CustomerParser customers = new CustomerParser(pseudonyms, limits);
    return parsed(lake, RecordKind.ORDER, orders::parse, RecordRows::order, shops)
        .union(parsed(lake, RecordKind.PRODUCT, products::parse, RecordRows::product, shops))
        .union(parsed(lake, RecordKind.CUSTOMER, customers::parse, RecordRows::customer, shops));
  }

  private static <T> Dataset<Row> parsed(
      Lake lake,
      RecordKind kind,
      RecordMessages.Parser<T> parser,
      RecordMessages.Rows<T> rows,
      Shops shops) {
    return lake.readStream(kind.bronze(), Map.of("maxBytesPerTrigger", "128m"))
        .select(Origin.columns())
        .map(
            new RecordMessages<>(kind, parser, rows, shops),
            RowEncoder.encoderFor(RecordMessages.SCHEMA, true));
  }
}
