package io.shoplake.ingest.mapping;

/** A row, or the rows of one group, that cannot become a message; the message says why. */
public final class BadRowException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String detail;

  BadRowException(String message) {
    super(message);
    this.detail = message;
  }

  /** A value that is not what it should be. */
  BadRowException(String column, String value, String problem) {
    super("%s is '%s', which is %s".formatted(column, value, problem));
    this.detail = "%s is %s".formatted(column, problem);
  }

  /** Why, without any value of the row, which may be personal. */
  public String detail() {
    return detail;
  }
}
