package io.shoplake.streaming;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_ORDERS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import io.shoplake.lake.ShopDay;
import io.shoplake.parsing.MarkedReject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
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
