package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.endtoend.Shop.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The demo, and what a curious user asks afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {

  private Outcome demo;
  private Shop shop;

  @BeforeAll
  void runTheDemo(@TempDir Path folder) {
    Path home = folder.resolve("a home");
    List<String> command = List.of(Shop.launcher(), "demo", "--home", home.toString());
    demo = Shop.execute(home, command, Map.of());
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    shop = Shop.running(home.resolve("demo"));
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void itProvesItsNumbersAndLeavesAReport() throws IOException {
    Path report = shop.home().resolve("report.html");
    assertThat(demo.output())
        .contains("All numbers agree with the truth")
        .contains(report.toString());
    assertThat(Files.readString(report))
        .contains("<canvas")
        .doesNotContain("src=\"http", "href=\"http");
    assertThat(shop.warehouse("SELECT sum(accepted) >= 100000 FROM lake_gold.daily_quality"))
        .containsExactly(List.of("t"));
  }

  @Test
  void aRefreshWithNothingNewWritesNothing() {
    Map<String, String> before = shop.content();
    List<List<String>> loads = shop.warehouse("SELECT count(*) FROM ops.loads");

    shop.succeed("refresh");

    assertThat(shop.content()).isEqualTo(before);
    assertThat(shop.warehouse("SELECT count(*) FROM ops.loads")).isEqualTo(loads);
  }

  @Test
  void aRefusedMessageIsGivenBackByteForByte() {
    String listed = shop.answer("rejects", "list", "--reason", "not_utf8", "--format", "csv");
    String message = listed.lines().skip(1).findFirst().orElseThrow().split(",")[0];
    byte[] shown = shop.bytes("rejects", "show", message, "--raw");
    assertThat(shown).isEqualTo(shop.message(message));
  }

  @Test
  void aSessionIsExplained() {
    String session =
        shop.warehouse(
                "SELECT session_id FROM lake_silver.sessions WHERE started_by = 'gap' LIMIT 1")
            .get(0)
            .get(0);
    assertThat(shop.answer("sessions", "explain", session))
        .contains(session)
        .contains("after the event before, longer than the gap");
  }

  @Test
  void lakeAndWarehouseAnswerAlike() {
    String sum = "SELECT sum(net_revenue) AS net_revenue FROM %s.daily_revenue";
    assertThat(shop.answer("sql", "--on", "lake", "--format", "csv", sum.formatted("gold")))
        .isEqualTo(
            shop.answer("sql", "--on", "warehouse", "--format", "csv", sum.formatted("lake_gold")));
  }

  @Test
  void aMistypedStatementEndsInOneSentence() {
    Outcome outcome = shop.run("sql", "SELECT nothing FROM gold.nowhere");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("gold").doesNotContain("\tat ");
  }

  @Test
  void aWrongCentIsFound() {
    String change = "UPDATE lake_gold.daily_revenue SET net_revenue = net_revenue %s 0.01";
    shop.change(change.formatted("+"));
    try {
      Outcome outcome = shop.run("verify", "--truth", shop.home().resolve("truth.json").toString());
      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(4);
      assertThat(outcome.output()).contains("net_revenue");
    } finally {
      shop.change(change.formatted("-"));
    }
  }

  @Test
  void aMissingEventIsFound() {
    String change = "UPDATE lake_gold.daily_quality SET accepted = accepted %s 1";
    shop.change(change.formatted("-"));
    try {
      Outcome outcome = shop.run("ledger");
      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(4);
    } finally {
      shop.change(change.formatted("+"));
    }
  }
}
