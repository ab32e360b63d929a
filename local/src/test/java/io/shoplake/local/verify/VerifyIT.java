package io.shoplake.local.verify;

import static io.shoplake.layout.gold.DailyActivity.DAILY_ACTIVITY;
import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyIT {

  private static final String TRUTH =
      """
      {"tables": {
         "daily_revenue": [
           {"shop_id": "main", "day": "2026-11-01", "currency": "EUR", "orders": 2,
            "net_revenue": "19.9000"},
           {"shop_id": "main", "day": "2026-11-02", "currency": "EUR", "orders": 1,
            "net_revenue": "1234567890123456789.01"}],
         "daily_activity": [
           {"shop_id": "main", "day": "2026-11-01", "dau": 7, "sessions": 9}]},
       "ledger": {"accepted": 40, "duplicate": 3}}
      """;

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
  void aWarehouseThatAgrees() throws SQLException {
    warehouse.empty();
    revenue("main", 1, "EUR", 2, "19.9");
    revenue("main", 2, "EUR", 1, "1234567890123456789.01");
    warehouse.insert(
        DAILY_ACTIVITY, Map.of("shop_id", "main", "day", day(1), "dau", 7, "sessions", 9));
    warehouse.insert(
        DAILY_QUALITY, Map.of("shop_id", "main", "day", day(1), "accepted", 25, "duplicate", 3));
    warehouse.insert(DAILY_QUALITY, Map.of("shop_id", "main", "day", day(2), "accepted", 15));
  }

  @Test
  void equalNumbersPassWhateverTheirTrailingZeros() throws IOException {
    Outcome outcome = verify(TRUTH);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("All 8 values of the warehouse equal the truth.")
        .containsPattern("daily_revenue +2 +4 +0");
  }

  @Test
  void oneChangedAmountIsNamedWithItsRow() throws IOException, SQLException {
    warehouse.execute(
        """
        UPDATE lake_gold.daily_revenue SET net_revenue = net_revenue + 0.0001
        WHERE day = '2026-11-02'
        """);
    Outcome outcome = verify(TRUTH);
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.output())
        .contains(
            "shop_id=main day=2026-11-02 currency=EUR  net_revenue: expected"
                + " 1234567890123456789.01, found 1234567890123456789.0101")
        .contains("differs from the truth in 1 place.");
  }

  @Test
  void aMissingRowIsADifference() throws IOException, SQLException {
    warehouse.execute("DELETE FROM lake_gold.daily_activity");
    Outcome outcome = verify(TRUTH);
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.output())
        .contains("shop_id=main day=2026-11-01  row: expected a row, found no row");
  }

  @Test
  void anAdditionalRowOfAShopOfTheTruthIsADifference() throws IOException, SQLException {
    revenue("main", 3, "USD", 1, "5");
    Outcome outcome = verify(TRUTH);
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.output())
        .contains("day=2026-11-03 currency=USD  row: expected no row, found a row");
  }

  @Test
  void aTableThatMustBeEmptyMayHoldNothing() throws IOException {
    Outcome outcome =
        verify(TRUTH.replace("{\"tables\": {", "{\"tables\": {\"daily_quality\": [],"));
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.output()).containsPattern("daily_quality +0 +0 +2");
  }

  @Test
  void aDayOnWhichMessagesWereOnlyRefusedIsNoneTheTruthSpeaksOf() throws IOException, SQLException {
    String truth =
        TRUTH.replace(
            "{\"tables\": {",
            """
            {"tables": {"daily_quality": [
               {"shop_id": "main", "day": "2026-11-01", "accepted": 25, "duplicate": 3},
               {"shop_id": "main", "day": "2026-11-02", "accepted": 15, "duplicate": 0}],
            """);
    warehouse.insert(DAILY_QUALITY, Map.of("shop_id", "main", "day", day(9), "rejected_events", 4));
    Outcome refused = verify(truth);
    assertThat(refused.exitCode()).as(refused.output()).isZero();

    warehouse.insert(DAILY_QUALITY, Map.of("shop_id", "main", "day", day(10)));
    assertThat(verify(truth).output()).contains("day=2026-11-10  row: expected no row");
  }

  @Test
  void rowsOfOtherShopsAreNoneOfItsBusiness() throws IOException, SQLException {
    revenue("another", 1, "EUR", 1, "5");
    assertThat(verify(TRUTH).exitCode()).isZero();
  }

  @Test
  void aLedgerThatLostAnEventIsADifference() throws IOException, SQLException {
    warehouse.execute(
        "UPDATE lake_gold.daily_quality SET accepted = accepted - 1 WHERE day = '2026-11-02'");
    Outcome outcome = verify(TRUTH);
    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.output()).contains("total  accepted: expected 40, found 39");
  }

  @Test
  void manyDifferencesAreCountedAndTheFirstFewNamed() throws IOException, SQLException {
    for (int i = 10; i < 20; i++) {
      revenue("main", i, "EUR", 1, "5");
    }
    assertThat(verify(TRUTH).output())
        .contains("day=2026-11-14", "and 5 more")
        .doesNotContain("day=2026-11-15");
  }

  @Test
  void aTableThatWasNeverLoadedSaysSo() throws IOException, SQLException {
    warehouse.execute("DROP TABLE lake_gold.daily_activity");
    Outcome outcome = verify(TRUTH);
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.output()).contains("daily_activity", "./shoplake load");
  }

  @Test
  void aWarehouseThatIsDownIsUnreachable() throws IOException {
    Outcome outcome =
        run(TRUTH, List.of("--warehouse-url", "jdbc:postgresql://127.0.0.1:1/postgres?password=x"));
    assertThat(outcome.exitCode()).isEqualTo(6);
    assertThat(outcome.output()).contains("127.0.0.1:1/postgres").doesNotContain("password");
  }

  @Test
  void aWrongDatabaseIsAWrongSetting() throws IOException {
    String url = warehouse.url().replace("/postgres?", "/nowhere?");
    Outcome outcome = run(TRUTH, List.of("--warehouse-url", url));
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
  }

  private static void revenue(String shop, int day, String currency, int orders, String net)
      throws SQLException {
    warehouse.insert(
        DAILY_REVENUE,
        Map.of(
            "shop_id", shop,
            "day", day(day),
            "currency", currency,
            "orders", orders,
            "net_revenue", new BigDecimal(net)));
  }

  private static LocalDate day(int ofNovember) {
    return LocalDate.of(2026, 11, ofNovember);
  }

  private Outcome verify(String truth) throws IOException {
    return run(truth, warehouse.arguments());
  }

  private Outcome run(String truth, List<String> where) throws IOException {
    Path file = Files.writeString(folder.resolve("truth.json"), truth);
    List<String> arguments = new ArrayList<>(where);
    arguments.addAll(List.of("--truth", file.toString()));
    StringWriter output = new StringWriter();
    CommandLine line = Cli.commandLine(new Verify());
    line.setOut(new PrintWriter(output));
    line.setErr(new PrintWriter(output));
    int exitCode = line.execute(arguments.toArray(String[]::new));
    return new Outcome(exitCode, output.toString());
  }

  private record Outcome(int exitCode, String output) {}
}
