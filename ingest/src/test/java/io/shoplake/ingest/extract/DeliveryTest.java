package io.shoplake.ingest.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.extract.RowChange.Kind;
import io.shoplake.parsing.MarkedReject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of orders whose rows change. */
class DeliveryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final String TABLES =
      """
      source: shop
      tables: {orders: , lines: , customers: }
      messages:
        orders:
          from: orders
          join:
            line: {table: lines, on: {order_id: ref}, each: true}
            customer:
              table: customers
              on: {id: customer}
          message:
            order_id: ${number}
            changed_at: ${changed}
            customer_id: ${customer}
            note: ref-${ref}
            lines:
              each: line
              line_id: ${line.id}
      """;

  @TempDir private Path folder;

  private final List<JsonNode> orders = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private SourceTables tables;
  private RowStore store;
  private Delivery delivery;

  private final MessageSink sink =
      new MessageSink() {
        @Override
        public void send(String topic, byte[] key, byte[] value, Origin origin) {
          if (topic.equals("shop.orders")) {
            orders.add(RowJson.read(value));
          }
        }

        @Override
        public void sendMarked(String topic, byte[] value, MarkedReject mark, Origin origin) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private void begin(String file) throws IOException {
    tables = TablesFile.read(Files.writeString(folder.resolve("shop.yaml"), file).toString());
    store = RowStore.inMemory(tables);
    delivery =
        new Delivery(
            tables,
            store,
            sink,
            new HashSet<>(),
            () -> NOW,
            (place, reason) -> bad.add(place + ": " + reason));
  }

  private void take(String table, String key, String row) throws IOException {
    take(table, key, row, NOW, null);
  }

  private void take(String table, String key, String row, Instant at, Position position)
      throws IOException {
    SourceTable found =
        tables.tables().stream().filter(one -> one.name().equals(table)).findFirst().orElseThrow();
    ObjectNode values = (ObjectNode) RowJson.JSON.readTree(row.replace('\'', '"'));
    delivery.take(List.of(new RowChange(found, key, Kind.PRESENT, values, at, position)), () -> {});
  }

  private static String order(String number, String changed) {
    return "{'number': '%s', 'changed': '%s', 'customer': null, 'ref': 1}"
        .formatted(number, changed);
  }

  @Test
  void anOrderWhoseIdChangesIsCancelledUnderItsOldOne() throws IOException {
    begin(TABLES);
    take("orders", "1", order("DRAFT-7", "2026-03-01T10:00:00Z"));
    delivery.compose();
    take("orders", "1", order("2026-0012", "2026-03-01T11:00:00Z"));
    delivery.compose();
    assertThat(orders)
        .extracting(order -> order.path("order_id").asText() + " " + order.path("status").asText())
        .containsExactly("DRAFT-7 ", "DRAFT-7 cancelled", "2026-0012 ");
    delivery.compose();
    assertThat(orders).hasSize(3);
  }

  @Test
  void nothingIsJoinedToWhatIsMissing() throws IOException {
    begin(TABLES);
    take("lines", "1", "{'id': 1, 'order_id': null}");
    take("lines", "2", "{'id': 2}");
    take(
        "orders",
        "1",
        "{'number': 7, 'changed': '2026-03-01T10:00:00Z', 'customer': null, 'ref': null}");
    delivery.compose();
    assertThat(orders.get(0).path("lines")).isEmpty();
  }

  @Test
  void bytesJoinTheirLike() throws IOException {
    begin(TABLES);
    take("lines", "1", "{'id': 1, 'order_id': {'base64': 'AAE='}}");
    take("lines", "2", "{'id': 2, 'order_id': {'base64': 'AAI='}}");
    take(
        "orders",
        "1",
        """
        {'number': {'base64': 'BwcH'}, 'changed': '2026-03-01T10:00:00Z', 'customer': null,
         'ref': {'base64': 'AAI='}}""");
    delivery.compose();
    assertThat(orders.get(0).path("lines"))
        .extracting(line -> line.path("line_id").asText())
        .containsExactly("2");
    assertThat(orders.get(0).path("order_id").textValue()).isEqualTo("BwcH");
    assertThat(orders.get(0).path("note").textValue()).isEqualTo("ref-AAI=");
  }

  @Test
  void aClockThatIsWrongOnceDoesNotHideLaterChanges() throws IOException {
    begin(TABLES);
    take("orders", "1", order("7", "2062-01-01T00:00:00Z"));
    delivery.compose();
    take(
        "orders", "1", "{'number': 7, 'changed': '2026-03-01T11:00:00Z', 'customer': 5, 'ref': 1}");
    delivery.compose();
    assertThat(orders)
        .extracting(order -> order.path("changed_at").asText())
        .containsExactly("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000001Z");
  }

  @Test
  void whatWasOnceSaidOfTheFutureDoesNotHideLaterChanges() throws IOException {
    begin(TABLES);
    take("orders", "1", order("7", "2026-03-01T11:00:00Z"));
    MessageRule rule = tables.rules().get(0);
    store.setSaid(
        rule,
        "1",
        new Said("x", "x", Set.of("x"), "7", Instant.parse("2062-01-01T00:00:00Z"), true));
    delivery.compose();
    assertThat(orders.get(0).path("changed_at").asText()).isEqualTo("2026-03-01T11:00:00Z");
  }

  @Test
  void aTimeThatIsNoMomentIsNamed() throws IOException {
    begin(TABLES);
    take("orders", "1", order("7", "2026-03-01"));
    delivery.compose();
    assertThat(bad)
        .containsExactly("orders 1: changed_at is '2026-03-01', which is no moment; write time(…)");
  }

  @Test
  void aCalculationWithANumberBeyondAllMeasureIsNamed() throws IOException {
    begin(TABLES.replace("ref-${ref}", "${ref + 1}"));
    take(
        "orders",
        "1",
        order("7", "2026-03-01T10:00:00Z").replace("'ref': 1", "'ref': '1e999999999'"));
    delivery.compose();
    assertThat(bad)
        .containsExactly(
            "orders 1: note: a part of the calculation is '1e999999999', which is no number");
  }

  @Test
  void aListBelowARowThatIsMissingIsEmpty() throws IOException {
    begin(
        TABLES
            .replace(
                "on: {id: customer}",
                "on: {id: customer}\n        join: {tag: {table: lines, on: {id: id}, each: true}}")
            .replace("each: line\n", "each: tag\n")
            .replace("line.id", "tag.id"));
    take("orders", "1", order("7", "2026-03-01T10:00:00Z"));
    delivery.compose();
    assertThat(orders.get(0).path("lines")).isEmpty();
  }

  @Test
  void aBadOrderIsNamedAndCountedOnce() throws IOException {
    begin(TABLES);
    take("orders", "1", "{'number': null, 'changed': null, 'customer': null, 'ref': 1}");
    delivery.compose();
    delivery.compose();
    assertThat(bad).containsExactly("orders 1: there is no order_id");
    assertThat(delivery.tally().bad()).isEqualTo(1);
  }

  @Test
  void afterARestoreTheLaterChangeWins() throws IOException {
    begin(TABLES);
    String first = order("7", "2026-03-01T10:00:00Z");
    take("orders", "1", first, NOW.minusSeconds(9), new Position("postgresql", List.of(500L)));
    take("orders", "1", order("8", "x"), NOW, new Position("postgresql", List.of(20L)));
    assertThat(store.row("orders", "1").path("number").asText()).isEqualTo("8");
  }

  @Test
  void anOlderChangeIsIgnoredByNameAndCounted() throws IOException {
    begin(TABLES);
    String first = order("7", "2026-03-01T10:00:00Z");
    take("orders", "1", first, NOW, new Position("postgresql", List.of(500L)));
    take("orders", "1", order("8", "x"), NOW, new Position("postgresql", List.of(20L)));
    assertThat(store.row("orders", "1").path("number").asText()).isEqualTo("7");
    assertThat(bad).singleElement().asString().startsWith("orders: the change of 1 stands before");
    assertThat(delivery.tally().toString()).contains("1 older than what was known");
  }
}
