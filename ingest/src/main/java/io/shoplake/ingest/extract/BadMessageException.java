package io.shoplake.ingest.extract;

/** A row or a change message that nothing can be made of; the message says why. */
public final class BadMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  public BadMessageException(String message) {
    super(message);
  }
}
