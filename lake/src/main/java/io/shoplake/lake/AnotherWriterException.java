package io.shoplake.lake;

/** Another instance of the same query has committed in between; nothing was written. */
public final class AnotherWriterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AnotherWriterException(String query, Exception refusal) {
    super("Another instance of %s has committed in between.".formatted(query), refusal);
  }
}
