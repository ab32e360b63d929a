package io.shoplake.ingest.template;

/** A row, a group of rows or a change that nothing can be made of; the message says why. */
public final class BadRowException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String detail;

  public BadRowException(String message) {
    this(message, message);
  }

  /** A value that is not what it should be. */
  public BadRowException(String column, String value, String problem) {
    this("%s is '%s', which is %s".formatted(column, value, problem), column + " is " + problem);
  }

  private BadRowException(String message, String detail) {
    super(message);
    this.detail = detail;
  }

  /** The same, said of {@code field} of a message or row. */
  public BadRowException in(String field) {
    return new BadRowException(field + ": " + getMessage(), field + ": " + detail);
  }

  /** Why, without any value of the row, which may be personal. */
  public String detail() {
    return detail;
  }
}
