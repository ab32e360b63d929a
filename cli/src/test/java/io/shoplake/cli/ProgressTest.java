package io.shoplake.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void aShortStepSaysNothing() {
    try (Progress progress = progress(false)) {
      after(Duration.ofMillis(1900), progress, "1 of 9");
    }
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void aLogFileGetsALineEveryFiveSecondsAndALastOne() {
    try (Progress progress = progress(false)) {
      for (int second = 1; second <= 9; second++) {
        after(Duration.ofSeconds(1), progress, second + " of 9");
      }
    }
    assertThat(printed.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            Reading: 2 of 9 (2.0 s)
            Reading: 7 of 9 (7.0 s)
            Reading: 9 of 9 (9.0 s)
            """);
  }

  @Test
  void aTerminalSeesOneLineThatIsRewritten() {
    try (Progress progress = progress(true)) {
      after(Duration.ofSeconds(2), progress, "1 of 2");
      after(Duration.ofMillis(100), progress, "2 of 2");
    }
    assertThat(printed.toString(UTF_8).strip())
        .isEqualTo("\r\u001b[KReading: 1 of 2 (2.0 s)\r\u001b[KReading: 2 of 2 (2.1 s)".strip());
  }

  @Test
  void aLineInTheMidstTakesThePlaceOfTheOneThatIsRewritten() {
    try (Progress progress = progress(true)) {
      after(Duration.ofSeconds(2), progress, "1 of 2");
      progress.say("Read orders.csv");
    }
    assertThat(printed.toString(UTF_8).strip())
        .isEqualTo("\r\u001b[KReading: 1 of 2 (2.0 s)\r\u001b[KRead orders.csv".strip());
  }

  @Test
  void longTimesAreToldInMinutes() {
    assertThat(Progress.seconds(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    assertThat(Progress.seconds(Duration.ofMillis(3420))).isEqualTo("3.4 s");
  }

  private void after(Duration time, Progress progress, String detail) {
    now = now.plus(time);
    progress.at(detail);
  }

  private Progress progress(boolean terminal) {
    return new Progress("Reading", new PrintStream(printed, true, UTF_8), terminal, () -> now);
  }
}
