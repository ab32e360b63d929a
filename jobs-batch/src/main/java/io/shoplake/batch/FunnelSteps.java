package io.shoplake.batch;

import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shops;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The steps to a purchase, which every shop may set for itself. */
final class FunnelSteps {

  private static final StructType SCHEMA =
      (StructType) DataType.fromDDL("shop_id string, step_order int, step string");

  private FunnelSteps() {}

  /** The steps of each shop of {@code shopIds} as rows of shop_id, step_order from 1, and step. */
  static Dataset<Row> rows(SparkSession spark, Collection<String> shopIds, Shops shops) {
    Set<String> distinct = new TreeSet<>(shopIds);
    return spark.createDataFrame(
        distinct.stream().map(shops::shop).flatMap(shop -> rows(shop).stream()).toList(), SCHEMA);
  }

  private static List<Row> rows(Shop shop) {
    List<Row> rows = new ArrayList<>();
    for (String step : shop.funnel()) {
      rows.add(RowFactory.create(shop.id(), rows.size() + 1, step));
    }
    return rows;
  }
}
