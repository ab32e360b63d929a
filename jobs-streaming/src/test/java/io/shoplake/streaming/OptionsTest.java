package io.shoplake.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.Cli;
import io.shoplake.parsing.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionsTest {

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    StreamAll all = new StreamAll();
    Cli.commandLine(all).parseArgs();
    assertThat(all.stream.availableNow).isFalse();
    assertThat(all.stream.every).isEqualTo(Duration.ofSeconds(10));
    assertThat(all.stream.stopTimeout).isEqualTo(Duration.ofMinutes(1));
    assertThat(all.settings.events.lateness).isEqualTo(Duration.ofMinutes(10));
    assertThat(all.settings.events.buckets).isEqualTo(64);
    assertThat(all.settings.bronze.maxMessages).isEqualTo(500_000);
    assertThat(all.settings.parsing.limits())
        .isEqualTo(new Limits(1024 * 1024, Duration.ofHours(1)));
  }

  @Test
  void availableNowIsTheOnlyTrigger() {
    StreamAll all = new StreamAll();
    Cli.commandLine(all).parseArgs("--trigger", "available-now");
    assertThat(all.stream.availableNow).isTrue();
    assertThatThrownBy(() -> Cli.commandLine(new StreamAll()).parseArgs("--trigger", "sometimes"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("it can be available-now");
  }
}
