package io.shoplake.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.Cli;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CollectTest {

  @TempDir private Path folder;

  @Test
  void theHelpNamesDefaultsEnvironmentAndExitCodes() {
    String help = Cli.commandLine(new Collect(Map.of())).getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(help)
        .contains("SHOPLAKE_COLLECT_API_KEYS_FILE", "SHOPLAKE_BROKERS", "SHOPLAKE_COLLECT_PORT")
        .contains("5242880", "1048576", "PT2M", "PT30S", "143");
  }

  @Test
  void keysStandInTheEnvironmentOrInAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("keys"), "one\n two,three\n");

    assertThat(ApiKeys.of(Map.of(ApiKeys.VARIABLE, "a,b"), false).require("b")).isNotEmpty();
    ApiKeys keys = ApiKeys.of(Map.of(ApiKeys.VARIABLE + "_FILE", file.toString()), false);
    assertThat(keys.require("two")).isNotEqualTo(keys.require("three")).doesNotContain("two");
    assertThatThrownBy(() -> keys.require("four")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> keys.require("")).isInstanceOf(Refusal.class);
  }

  @Test
  void anOpenCollectorIsNoneForProduction() {
    assertThatThrownBy(() -> ApiKeys.of(Map.of("SHOPLAKE_PRODUCTION", "true"), true))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("--open");
  }

  @Test
  void sayingTwiceThatDoNotTrackIsHonouredDoesNotUndoIt() {
    CollectorOptions options = new CollectorOptions();
    CommandLine line = Cli.commandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    line.setDefaultValueProvider(
        option ->
            option instanceof CommandLine.Model.OptionSpec named
                    && named.longestName().equals("--honour-do-not-track")
                ? "true"
                : null);

    line.parseArgs("--honour-do-not-track");

    assertThat(options.honoursDoNotTrack).isTrue();
  }

  @Test
  void trustedProxiesMayStandApart() {
    CollectorOptions options = new CollectorOptions();
    Cli.commandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
        .parseArgs("--trusted-proxies", "127.0.0.1, 10.0.0.0/8 ,");

    assertThat(options.proxies().client("127.0.0.1", List.of("192.0.2.1", "10.1.2.3")))
        .isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-body-bytes=0, --max-body-bytes",
    "--max-events=0, --max-events",
    "--events-per-minute=10, --events-per-minute",
    "--body-timeout=PT0S, --body-timeout",
    "--body-timeout=PT1H, --body-timeout",
    "--delivery-timeout=PT0S, --delivery-timeout",
    "--trusted-proxies=1, --trusted-proxies",
    "--trusted-proxies=proxy.example, --trusted-proxies",
    "--trusted-proxies=10.0.0.0/99, --trusted-proxies",
    "'--trusted-proxies=127.0.0.1, 10.0.0.0/99', '''10.0.0.0/99'''",
    "--port=70000, --port",
    "--port=x, --port"
  })
  void aSettingThatCannotBeIsNamed(String word, String name) throws IOException {
    StringWriter err = new StringWriter();
    CommandLine line = Cli.commandLine(new Collect(Map.of(ApiKeys.VARIABLE, "k")));
    line.setErr(new PrintWriter(err, true));

    assertThat(line.execute(word, "--brokers", "127.0.0.1:1")).isEqualTo(2);
    assertThat(err.toString()).contains(name).doesNotContain("\tat ");
  }
}
