package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_ORDERS;
import static io.shoplake.layout.silver.CustomerChanges.CUSTOMER_CHANGES;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.ProductChanges.PRODUCT_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.parsing.MarkedReject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsJobTest {

  private static final ShopDay DAY = new ShopDay("main", LocalDate.parse("2026-11-20"));

  @TempDir Path folder;

  @Test
  void aChangeKeepsItsLinesRefundAndShipping() {
    StreamScript script =
        StreamScript.in(folder)
            .orders(
                """
                {"change_id": "c1", "order_id": "o1", "changed_at": "2026-11-20T10:00:00Z",
                 "status": "placed", "total": "12.50", "currency": "EUR",
                 "lines": [{"line_id": "1", "product_id": "p", "quantity": 2, "unit_price": 6.25}],
                 "refund": {"refund_id": "r", "amount": 1.5},
                 "ship": {"country": "FR", "shipped_at": "2026-11-20T11:00:00Z"}}
                """)
            .records();
    assertThat(
            script
                .lake()
                .read(ORDER_CHANGES)
                .selectExpr(
                    "order_id", "total", "lines[0].unit_price", "refund.amount", "ship.country")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("o1 12.5000 6.2500 1.5000 FR");
  }

  @Test
  void theFirstCopyOfAChangeCountsWithinABatchAndAcrossBatches() {
    StreamScript script =
        StreamScript.in(folder)
            .orders(change("c1", "placed"), change("c1", "placed"), change("c1", "paid"))
            .records()
            .orders(change("c1", "placed"), change("c1", "shipped"), change("c2", "paid"))
            .records();
    assertThat(script.values(ORDER_CHANGES, "change_id", "status"))
        .containsExactly("c1 placed", "c2 paid");
    CommitNote first = script.notes(ORDER_CHANGES).get(0);
    assertThat(first.figures()).containsExactly(figures(0, 2, 3, 1, 2, 1, Map.of()));
    assertThat(first.days()).containsExactly(new DayFigures(DAY, 1, 2, 1));
    assertThat(script.notes(ORDER_CHANGES).get(1).figures())
        .containsExactly(figures(3, 5, 3, 1, 2, 1, Map.of()));
  }

  @Test
  void aChangeWithoutAnOrderIsRejectedByName() {
    StreamScript script =
        StreamScript.in(folder)
            .orders("{\"change_id\": \"c1\", \"changed_at\": \"2026-11-20T10:00:00Z\"}", "no")
            .records();
    assertThat(script.values(REJECTS, "reason", "query", "offset"))
        .containsExactly("missing_order_id records 0", "not_json records 1");
    assertThat(script.notes(ORDER_CHANGES).get(0).figures())
        .containsExactly(figures(0, 1, 2, 0, 0, 0, Map.of("missing_order_id", 1L, "not_json", 1L)));
  }

  @Test
  void eachDistinctRecordOfAProductOrCustomerCountsOnce() {
    String tea = product("p", "09", "Tea");
    StreamScript script =
        StreamScript.in(folder)
            .products(tea, tea, product("p", "09", "Green tea"), product("q", "09", "Tea"))
            .customers("{\"customer_id\": \"p\", \"email\": \"ann@example.com\"}", "{}")
            .orders(change("c1", "placed"))
            .records()
            .products(tea, product("p", "10", "Tea"), "{\"product_id\": \"p\", \"deleted\": true}")
            .records();
    assertThat(script.values(PRODUCT_CHANGES, "product_id", "updated_at", "name", "is_deleted"))
        .containsExactly(
            "p 2026-11-20 09:00:00.0 Green tea false",
            "p 2026-11-20 09:00:00.0 Tea false",
            "p 2026-11-20 10:00:00.0 Tea false",
            "p 2026-11-20 12:00:00.0 null true",
            "q 2026-11-20 09:00:00.0 Tea false");
    assertThat(script.values(CUSTOMER_CHANGES, "customer_id", "email", "updated_at"))
        .singleElement(STRING)
        .matches("p p1:[0-9a-f]{32} 2026-11-20 12:00:00.0");
    assertThat(script.values(REJECTS, "topic", "reason", "query"))
        .containsExactly("shop.customers missing_customer_id records");
    List<CommitNote> notes = script.notes(ORDER_CHANGES);
    assertThat(notes.get(0).figures())
        .extracting(Figures::topic, Figures::read, Figures::accepted, Figures::duplicate)
        .containsExactly(
            tuple("shop.customers", 2L, 1L, 0L),
            tuple("shop.orders", 1L, 1L, 0L),
            tuple("shop.products", 4L, 3L, 1L));
    // The days of the ledger are those of orders: products and customers have none.
    assertThat(notes.get(0).days()).containsExactly(new DayFigures(DAY, 1, 0, 0));
    assertThat(notes.get(1).figures())
        .extracting(Figures::topic, Figures::read, Figures::accepted, Figures::duplicate)
        .containsExactly(tuple("shop.products", 3L, 2L, 1L));
    assertThat(notes.get(1).touched()).isEmpty();
  }

  @Test
  void aBatchThatWasCutOffBeforeItsLastCommitCountsTheSameAgain() throws Exception {
    StreamScript script =
        StreamScript.in(folder)
            .products(product("p", "09", "Tea"), product("p", "09", "Tea"))
            .customers("{\"customer_id\": \"c\"}", "no")
            .orders(change("c1", "placed"))
            .records();
    List<CommitNote> notes = script.notes(ORDER_CHANGES);
    List<Long> versions = versions(script.lake());
    takeBackLastCommit(script.lake());
    script.records();
    assertThat(script.notes(ORDER_CHANGES)).isEqualTo(notes);
    assertThat(versions(script.lake())).isEqualTo(versions);
    assertThat(script.values(ORDER_CHANGES, "change_id")).containsExactly("c1");
  }

  /** Leaves what a kill between the last two writes of the first batch leaves. */
  private static void takeBackLastCommit(Lake lake) throws IOException {
    Path root = Path.of(URI.create(lake.root()));
    Path log = root.resolve("silver/order_changes/_delta_log");
    for (String file : List.of("%020d.json", "%020d.crc", ".%020d.json.crc", ".%020d.crc.crc")) {
      Files.deleteIfExists(log.resolve(file.formatted(1)));
    }
    Path commits = root.resolve("_checkpoints/records/commits");
    for (String file : List.of("0", ".0.crc")) {
      Files.deleteIfExists(commits.resolve(file));
    }
    DeltaLog.clearCache();
    assertThat(lake.version(ORDER_CHANGES)).isZero();
  }

  private static List<Long> versions(Lake lake) {
    return Stream.of(REJECTS, PRODUCT_CHANGES, CUSTOMER_CHANGES, ORDER_CHANGES)
        .map(lake::version)
        .toList();
  }

  @Test
  void anotherKeyForPseudonymsJoinsNothingAndBeginsANewVersion() {
    String ann =
        "{\"customer_id\": \"c\", \"name\": \"Ann\", \"updated_at\": \"2026-11-20T%s:00Z\"}";
    StreamScript script = StreamScript.in(folder).customers(ann.formatted("09")).records();
    script.environment(
        Map.of(
            "SHOPLAKE_PSEUDONYM_KEY", "the key of next year",
            "SHOPLAKE_PSEUDONYM_KEY_ID", "p2"));
    script.customers(ann.formatted("09"), ann.formatted("10")).records();
    assertThat(script.values(CUSTOMER_CHANGES, "split(name, ':')[0]", "customer_id"))
        .as("the copy counts as one whatever the key")
        .containsExactly("p1 c", "p2 c");
  }

  @Test
  void aLineThatAnImportCouldNotReadIsARejectWithItsPlace() {
    MarkedReject mark =
        new MarkedReject(MarkedReject.BAD_LINE, "price is no decimal number", "may.csv", 17);
    StreamScript script =
        StreamScript.in(folder)
            .marked(SHOP_ORDERS, mark, change("c1", "placed"))
            .orders(change("c1", "placed"))
            .records();
    assertThat(script.values(REJECTS, "reason", "detail", "offset"))
        .containsExactly("bad_line may.csv:17: price is no decimal number 0");
    assertThat(script.values(ORDER_CHANGES, "change_id", "offset")).containsExactly("c1 1");
    assertThat(script.notes(ORDER_CHANGES).get(0).figures())
        .containsExactly(figures(0, 1, 2, 1, 0, 0, Map.of("bad_line", 1L)));
  }

  @Test
  void aRunWithoutNewChangesWritesNothing() {
    StreamScript script = StreamScript.in(folder).orders(change("c1", "placed")).records();
    long version = script.lake().version(ORDER_CHANGES);
    script.records();
    assertThat(script.lake().version(ORDER_CHANGES)).isEqualTo(version);
  }

  @Test
  void aTimeZoneThatHasMadeRowsMayNotChange() throws Exception {
    StreamScript script = StreamScript.in(folder).orders(change("c1", "placed")).records();
    Path shops = folder.resolve("shops.yaml");
    Files.writeString(shops, "shops:\n  main: {time_zone: Asia/Tokyo}\n");
    assertThatThrownBy(() -> script.shops(shops).records())
        .isInstanceOfSatisfying(
            UserMistake.class,
            mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("time_zone from UTC to Asia/Tokyo");
    Files.writeString(shops, "shops:\n  main: {sessions: {gap: PT20M}}\n");
    script.shops(shops).records();
  }

  private static String product(String id, String hour, String name) {
    return """
        {"product_id": "%s", "updated_at": "2026-11-20T%s:00Z", "name": "%s"}\
        """
        .formatted(id, hour + ":00", name);
  }

  private static String change(String id, String status) {
    return """
        {"change_id": "%s", "order_id": "o1", "changed_at": "2026-11-20T10:00:00Z", "status": "%s"}\
        """
        .formatted(id, status);
  }

  private static Figures figures(
      long first,
      long last,
      long read,
      long accepted,
      long duplicate,
      long conflicting,
      Map<String, Long> rejected) {
    return new Figures(
        "shop.orders",
        0,
        first,
        last,
        read,
        accepted,
        duplicate,
        conflicting,
        0,
        0,
        new TreeMap<>(rejected));
  }
}
