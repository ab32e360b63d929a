package io.shoplake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CliTest {

  @Test
  void aCommandEndsWithTheNumberItGives() {
    assertThat(run("count").exitCode()).isZero();
  }

  @Test
  void aMistakeOfTheOperatorIsOneSentenceAndItsOwnExitCode() {
    Outcome outcome = run("count", "--fail", "MISTAKE");

    assertThat(outcome.exitCode()).isEqualTo(6);
    assertThat(outcome.err().strip()).isEqualTo("Kafka does not answer; start it.");
  }

  @Test
  void aBugShowsItsStackTraceAndEndsWithOne() {
    Outcome outcome = run("count", "--fail", "bug");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("IllegalStateException: a bug")
        .contains("at io.shoplake.cli.");
  }

  @Test
  void anUnknownOptionIsNamedAndPointsToTheHelp() {
    Outcome outcome = run("count", "--fial", "bug");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("Unknown option").contains("See shop count --help");
    assertThat(outcome.err()).doesNotContain("Exit codes");
  }

  @Test
  void helpShowsOptionsWithDefaultsAndTheMeaningOfExitCodes() {
    assertThat(run("count", "--help").out())
        .isEqualToNormalizingNewlines(
            """
            Usage: shop count [OPTIONS]
            Counts.

            Options:
                  --fail=<fail>   How to fail.
                                    Default: NONE
              -h, --help          Show this help message and exit.
              -V, --version       Print version information and exit.

            Exit codes:
              0     Everything was done.
              1     An unexpected error; see the stack trace.
              2     The arguments are not understood.
              3     A setting is wrong or a precondition is missing.
              4     The data does not add up.
              5     Another instance holds the lease.
              6     A source or sink cannot be reached after retries.
              143   Stopped by SIGTERM after a clean batch.
            """);
  }

  @Test
  void aTimeThatIsNoneIsAnsweredWithAnExample() {
    Outcome outcome = run("inner", "wait", "--every=5m");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("'--every'", "'5m' is no duration; write it like PT5M")
        .doesNotContain("java.");
    assertThat(run("wait", "--day=1.11.2026").err()).contains("no day; write it like 2026-11-01.");
    assertThat(run("wait", "--at=now").err()).contains("like 2026-11-01T10:00:00Z.");
    assertThat(run("wait", "--every=PT5M", "--day=2026-11-01").exitCode()).isZero();
  }

  @Test
  void aSubcommandOfASubcommandHasTheSameSections() {
    assertThat(run("inner", "count", "--help").out())
        .contains("Usage: shop inner count [OPTIONS]")
        .contains("Default: NONE")
        .contains("Exit codes:")
        .contains("--version");
  }

  @Test
  void withoutATerminalNothingIsColoured() {
    Outcome outcome = run("count", "--fail", "mistake");

    assertThat(outcome.out() + outcome.err()).doesNotContain("\u001b");
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Cli.commandLine(new Shop());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setUsageHelpAutoWidth(false);
    return new Outcome(line.execute(arguments), out.toString(), err.toString());
  }

  private record Outcome(int exitCode, String out, String err) {}

  @Command(
      name = "shop",
      subcommands = {Count.class, Wait.class, Inner.class})
  static final class Shop {}

  @Command(
      name = "inner",
      subcommands = {Count.class, Wait.class})
  static final class Inner {}

  @Command(name = "wait", description = "Waits.")
  static final class Wait implements Callable<Integer> {

    @Option(names = "--every")
    Duration every;

    @Option(names = "--day")
    LocalDate day;

    @Option(names = "--at")
    Instant at;

    @Override
    public Integer call() {
      return 0;
    }
  }

  @Command(name = "count", description = "Counts.")
  static final class Count implements Callable<Integer> {

    enum Failure {
      NONE,
      MISTAKE,
      BUG
    }

    @Option(names = "--fail", defaultValue = "NONE", description = "How to fail.")
    Failure fail;

    @Override
    public Integer call() {
      return switch (fail) {
        case NONE -> 0;
        case MISTAKE ->
            throw new UserMistake(ExitCode.UNREACHABLE, "Kafka does not answer; start it.");
        case BUG -> throw new IllegalStateException("a bug");
      };
    }
  }
}
