package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A public database, extracted, against figures that were computed elsewhere. */
class NorthwindIT {

  private static final Path DUMP = PublicDataTest.data().resolve("northwind/northwind.sql");

  @TempDir private Path folder;

  @Test
  void northwindGivesItsOrdersLinesAndAmounts() throws Exception {
    assumeTrue(Files.isRegularFile(DUMP), "Skipped: there is no data set at " + DUMP);
    try (PostgresDatabase database = new PostgresDatabase()) {
      database.execute(Files.readString(DUMP));
      Run run =
          Run.of(
              new Ingest(),
              List.of(
                      "extract",
                      "jdbc",
                      "--tables=northwind",
                      "--url=" + database.url(),
                      "--user=" + database.user(),
                      "--to=" + folder)
                  .toArray(new String[0]));
      assertThat(run.exitCode()).as(run.err()).isZero();
      System.err.println(run.out());
    }
    List<JsonNode> orders = Messages.in(folder, "shop.orders");
    BigDecimal gross = BigDecimal.ZERO;
    BigDecimal discounts = BigDecimal.ZERO;
    int lines = 0;
    for (JsonNode order : orders) {
      for (JsonNode line : order.get("lines")) {
        lines++;
        gross =
            gross.add(
                line.get("unit_price")
                    .decimalValue()
                    .multiply(line.get("quantity").decimalValue()));
        discounts = discounts.add(line.get("discount").decimalValue());
      }
    }
    assertThat(orders).hasSize(830);
    assertThat(lines).isEqualTo(2155);
    assertThat(gross).isEqualByComparingTo("1354458.59");
    assertThat(gross.subtract(discounts).setScale(2, java.math.RoundingMode.HALF_UP))
        .isEqualByComparingTo("1265793.04");
    System.err.println(orders.get(0));
    assertThat(Messages.in(folder, "shop.customers")).hasSize(91);
    assertThat(Messages.in(folder, "shop.products")).hasSize(77);
    assertThat(Messages.in(folder, "source.rows")).hasSize(830 + 2155 + 91 + 77 + 8);
  }
}
