package io.shoplake.ingest.mapping;

/** A row, or the rows of one group, that cannot become a message; the message says why. */
public final class BadRowException extends Exception {

  private static final long serialVersionUID = 1L;

  BadRowException(String message) {
    super(message);
  }
}
