package io.shoplake.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.DebeziumMessages;
import io.shoplake.ingest.PublicData;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.extract.TablesFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop's own database, through the whole flow, against figures that were computed elsewhere. */
class ShopDatabase {

  private static final Path DUMP = PublicData.folder("northwind").resolve("northwind.sql");

  private static final int ROWS = 830 + 2155 + 91 + 77 + 8;

  /** The shop whose database Debezium follows. */
  private static final String FOLLOWED = "followed";

  private static final String CHANGES = "northwind.changes";

  private final EverySource sources;

  ShopDatabase(EverySource sources) {
    this.sources = sources;
  }

  @BeforeEach
  void requireDump() {
    assumeTrue(Files.isRegularFile(DUMP), "Skipped: there is no data set at " + DUMP);
  }

  @Test
  void northwindGivesItsRevenueOnceHoweverOftenItIsExtracted() {
    assertThat(
            sources
                .shop()
                .warehouse(
                    """
                    SELECT sum(orders), trim_scale(sum(gross)), round(sum(gross - discounts), 2)
                    FROM lake_gold.daily_revenue WHERE shop_id = 'main' AND currency = 'USD'"""))
        .containsExactly(List.of("830", "1354458.59", "1265793.04"));
  }

  @Test
  void debeziumGivesTheSameOrdersAsJdbc() {
    List<JsonNode> orders = orders(FOLLOWED);
    BigDecimal merchandise =
        orders.stream()
            .map(order -> order.path("merchandise").decimalValue())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(orders).hasSize(830).containsExactlyInAnyOrderElementsOf(orders("main"));
    assertThat(merchandise.setScale(2, RoundingMode.HALF_UP)).isEqualByComparingTo("1265793.04");
  }

  /** What is bought; who, when and by which change the two ways may tell differently. */
  private List<JsonNode> orders(String shopId) {
    return sources.rowsOf(shopId, "silver.orders").stream()
        .filter(order -> order.path("currency").asText().equals("USD"))
        .<JsonNode>map(
            order ->
                ((ObjectNode) order)
                    .retain("order_id", "status", "day", "lines", "gross", "merchandise"))
        .toList();
  }

  @Test
  void everyOrderAndLineIsThereOnceAndEveryRowAsOftenAsItWasSent() {
    List<JsonNode> orders = orders("main");
    assertThat(orders).hasSize(830);
    assertThat(orders.stream().mapToInt(order -> order.path("lines").size()).sum()).isEqualTo(2155);
    assertThat(sources.lake().get("bronze.source_rows")).hasSize(3 * ROWS);
  }

  /** What the database is made from; nothing where that is absent. */
  static String dump() throws IOException {
    return Files.isRegularFile(DUMP) ? Files.readString(DUMP) : "";
  }

  /** Extracts everything, then again as if nothing were known of what has arrived. */
  static void extractTwice(Shop shop) throws Exception {
    if (Files.isRegularFile(DUMP)) {
      String url = createNorthwind(shop);
      extract(shop, url);
      extract(shop, url, "--state", shop.home().resolve("another-state").toString());
    }
  }

  /**
   * Sends what the first extraction found as Debezium's snapshot of the database of another shop.
   */
  static void followChanges(Shop shop) throws Exception {
    if (Files.isRegularFile(DUMP)) {
      Map<String, JsonNode> rows = new LinkedHashMap<>();
      for (byte[] message : shop.messages("source.rows")) {
        JsonNode row = RowJson.JSON.readTree(message);
        rows.putIfAbsent(row.get("table").asText() + row.get("key").asText(), row);
      }
      send(
          shop.services().get("SHOPLAKE_BROKERS"),
          DebeziumMessages.snapshotOfNorthwind(List.copyOf(rows.values())));
      try (InputStream shipped = TablesFile.class.getResourceAsStream("/tables/northwind.yaml")) {
        String tables = new String(shipped.readAllBytes(), UTF_8);
        Path file = shop.home().resolve("followed.yaml");
        Files.writeString(
            file, tables.replace("source: northwind", "source: followed\nshop: " + FOLLOWED));
        String output =
            shop.succeed(
                "extract",
                "debezium",
                "--topic=" + CHANGES,
                "--tables=" + file,
                "--trigger=available-now");
        assertThat(output).contains("830 messages to shop.orders");
      }
    }
  }

  private static void send(String brokers, List<String[]> changes) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", brokers);
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic(CHANGES, 1, (short) 1))).all().get();
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      changes.forEach(change -> producer.send(new ProducerRecord<>(CHANGES, change[0], change[1])));
    }
  }

  private static void extract(Shop shop, String url, String... options) throws Exception {
    Map<String, String> services = shop.services();
    Path password = shop.home().resolve("password");
    Files.writeString(password, services.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
    List<String> words =
        new ArrayList<>(
            List.of(Shop.launcher(), "extract", "jdbc", "--tables", "northwind", "--url", url));
    words.addAll(List.of("--user", services.get("SHOPLAKE_WAREHOUSE_USER")));
    words.addAll(List.of(options));
    Shop.Outcome outcome =
        Shop.execute(
            shop.home(), words, Map.of("SHOPLAKE_SOURCE_PASSWORD_FILE", password.toString()));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("830 messages to shop.orders");
  }

  private static String createNorthwind(Shop shop) throws Exception {
    String warehouse = shop.services().get("SHOPLAKE_WAREHOUSE_URL");
    String url = warehouse.replaceFirst("/[^/]+$", "/northwind");
    execute(shop, warehouse, "CREATE DATABASE northwind");
    execute(shop, url, dump());
    return url;
  }

  private static void execute(Shop shop, String url, String sql) throws SQLException {
    Map<String, String> services = shop.services();
    try (Connection connection =
            DriverManager.getConnection(
                url,
                services.get("SHOPLAKE_WAREHOUSE_USER"),
                services.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
