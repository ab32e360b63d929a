package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A public database, extracted, against figures that were computed elsewhere. */
class NorthwindIT {

  @TempDir private Path folder;

  @Test
  void northwindGivesItsOrdersLinesAndAmounts() throws Exception {
    Northwind.extract(folder);
    assertFigures();
  }

  @Test
  void northwindInMariaDbGivesTheSame() throws Exception {
    Northwind.extractFromMariaDb(folder);
    assertFigures();
  }

  private void assertFigures() throws IOException {
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
    assertThat(gross.subtract(discounts).setScale(2, RoundingMode.HALF_UP))
        .isEqualByComparingTo("1265793.04");
    assertThat(Messages.in(folder, "shop.customers")).hasSize(91);
    assertThat(Messages.in(folder, "shop.products")).hasSize(77);
    assertThat(Messages.in(folder, "source.rows")).hasSize(830 + 2155 + 91 + 77 + 8);
  }
}
