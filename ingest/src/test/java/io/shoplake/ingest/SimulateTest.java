package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {

  @TempDir private Path folder;

  @Test
  void theDefaultsAreTwoWeeksOfAShopWithEveryFault() {
    Map<String, String> defaults = Run.defaults(new Simulate());
    assertThat(defaults)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("--seed", "1"),
                Map.entry("--days", "14"),
                Map.entry("--visitors", "9000"),
                Map.entry("--shop", "main"),
                Map.entry("--duplicates", "0.02"),
                Map.entry("--conflicting", "0.1"),
                Map.entry("--late", "0.01"),
                Map.entry("--malformed", "0.005"),
                Map.entry("--bots", "0.03"),
                Map.entry("--disguised-bots", "0"),
                Map.entry("--drift", "0.1"),
                Map.entry("--skewed", "0.01"),
                Map.entry("--untracked", "0.05")));
  }

  @Test
  void filesAndTruthAreTheSameWhenRunAgain() throws IOException {
    simulate("first");
    simulate("second");
    for (String name : new String[] {"shop.events.jsonl", "shop.orders.jsonl", "truth.json"}) {
      assertThat(folder.resolve("second").resolve(name))
          .isNotEmptyFile()
          .hasSameBinaryContentAs(folder.resolve("first").resolve(name));
    }
  }

  private void simulate(String name) {
    Path to = folder.resolve(name);
    Run run =
        run(
            "--visitors=100",
            "--end=2026-11-01",
            "--to=" + to,
            "--truth=" + to.resolve("truth.json"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("shop.events: ").contains("shop.orders: ");
  }

  @Test
  void anEndInTheFutureIsRefused() {
    Run run = run("--end=2999-01-01", "--to=" + folder);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--end must not lie in the future");
  }

  @Test
  void anEndBeforeTheFirstAcceptedDayIsRefused() {
    for (String end : new String[] {"1985-01-01", "1990-01-10", "-99999-01-01"}) {
      Run run = run("--end=" + end, "--to=" + folder);
      assertThat(run.exitCode()).as(end).isEqualTo(2);
      assertThat(run.err()).contains("--end and --days must not reach before 1990");
    }
  }

  @Test
  void aShopIdWithABlankIsRefused() {
    Run run = run("--shop=a b=10", "--to=" + folder);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("an id without blanks", "not 'a b=10'");
  }

  @Test
  void aDryRunDoesNotClaimToHaveSentAnything() {
    assertThat(run("--visitors=10", "--end=2026-11-01", "--dry-run").out())
        .startsWith("Nothing was sent; a run without --dry-run would send:");
  }

  @Test
  void aShareOfMoreThanOneIsRefused() {
    Run run = run("--late=2", "--to=" + folder);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--late must be a share");
  }

  @Test
  void severalShopsMayBeOfSizesOfTheirOwn() {
    Path truth = folder.resolve("truth.json");
    Run run =
        run(
            "--shop=north=40",
            "--shop=south",
            "--visitors=20",
            "--end=2026-11-01",
            "--gzip",
            "--to=" + folder,
            "--truth=" + truth);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(truth)
        .content()
        .contains("\"north\"")
        .contains("\"south\"")
        .doesNotContain("\"main\"");
    assertThat(folder.resolve("shop.products.jsonl.gz")).isNotEmptyFile();
    assertThat(run("--shop=north=many", "--to=" + folder).err()).contains("--shop must be an id");
    assertThat(run("--shop=a", "--shop=a", "--to=" + folder).err()).contains("'a' twice");
  }

  @Test
  void aDurationDecidesTheNumberOfVisitors() throws IOException {
    Run run = run("--rate=100000", "--duration=PT0.2S", "--end=2026-11-01", "--to=" + folder);
    assertThat(run.exitCode()).as(run.err()).isZero();
    long lines = 0;
    for (String topic : new String[] {"events", "orders", "products", "customers"}) {
      lines += Files.readAllLines(folder.resolve("shop." + topic + ".jsonl"), ISO_8859_1).size();
    }
    assertThat(lines).isBetween(19_000L, 21_000L);
    assertThat(run("--duration=PT1S", "--to=" + folder).err()).contains("needs a --rate");
    assertThat(run("--rate=9", "--duration=PT1S", "--shop=main=5", "--to=" + folder).err())
        .contains("a number of visitors in --shop exclude");
  }

  @Test
  void theShopFileGivesTimeZoneAndCurrency() throws IOException {
    Path shops =
        Files.writeString(
            folder.resolve("shops.yaml"),
            "shops: {main: {time_zone: Asia/Tokyo, currency: JPY}}\n");
    Path truth = folder.resolve("truth.json");
    Run run =
        run(
            "--visitors=100",
            "--end=2026-11-01",
            "--shops=" + shops,
            "--to=" + folder,
            "--truth=" + truth);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(truth).content().contains("\"JPY\"").contains("2026-10-31").doesNotContain("EUR");
  }

  @Test
  void sessionRulesThatAreNotSimulatedAreRefused() throws IOException {
    Path shops =
        Files.writeString(
            folder.resolve("shops.yaml"), "shops: {main: {sessions: {cut_at_midnight: true}}}\n");
    Run run = run("--shops=" + shops, "--to=" + folder);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("'main'").contains("midnight");
    Files.writeString(shops, "shops: {main: {funnel: [view_item, purchase]}}\n");
    assertThat(run("--shops=" + shops, "--to=" + folder).err())
        .contains("has a funnel that does not begin with visit");
  }

  private static Run run(String... options) {
    return Run.of(new Simulate(), options);
  }
}
