package io.shoplake.ingest.dummyjson;

/** An object of which no message can be made; says which field is at fault, never its value. */
final class BadObjectException extends Exception {

  private static final long serialVersionUID = 1L;

  BadObjectException(String message) {
    super(message);
  }
}
