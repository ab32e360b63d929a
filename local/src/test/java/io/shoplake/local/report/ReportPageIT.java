package io.shoplake.local.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shoplake.cli.Cli;
import io.shoplake.local.warehouse.WarehouseFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a believable shop in a real browser. */
class ReportPageIT {

  private static final Path PAGE = Path.of("target", "sample-report.html").toAbsolutePath();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T06:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path profile;

  @BeforeAll
  static void write() throws Exception {
    assumeTrue(
        Browser.program().isPresent(),
        "no Chromium on the PATH: the page is not looked at; install the package 'chromium'");
    try (WarehouseFixture warehouse = new WarehouseFixture()) {
      warehouse.empty();
      new SampleShop(warehouse, "Nordlicht").fill();
      List<String> arguments = new ArrayList<>(warehouse.arguments());
      arguments.addAll(List.of("--out", PAGE.toString()));
      assertThat(Cli.run(new Report(CLOCK), arguments.toArray(String[]::new))).isZero();
    }
  }

  @Test
  void itDrawsEveryChartWithoutAnErrorAndAsksNobodyForAnything() throws Exception {
    try (Browser browser = Browser.open(PAGE, 1280, profile)) {
      assertThat(browser.evaluate("document.querySelectorAll('canvas').length").asInt())
          .isEqualTo(6);
      assertThat(browser.evaluate(INKED_CANVASES).asInt()).isEqualTo(6);
      assertThat(browser.errors()).isEmpty();
      assertThat(browser.requests()).containsExactly(PAGE.toUri().toString());
    }
  }

  @Test
  void itFitsAPhone() throws Exception {
    try (Browser browser = Browser.open(PAGE, 390, profile)) {
      assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(390);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isEqualTo(browser.evaluate("document.documentElement.clientWidth").asInt());
      assertThat(browser.evaluate(INKED_CANVASES).asInt()).isEqualTo(6);
    }
  }

  @Test
  void aScriptThatIsNotThePagesOwnIsRefused() throws Exception {
    Path smuggled = profile.resolveSibling("smuggled.html");
    Files.writeString(
        smuggled,
        Files.readString(PAGE).replace("<footer>", "<script>window.smuggled = true</script>"));
    try (Browser browser = Browser.open(smuggled, 1280, profile)) {
      assertThat(browser.evaluate("window.smuggled === true").asBoolean()).isFalse();
      assertThat(browser.errors()).anyMatch(error -> error.contains("Content Security Policy"));
    } finally {
      Files.delete(smuggled);
    }
  }

  /** How many canvases are visible and hold pixels of more than a few colours. */
  private static final String INKED_CANVASES =
      """
      [...document.querySelectorAll('canvas')].filter(canvas => {
        const pixels = new Uint32Array(
            canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
        return canvas.clientHeight > 100 && new Set(pixels).size > 10;
      }).length
      """;
}
