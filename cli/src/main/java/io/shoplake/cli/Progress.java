package io.shoplake.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Tells people how far a long step is, on stderr.
 *
 * <p>Nothing is printed in the first two seconds. Then a terminal sees one line that is rewritten,
 * a log file a line every five seconds.
 */
public final class Progress implements AutoCloseable {

  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration BETWEEN_REWRITES = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final String step;
  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final Instant startedAt;
  private Instant due;
  private String detail = "";
  private boolean said;

  Progress(String step, PrintStream out, boolean terminal, InstantSource clock) {
    this.step = step;
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.due = startedAt.plus(QUIET);
  }

  /**
   * Progress of {@code step}, named so that it reads as a line of its own: "Reading orders.csv".
   */
  public static Progress of(String step) {
    return new Progress(step, System.err, Terminal.ofMessages(), InstantSource.system());
  }

  /**
   * Says how far the step is, for example "42,000 of 120,000 events"; cheap enough for each row.
   */
  public synchronized void at(String detail) {
    this.detail = detail;
    Instant now = clock.instant();
    if (now.isBefore(due)) {
      return;
    }
    said = true;
    due = now.plus(terminal ? BETWEEN_REWRITES : BETWEEN_LINES);
    if (terminal) {
      out.print(CLEAR_LINE + line());
      out.flush();
    } else {
      out.println(line());
    }
  }

  /** Prints a line that stays, also in the midst of a line that is rewritten. */
  public synchronized void say(String line) {
    out.println((terminal && said ? CLEAR_LINE : "") + line);
    said = false;
  }

  /** Time since the step began. */
  public Duration elapsed() {
    return Duration.between(startedAt, clock.instant());
  }

  /** Ends the step: a last line if it took long enough for any, and none was said since. */
  @Override
  public synchronized void close() {
    if (said) {
      say(line());
    }
  }

  /** Seconds for people: "3.4 s", "2 min 5 s". */
  public static String seconds(Duration duration) {
    return duration.toMinutes() > 0
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private String line() {
    String text = "%s: %s (%s)".formatted(step, detail, seconds(elapsed()));
    return detail.isEmpty() ? "%s (%s)".formatted(step, seconds(elapsed())) : text;
  }
}
