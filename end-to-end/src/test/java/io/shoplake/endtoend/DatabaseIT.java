package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop's own database, through the whole flow, against figures that were computed elsewhere. */
class DatabaseIT {

  private static final Path DUMP =
      Shop.repository().resolve("../shared/data/northwind/northwind.sql").normalize();

  @Test
  void northwindGivesItsRevenueOnceHoweverOftenItIsExtracted(@TempDir Path home) throws Exception {
    assumeTrue(Files.isRegularFile(DUMP), "Skipped: there is no data set at " + DUMP);
    try (Shop shop = Shop.open(home)) {
      String url = createNorthwind(shop);
      extract(shop, url);
      // As if nothing were known of what has arrived.
      extract(shop, url, "--state", home.resolve("another-state").toString());
      shop.succeed("refresh");
      shop.succeed("ledger");
      assertThat(
              shop.warehouse(
                  """
                  SELECT sum(orders), trim_scale(sum(gross)), round(sum(gross - discounts), 2)
                  FROM lake_gold.daily_revenue WHERE currency = 'USD'"""))
          .containsExactly(List.of("830", "1354458.59", "1265793.04"));
      assertThat(
              shop.answer(
                  "sql",
                  "--on",
                  "lake",
                  "--format",
                  "csv",
                  """
                  SELECT count(*) AS orders, sum(size(lines)) AS lines,
                    (SELECT count(*) FROM bronze.source_rows) AS rows
                  FROM silver.orders"""))
          .contains("830,2155," + 2 * (830 + 2155 + 91 + 77 + 8));
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
    execute(shop, url, Files.readString(DUMP));
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
