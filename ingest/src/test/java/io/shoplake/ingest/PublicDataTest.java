package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public data sets, imported, against figures that were computed elsewhere. */
class PublicDataTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @TempDir private Path folder;

  @Test
  void rees46GivesItsEventsPurchasesAndVisitors() throws IOException {
    List<JsonNode> events = imported("rees46", "shop.events");
    Map<String, Integer> byType = new TreeMap<>();
    Map<String, TreeSet<Instant>> moments = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    BigDecimal bought = BigDecimal.ZERO;
    for (JsonNode event : events) {
      byType.merge(event.get("event_type").asText(), 1, Integer::sum);
      ids.add(event.get("event_id").asText());
      moments
          .computeIfAbsent(event.get("user_id").asText(), fresh -> new TreeSet<>())
          .add(Instant.parse(event.get("event_time").asText()));
      assertThat(event.has("order")).isEqualTo(event.get("event_type").asText().equals("purchase"));
      if (event.has("order")) {
        bought = bought.add(event.get("items").get(0).get("unit_price").decimalValue());
      }
    }
    assertThat(byType).isEqualTo(Map.of("view_item", 7827, "add_to_cart", 80, "purchase", 93));
    assertThat(bought).isEqualByComparingTo("27773.52");
    assertThat(moments).hasSize(2418);
    assertThat(ids).hasSize(8000);
    assertThat(moments.values().stream().mapToInt(PublicDataTest::sessions).sum()).isEqualTo(2425);
  }

  private static int sessions(TreeSet<Instant> moments) {
    int sessions = 1;
    for (Instant moment : moments) {
      Instant before = moments.lower(moment);
      if (before != null
          && Duration.between(before, moment).compareTo(Duration.ofMinutes(30)) > 0) {
        sessions++;
      }
    }
    return sessions;
  }

  @Test
  void onlineRetailGivesItsInvoicesAndTheRevenueOfEachMonth() throws IOException {
    List<JsonNode> orders = imported("online-retail", "shop.orders");
    Map<String, BigDecimal> byMonth = new TreeMap<>();
    Set<String> customers = new HashSet<>();
    int lines = 0;
    int linesThatSell = 0;
    BigDecimal gross = BigDecimal.ZERO;
    for (JsonNode order : orders) {
      if (order.has("customer_id")) {
        customers.add(order.get("customer_id").asText());
      }
      for (JsonNode line : order.get("lines")) {
        BigDecimal price = line.get("unit_price").decimalValue();
        BigDecimal amount = price.multiply(line.get("quantity").decimalValue());
        byMonth.merge(order.get("placed_at").asText().substring(0, 7), amount, BigDecimal::add);
        lines++;
        if (line.get("quantity").asInt() > 0 && price.signum() > 0) {
          linesThatSell++;
          gross = gross.add(amount);
        }
      }
    }
    assertThat(orders).hasSize(12_795);
    assertThat(lines).isEqualTo(245_903);
    assertThat(customers).hasSize(3_002);
    assertThat(linesThatSell).isEqualTo(239_931);
    assertThat(gross).isEqualByComparingTo("4826466.491");
    Map<String, String> found = new TreeMap<>();
    byMonth.forEach((month, sum) -> found.put(month, sum.stripTrailingZeros().toPlainString()));
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "2010-12", "748957.02",
                "2011-01", "560000.26",
                "2011-02", "498062.65",
                "2011-03", "683267.08",
                "2011-04", "493207.121",
                "2011-05", "723333.51",
                "2011-06", "691123.12"));
  }

  @Test
  void theSuperstoreGivesItsOrdersSalesAndProfit() throws IOException {
    List<JsonNode> orders = imported("superstore", "shop.orders");
    BigDecimal sales = BigDecimal.ZERO;
    BigDecimal profit = BigDecimal.ZERO;
    int lines = 0;
    for (JsonNode order : orders) {
      for (JsonNode line : order.get("lines")) {
        sales =
            sales.add(
                line.get("unit_price")
                    .decimalValue()
                    .multiply(line.get("quantity").decimalValue())
                    .subtract(line.get("discount").decimalValue()));
        profit = profit.add(line.get("profit").decimalValue());
        lines++;
      }
    }
    assertThat(orders).hasSize(479);
    assertThat(lines).isEqualTo(1000);
    assertThat(sales).isEqualByComparingTo("241130.7679");
    assertThat(profit).isEqualByComparingTo("18746.1792");
  }

  @Test
  void aSecondImportSendsTheSameMessages() throws IOException {
    assertThat(imported("rees46", "shop.events")).isEqualTo(imported("rees46", "shop.events"));
  }

  private List<JsonNode> imported(String name, String topic) throws IOException {
    Path data = PublicData.folder(name);
    assumeTrue(Files.isDirectory(data), "Skipped: there is no data set at " + data);
    Run run =
        Run.of(
            new Ingest(), "import", "--mapping", name, "--to", folder.toString(), data.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> messages = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(topic + ".jsonl"))) {
      messages.add(JSON.readTree(line));
    }
    return messages;
  }
}
