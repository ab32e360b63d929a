package io.shoplake.ingest;

import java.io.PrintWriter;

/** Prints the first of what may be many lines, and once that the others are only counted. */
final class FirstFew {

  private final PrintWriter out;
  private final long most;
  private final String others;
  private long said;

  /**
   * Prints at most {@code most} lines.
   *
   * @param others what the lines are about, such as bad lines
   */
  FirstFew(PrintWriter out, long most, String others) {
    this.out = out;
    this.most = most;
    this.others = others;
  }

  void say(String line) {
    said++;
    if (said <= most) {
      out.println(line);
    } else if (said == most + 1) {
      out.println("Further %s are only counted.".formatted(others));
    }
  }
}
