package io.shoplake.local.report;

import static io.shoplake.layout.gold.DailyActivity.DAILY_ACTIVITY;
import static io.shoplake.layout.gold.DailyFunnel.DAILY_FUNNEL;
import static io.shoplake.layout.gold.DailyProductSales.DAILY_PRODUCT_SALES;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;
import static io.shoplake.layout.ops.Ledger.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.cli.Cli;
import io.shoplake.local.warehouse.WarehouseFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportIT {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-05T09:00:00Z"), ZoneOffset.UTC);

  private static WarehouseFixture warehouse;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, SQLException {
    warehouse = new WarehouseFixture();
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    warehouse.close();
  }

  @BeforeEach
  void twoDaysAndTwoDaysBefore() throws SQLException {
    warehouse.empty();
    revenue(1, "EUR", 2, "100", "80");
    revenue(3, "EUR", 3, "200.10", "150.05");
    revenue(4, "EUR", 1, "99.90", "1084.5050");
    revenue(4, "JPY", 1, "5000", "4999.6");
    activity(1, 100, 5);
    activity(3, 60, 3);
    activity(4, 40, 7);
  }

  @Test
  void amountsAreSummedWithinTheirCurrencyAndNeverAcross() throws IOException {
    assertThat(report("--from", "2026-11-03", "--to", "2026-11-04").text())
        .contains("<p class=\"value\">€1,234.56</p>", "<p class=\"value\">¥5,000</p>")
        .doesNotContain("6,234");
  }

  @Test
  void ratiosComeFromTheSumsOfTheirDeclaredColumns() throws IOException {
    assertThat(report("--from", "2026-11-03", "--to", "2026-11-04").text())
        .contains("<p class=\"value\">€75.00</p>")
        .contains("<p class=\"value\">10.0%</p>", "10 of 100 sessions made an order");
  }

  @Test
  void eachHeadlineIsHeldAgainstThePeriodBefore() throws IOException {
    assertThat(report("--from", "2026-11-03", "--to", "2026-11-04").text())
        .contains("compared with 1 Nov – 2 Nov 2026")
        .containsPattern("up</span> 1,443.2%</span> from €80.00")
        .containsPattern("up</span> 5.0 points</span> from 5.0%")
        .contains("<p class=\"change\">unchanged from 100</p>");
  }

  @Test
  void aPeriodBeforeThatIsNotFullyKnownIsNotCompared() throws IOException {
    assertThat(report().text())
        .contains("1 Nov – 4 Nov 2026", "no comparison, as the data begins on 1 Nov 2026")
        .doesNotContain("</span> from €");
  }

  @Test
  void whatAShopCallsItsProductsNeverBecomesMarkup() throws IOException, SQLException {
    warehouse.insert(
        DAILY_PRODUCT_SALES,
        Map.of(
            "shop_id",
            "main",
            "day",
            day(4),
            "product_id",
            "</script><img src=x onerror=alert(1)>",
            "currency",
            "EUR",
            "product_name",
            "<script>alert('x')</script> & \"more\"",
            "views",
            8,
            "orders",
            2,
            "units",
            3,
            "net",
            new BigDecimal("12.5")));
    assertThat(report().text())
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
        .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
        .contains("€12.50", "25.0%")
        .doesNotContain("<script>alert", "<img");
  }

  @Test
  void theFunnelShowsHowManyLeftBeforeEachStep() throws IOException, SQLException {
    funnel("mobile", "Direct", 1, "visit", 60, 0);
    funnel("mobile", "Direct", 2, "purchase", 6, 54);
    funnel("desktop", "Email", 1, "visit", 40, 0);
    funnel("desktop", "Email", 2, "purchase", 4, 36);
    assertThat(report().text())
        .contains("90 left before this step, a drop-off of 90.0%")
        .containsPattern("Purchased</span><span><b>10</b> <small>10.0%</small>")
        .containsPattern("(?s)Direct.*>60</td>.*Email.*>40</td>.*Mobile.*>60</td>.*Desktop");
  }

  @Test
  void aBalancedLedgerSaysSo() throws IOException, SQLException {
    quality(300, 180, 120);
    ledger(620, 600, 15, 5);
    assertThat(report().text())
        .contains(
            "<p class=\"badge good\">The ledger balances</p>",
            "<b>The ledger balances.</b>",
            "<code>not_json</code></th><td class=\"number\">5</td>")
        .contains("All days shown may still change");
  }

  @Test
  void theLastLoadSaysHowFreshTheNumbersAre() throws IOException, SQLException {
    assertThat(report().text()).doesNotContain("Data as of");
    warehouse.execute(
        """
        DROP TABLE IF EXISTS ops.loads;
        CREATE TABLE ops.loads (table_name text, loaded_at timestamptz);
        INSERT INTO ops.loads VALUES
          ('gold.daily_revenue', '2026-11-05T08:30:00Z'), ('ops.ledger', '2026-11-04T08:30:00Z');
        """);
    assertThat(report().text()).contains("Data as of 5 Nov 2026, 08:30 UTC.");
    warehouse.execute("DROP TABLE ops.loads");
  }

  @Test
  void withoutALedgerNothingIsSaidToBalance() throws IOException, SQLException {
    quality(300, 180, 120);
    assertThat(report().text())
        .contains("<p class=\"badge open\">No ledger is on record</p>")
        .doesNotContain("The ledger balances");
  }

  @Test
  void aLostMessageIsSaidAloud() throws IOException, SQLException {
    quality(300, 180, 120);
    ledger(621, 600, 15, 5);
    assertThat(report().text())
        .contains(
            "<p class=\"badge bad\">The ledger does not balance</p>",
            "Messages of shop.events unaccounted for: 1.");
  }

  @Test
  void aDayWhoseEventsAreNotThoseAcceptedIsNamed() throws IOException, SQLException {
    quality(300, 181, 120);
    assertThat(report().text())
        .contains("On 1 day (3 Nov 2026) the events counted are not the events accepted.");
  }

  @Test
  void everyShopHasItsChapterUnlessOneIsNamed() throws IOException, SQLException {
    warehouse.insert(
        DAILY_ACTIVITY, Map.of("shop_id", "a<b", "day", day(4), "dau", 5, "wau", 5, "mau", 5));
    assertThat(report().text()).contains("<h1>a&lt;b</h1>", "<h1>main</h1>", "<nav");
    assertThat(report("--shop", "a<b").text())
        .contains("<h1>a&lt;b</h1>", "No orders, refunds or cancellations in this period.")
        .doesNotContain("<h1>main</h1>", "<nav");
  }

  @Test
  void anUnknownShopIsNamedWithThoseThereAre() throws IOException {
    Outcome outcome = report("--shop", "mian");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.text()).contains("no shop 'mian'; there are: main");
  }

  @Test
  void aPeriodThatEndsBeforeItBeginsIsAMistake() throws IOException {
    assertThat(report("--from", "2026-11-04", "--to", "2026-11-03").exitCode()).isEqualTo(2);
  }

  @Test
  void aWarehouseWithoutRowsGivesAPageThatSaysSo() throws IOException, SQLException {
    warehouse.empty();
    Outcome outcome = report();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.text()).contains("There is no data yet.");
  }

  @Test
  void daysWithoutDataGiveAPageThatSaysSo() throws IOException {
    assertThat(report("--from", "2026-12-01", "--to", "2026-12-07").text())
        .contains("No orders, refunds or cancellations", "Nobody came", "Nothing was sold");
  }

  @Test
  void aWarehouseThatWasNeverLoadedIsAMissingPrecondition() throws IOException, SQLException {
    warehouse.execute("DROP TABLE lake_gold.daily_revenue");
    assertThat(report().exitCode()).isEqualTo(3);
  }

  @Test
  void thePagePointsNowhereElse() throws IOException {
    assertThat(report().text()).doesNotContain("https://", "http://", "sourceMappingURL");
  }

  private static void revenue(int day, String currency, int orders, String merchandise, String net)
      throws SQLException {
    warehouse.insert(
        DAILY_REVENUE,
        Map.of(
            "shop_id",
            "main",
            "day",
            day(day),
            "currency",
            currency,
            "orders",
            orders,
            "merchandise",
            new BigDecimal(merchandise),
            "net_revenue",
            new BigDecimal(net)));
  }

  private static void activity(int day, int sessions, int converted) throws SQLException {
    warehouse.insert(
        DAILY_ACTIVITY,
        Map.of(
            "shop_id", "main",
            "day", day(day),
            "dau", sessions,
            "wau", sessions,
            "mau", sessions,
            "events", sessions * 3,
            "sessions", sessions,
            "converted_sessions", converted));
  }

  private static void funnel(
      String device, String channel, int order, String step, int sessions, int dropOff)
      throws SQLException {
    warehouse.insert(
        DAILY_FUNNEL,
        Map.of(
            "shop_id", "main",
            "day", day(4),
            "device", device,
            "channel", channel,
            "step_order", order,
            "step", step,
            "sessions", sessions,
            "drop_off", dropOff));
  }

  /** Accepted events of the three days that have any. */
  private static void quality(int first, int third, int fourth) throws SQLException {
    Map<Integer, Integer> accepted = Map.of(1, first, 3, third, 4, fourth);
    for (Map.Entry<Integer, Integer> day : accepted.entrySet()) {
      warehouse.insert(
          DAILY_QUALITY,
          Map.of("shop_id", "main", "day", day(day.getKey()), "accepted", day.getValue()));
    }
  }

  private static void ledger(int read, int accepted, int duplicate, int rejected)
      throws SQLException {
    warehouse.insert(
        LEDGER,
        Map.of(
            "query", "events/1",
            "topic", "shop.events",
            "read", read,
            "accepted", accepted,
            "duplicate", duplicate,
            "rejected", rejected,
            "rejected_by_reason", "{\"not_json\": %d}".formatted(rejected)));
  }

  private static LocalDate day(int ofNovember) {
    return LocalDate.of(2026, 11, ofNovember);
  }

  /** The page, or what was said instead of one. */
  private Outcome report(String... options) throws IOException {
    Path file = folder.resolve("out").resolve("report.html");
    List<String> arguments = new ArrayList<>(warehouse.arguments());
    arguments.addAll(List.of("--out", file.toString()));
    arguments.addAll(List.of(options));
    StringWriter said = new StringWriter();
    CommandLine line = Cli.commandLine(new Report(CLOCK));
    line.setOut(new PrintWriter(said));
    line.setErr(new PrintWriter(said));
    int exitCode = line.execute(arguments.toArray(String[]::new));
    return new Outcome(exitCode, exitCode == 0 ? Files.readString(file) : said.toString());
  }

  private record Outcome(int exitCode, String text) {}
}
