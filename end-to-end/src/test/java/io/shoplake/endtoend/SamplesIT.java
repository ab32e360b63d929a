package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shoplake.ingest.PublicData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public data sets, through the whole flow, against figures that were computed elsewhere. */
class SamplesIT {

  /** Each with a mapping of its name. */
  private static final List<String> SAMPLES = List.of("rees46", "online-retail", "superstore");

  private static final String PROVEN = "Everything is accounted for.\n";

  @Test
  void theSamplesGiveTheirIndependentAnswers(@TempDir Path folder) throws IOException {
    for (String name : SAMPLES) {
      Path data = PublicData.folder(name);
      assumeTrue(Files.isDirectory(data), "skipped: no sample data at " + data);
    }
    Map<String, String> first;
    try (Shop shop = Shop.open(folder.resolve("first"))) {
      importSamples(shop);
      // A refresh that brought something proves the whole ledger itself.
      assertThat(shop.answer("refresh")).contains(PROVEN);
      assertAnswers(shop);
      first = shop.content();

      importSamples(shop);
      shop.succeed("refresh");
      assertAnswers(shop);
      shop.succeed("ledger");
      assertThat(shop.content()).as("after a second import of the same files").isEqualTo(first);

      for (String topic : List.of("shop.events", "shop.orders")) {
        List<byte[]> messages = shop.messages(topic);
        Collections.shuffle(messages, new Random(7));
        Path file = folder.resolve(topic + ".jsonl");
        try (var out = Files.newOutputStream(file)) {
          for (byte[] message : messages) {
            out.write(message);
            out.write('\n');
          }
        }
      }
    }
    Map<String, String> names =
        Map.of("SHOPLAKE_TOPICS", "shop.events=pageviews shop.orders=orders");
    try (Shop shop = Shop.open(folder.resolve("second"), names)) {
      for (String topic : List.of("shop.orders", "shop.events")) {
        shop.succeed("replay", "--topic", topic, folder.resolve(topic + ".jsonl").toString());
      }
      assertThat(shop.answer("refresh"))
          .contains(PROVEN, "pageviews", "orders")
          .doesNotContain("shop.");
      assertAnswers(shop);
      assertThat(shop.content())
          .as("after a replay in shuffled order into topics of other names")
          .isEqualTo(first);
    }
  }

  private static void importSamples(Shop shop) {
    for (String name : SAMPLES) {
      shop.succeed("import", "--mapping", name, PublicData.folder(name).toString());
    }
  }

  private static void assertAnswers(Shop shop) {
    assertThat(
            shop.warehouse(
                """
                SELECT to_char(day, 'YYYY-MM'), trim_scale(sum(net_revenue))
                FROM lake_gold.daily_revenue WHERE currency = 'GBP' GROUP BY 1 ORDER BY 1"""))
        .containsExactly(
            List.of("2010-12", "748957.02"),
            List.of("2011-01", "560000.26"),
            List.of("2011-02", "498062.65"),
            List.of("2011-03", "683267.08"),
            List.of("2011-04", "493207.121"),
            List.of("2011-05", "723333.51"),
            List.of("2011-06", "691123.12"));
    assertThat(
            shop.warehouse(
                "SELECT sum(orders + returns) FROM lake_gold.daily_revenue WHERE currency = 'GBP'"))
        .containsExactly(List.of("12795"));
    assertThat(
            shop.warehouse(
                """
                SELECT sum(orders), sum(gross), sum(net_revenue), sum(profit)
                FROM lake_gold.daily_revenue WHERE currency = 'USD'"""))
        .containsExactly(List.of("479", "241130.7679", "241130.7679", "18746.1792"));
    assertThat(
            shop.warehouse(
                """
                SELECT sum(views), sum(carts), sum(orders), trim_scale(sum(gross))
                FROM lake_gold.daily_product_sales WHERE day = '2019-10-01'"""))
        .containsExactly(List.of("7827", "80", "93", "27773.52"));
    assertThat(
            shop.warehouse(
                "SELECT dau, sessions FROM lake_gold.daily_activity WHERE day = '2019-10-01'"))
        .containsExactly(List.of("2418", "2425"));
    assertThat(
            shop.warehouse(
                """
                SELECT bool_and(bought < visits) FROM (
                  SELECT sum(sessions) FILTER (WHERE step = 'visit') AS visits,
                         sum(sessions) FILTER (WHERE step = 'purchase') AS bought
                  FROM lake_gold.daily_funnel GROUP BY day) days"""))
        .containsExactly(List.of("t"));
  }
}
