package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Change messages from a real Kafka become the shop's orders, in whatever order they come. */
@Timeout(120)
class ExtractDebeziumIT {

  private static final String TOPIC = "shop.changes";
  private static final String TABLES =
      """
      source: shop
      tables:
        public.orders: {types: {changed: io.debezium.time.Timestamp}}
        public.lines: {types: {price: "org.apache.kafka.connect.data.Decimal:2"}}
      messages:
        orders:
          from: public.orders
          join:
            line: {table: public.lines, on: {order_id: id}, each: true, required: true}
          message:
            order_id: ${id}
            status: {of: "${state}", values: {P: placed, S: shipped, P2: placed}}
            changed_at: ${time(changed)}
            note: ${note}
            lines:
              each: line
              product_id: ${line.product}
              unit_price: ${line.price}
              quantity: 1
      """;

  @TempDir private static Path data;
  private static Broker broker;
  private static KafkaTopics kafka;

  @TempDir private Path folder;
  private Path tables;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start(data);
    kafka = new KafkaTopics(broker);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    kafka.renew(TOPIC);
    tables = Files.writeString(folder.resolve("tables.yaml"), TABLES);
  }

  private Run extract(String... options) {
    List<String> words =
        Words.of(
            List.of(
                "extract",
                "debezium",
                "--topic=" + TOPIC,
                "--tables=" + tables,
                "--trigger=available-now",
                "--brokers=" + broker.address(),
                "--state=" + folder.resolve("state")),
            options);
    return Run.of(new Ingest(), words.toArray(new String[0]));
  }

  private static String[] order(String op, long lsn, int id, String state) {
    return DebeziumMessages.plain(
        "orders",
        op,
        lsn,
        "{\"id\": %d}".formatted(id),
        "null",
        op.equals("d")
            ? "null"
            : "{\"id\": %d, \"state\": \"%s\", \"changed\": %d, \"note\": \"n\"}"
                .formatted(id, state, 1_700_000_000_000L + lsn));
  }

  /** The price 19.99 is the bytes 07 CF. */
  private static String[] line(String op, long lsn, int order, int number, String product) {
    String key = "{\"order_id\": %d, \"number\": %d}".formatted(order, number);
    String row =
        "{\"order_id\": %d, \"number\": %d, \"product\": \"%s\", \"price\": \"B88=\"}"
            .formatted(order, number, product);
    return DebeziumMessages.plain("lines", op, lsn, key, "null", op.equals("d") ? "null" : row);
  }

  private static void assertOrder(String id, String status, String... products) throws IOException {
    ObjectNode order = OrderFold.of(kafka.messages("shop.orders")).get(id);
    assertThat(order.get("status").asText()).isEqualTo(status);
    assertThat(order.get("lines").findValuesAsText("product_id")).containsExactly(products);
  }

  @Test
  void northwindGivesTheSameOrdersAsByJdbc() throws Exception {
    Path byJdbc = folder.resolve("jdbc");
    Northwind.extract(byJdbc);
    kafka.send(TOPIC, DebeziumMessages.snapshotOfNorthwind(Messages.in(byJdbc, "source.rows")));
    Run run = extract("--tables=northwind", "--to=" + folder.resolve("debezium"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    for (String topic : List.of("shop.orders", "shop.customers", "shop.products")) {
      assertThat(Messages.in(folder.resolve("debezium"), topic))
          .as(topic)
          .hasSizeGreaterThan(70)
          .containsExactlyInAnyOrderElementsOf(Messages.in(byJdbc, topic));
    }
  }

  @Test
  void anOrderIsWhatItsRowsSayLastWhateverTheOrderOfTheMessages() throws Exception {
    kafka.send(
        TOPIC,
        List.of(
            line("c", 12, 1, 2, "tea"),
            line("c", 11, 1, 1, "cup"),
            order("u", 30, 1, "S"),
            order("c", 10, 1, "P"),
            new String[] {"{\"id\": 9}", null},
            order("c", 13, 2, "P")));
    Run run = extract();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertOrder("1", "shipped", "cup", "tea");
    assertThat(kafka.messages("shop.orders"))
        .as("of the second order there are no lines yet")
        .hasSize(1);
    assertThat(kafka.messages("shop.orders").get(0).get("lines").get(0).get("unit_price").asText())
        .isEqualTo("19.99");

    kafka.send(
        TOPIC,
        List.of(
            line("d", 41, 1, 2, ""),
            line("c", 40, 2, 1, "pot"),
            line("u", 42, 1, 1, "mug"),
            order("u", 30, 1, "S")));
    assertThat(extract().out()).contains("2 messages to shop.orders").contains("1 rows were known");
    assertOrder("1", "shipped", "mug");
    assertOrder("2", "placed", "pot");

    kafka.send(TOPIC, List.of(order("u", 52, 1, "P"), order("d", 50, 2, "")));
    extract();
    assertOrder("1", "placed", "mug");
    ObjectNode gone = OrderFold.of(kafka.messages("shop.orders")).get("2");
    assertThat(gone.get("status").asText()).isEqualTo("cancelled");
    assertThat(gone.get("changed_at").asText()).isEqualTo("2023-11-14T22:13:20.050Z");
    assertThat(extract().out()).startsWith("Extracted 0 changed rows");
  }

  @Test
  void anOrderThatBecomesAgainWhatItWasIsSaidAgain() throws Exception {
    kafka.send(TOPIC, List.of(order("c", 10, 1, "P"), line("c", 11, 1, 1, "cup")));
    extract();
    // Only the line changes, so the order itself does not say that anything is later.
    kafka.send(TOPIC, List.<String[]>of(line("u", 20, 1, 1, "mug")));
    extract();
    assertOrder("1", "placed", "mug");
    kafka.send(TOPIC, List.<String[]>of(line("u", 30, 1, 1, "cup")));
    extract();
    assertThat(kafka.messages("shop.orders")).hasSize(3);
    assertOrder("1", "placed", "cup");
  }

  @Test
  void aLostStateIsMadeAnewFromTheTopicsAndSaysTheSame() throws Exception {
    kafka.send(TOPIC, List.of(order("c", 10, 1, "P"), line("c", 11, 1, 1, "cup")));
    extract();
    kafka.send(TOPIC, List.<String[]>of(order("u", 20, 1, "S")));
    extract("--state=" + folder.resolve("another"));
    assertOrder("1", "shipped", "cup");
    List<JsonNode> before = kafka.messages("shop.orders");
    extract("--state=" + folder.resolve("third"));
    assertThat(kafka.messages("shop.orders")).hasSize(before.size() + 1).endsWith(before.get(1));
    assertOrder("1", "shipped", "cup");
  }

  @Test
  void whatIsNoChangeMessageIsNamedAndTheRestGoesOn() throws Exception {
    String[] unsaid = order("u", 20, 1, "P");
    unsaid[1] = unsaid[1].replace("\"n\"", "\"__debezium_unavailable_value\"");
    kafka.send(
        TOPIC,
        List.of(
            new String[] {null, "{not json"},
            new String[] {null, "{\"id\": 1}"},
            DebeziumMessages.plain("stock", "c", 5, "{\"id\": 1}", "null", "{\"id\": 1}"),
            order("c", 10, 1, "P"),
            order("c", 11, 3, "X"),
            line("c", 12, 3, 1, "cup"),
            line("c", 13, 1, 1, "cup"),
            unsaid));
    Run run = extract();
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("shop.changes/0/0: it is no JSON")
        .contains("shop.changes/0/1: it is no change message of Debezium")
        .contains("public.stock: the tables file does not name this table")
        .contains("public.orders 3: status: it is 'X', which is none of P, S, P2");
    assertOrder("1", "placed", "cup");
    assertThat(OrderFold.of(kafka.messages("shop.orders")).get("1").get("note").asText())
        .isEqualTo("n");

    assertThat(extract().exitCode()).as("the order is still owed").isEqualTo(4);
    Files.writeString(tables, TABLES.replace("P2: placed", "X: placed"));
    assertThat(extract().exitCode()).isZero();
    assertOrder("3", "placed", "cup");
  }
}
