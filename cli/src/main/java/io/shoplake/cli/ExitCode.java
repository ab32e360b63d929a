package io.shoplake.cli;

/** How a command ended, for whoever called it. */
public enum ExitCode {
  OK(0, "Everything was done."),
  UNEXPECTED(1, "An unexpected error; see the stack trace."),
  USAGE(2, "The arguments are not understood."),
  CONFIGURATION(3, "A setting is wrong or a precondition is missing."),
  DATA(4, "The data does not add up."),
  LEASE(5, "Another instance holds the lease."),
  UNREACHABLE(6, "A source or sink cannot be reached after retries."),
  STOPPED(143, "Stopped by SIGTERM after a clean batch.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number the process ends with. */
  public int number() {
    return number;
  }

  /** One sentence for the help text. */
  public String meaning() {
    return meaning;
  }
}
