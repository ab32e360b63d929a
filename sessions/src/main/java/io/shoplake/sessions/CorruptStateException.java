package io.shoplake.sessions;

/** Stored state that cannot be read: damaged, cut short, or of a version not known here. */
public final class CorruptStateException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  CorruptStateException(String message) {
    super(message);
  }
}
