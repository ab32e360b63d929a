package io.shoplake.ingest.dummyjson;

/** An answer or a recording that cannot be read as a list of objects. */
public final class MalformedPageException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * With the reason.
   *
   * @param message never holds a value of the answer, which may be a secret
   */
  public MalformedPageException(String message) {
    super(message);
  }
}
