package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.shoplake.lake.LocalSpark;
import io.shoplake.lake.Schemas;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.OrderChanges;
import io.shoplake.layout.silver.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The fold of orders against the rows in {@code src/test/resources/silver/orders/<case>}; compared
 * are the columns that the expected rows state.
 */
class OrderFoldTest {

  private static final Path CASES = Path.of("src/test/resources/silver/orders");

  private final SparkSession spark = LocalSpark.session();
  private final CaseRows rows = new CaseRows(spark);

  @TestFactory
  Stream<DynamicTest> everyCaseFoldsAsExpected() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream()
          .map(
              folder ->
                  dynamicTest(folder.getFileName().toString(), () -> foldsAsExpected(folder)));
    }
  }

  private void foldsAsExpected(Path folder) throws IOException {
    Dataset<Row> changes =
        rows.read(OrderChanges.ORDER_CHANGES, folder.resolve("order_changes.json"));
    Dataset<Row> events = rows.read(Events.EVENTS, folder.resolve("events.json"));
    Dataset<Row> shops =
        spark.sql(
            """
            SELECT * FROM VALUES
              ('main', 'UTC', 'EUR', 'merchandise'),
              ('tokyo', 'Asia/Tokyo', 'JPY', 'total') AS (shop_id, time_zone, currency, revenue_basis)
            """);
    Dataset<Row> touched =
        changes
            .select("shop_id", "order_id")
            .union(events.select("shop_id", "order_id").where("order_id IS NOT NULL"))
            .distinct();

    Dataset<Row> orders = OrderFold.orders(spark, changes, events, shops, touched);

    assertThat(orders.columns()).containsExactlyElementsOf(Orders.ORDERS.fieldNames());
    Column[] stated =
        CaseRows.stated(folder.resolve("expected.json")).stream()
            .map(functions::col)
            .toArray(Column[]::new);
    assertThat(orders.to(Schemas.of(Orders.ORDERS).asNullable()).select(stated).collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            rows.read(Orders.ORDERS, folder.resolve("expected.json"))
                .select(stated)
                .collectAsList());
  }
}
