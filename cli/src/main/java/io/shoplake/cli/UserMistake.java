package io.shoplake.cli;

/** Something that the operator can put right; the message says what is wrong and what to do. */
public class UserMistake extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public UserMistake(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public UserMistake(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** How the process should end. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
