package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shoplake.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command lines say before they open anything. */
class BatchTest {

  private final StringWriter messages = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restate",
        "gold",
        "load",
        "ledger",
        "rejects",
        "sessions",
        "sql",
        "tables",
        "lake"
      })
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
  }

  @Test
  void storedPseudonymsAreNotRewrittenUnderThePublicKeyOfDevelopment() {
    for (String variable : List.of("SHOPLAKE_PSEUDONYM_KEY", "SHOPLAKE_PSEUDONYM_KEY_FILE")) {
      assumeTrue(System.getenv(variable) == null, variable + " is set");
    }
    assertThat(run("restate", "--lake", "/tmp/none", "--from-bronze")).isEqualTo(3);
    assertThat(messages.toString()).contains("set SHOPLAKE_PSEUDONYM_KEY or ");
  }

  @Test
  void goldTakesOneWayToNameDays() {
    assertThat(run("gold", "--lake", "/tmp/none", "--changed", "--day", "2026-11-02")).isEqualTo(2);
    assertThat(run("gold", "--lake", "/tmp/none", "--from", "2026-11-02")).isEqualTo(2);
    assertThat(run("gold", "--lake", "/tmp/none", "--from", "2026-11-02", "--to", "2026-11-01"))
        .isEqualTo(2);
    assertThat(messages.toString()).contains("--from and --to belong together");
  }

  @Test
  void anUnknownGoldTableIsNamedBesideThoseThereAre() {
    assertThat(run("gold", "--lake", "/tmp/none", "--table", "daily_weather")).isEqualTo(2);
    assertThat(messages.toString()).contains("'daily_weather'", "daily_revenue");
  }

  @Test
  void aWarehouseThatIsMissingOrDownEndsTheLoadBeforeAnyWork() {
    assertThat(run("load", "--lake", "/tmp/none", "--warehouse-url", "mysql://x")).isEqualTo(3);
    assertThat(
            run(
                "load",
                "--lake",
                "/tmp/none",
                "--warehouse-url",
                "jdbc:postgresql://127.0.0.1:1/shop"))
        .isEqualTo(6);
    assertThat(messages.toString()).contains("cannot be reached");
  }

  private int run(String... arguments) {
    CommandLine line = Cli.commandLine(new Batch());
    line.setErr(new PrintWriter(messages));
    line.setOut(new PrintWriter(new StringWriter()));
    return line.execute(arguments);
  }
}
