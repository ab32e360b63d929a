package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.PublicData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop's own database, through the whole flow, against figures that were computed elsewhere. */
class ShopDatabase {

  private static final Path DUMP = PublicData.folder("northwind").resolve("northwind.sql");

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
  void everyOrderAndLineIsThereOnceAndEveryRowAsOftenAsItWasSent() {
    List<JsonNode> orders =
        sources.rowsOf("main", "silver.orders").stream()
            .filter(order -> order.path("currency").asText().equals("USD"))
            .toList();
    assertThat(orders).hasSize(830);
    assertThat(orders.stream().mapToInt(order -> order.path("lines").size()).sum()).isEqualTo(2155);
    assertThat(sources.lake().get("bronze.source_rows")).hasSize(2 * (830 + 2155 + 91 + 77 + 8));
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
