package io.shoplake.collector;

/** A request that is not taken; the client learns why and what to do, never what it sent. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final long retryAfterSeconds;

  Refusal(int status, String code, String message) {
    this(status, code, message, 0);
  }

  private Refusal(int status, String code, String message, long retryAfterSeconds) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A refusal that ends by itself. */
  static Refusal until(int status, String code, String message, long retryAfterSeconds) {
    return new Refusal(status, code, message, Math.max(1, retryAfterSeconds));
  }

  int status() {
    return status;
  }

  /** One word for programs. */
  String code() {
    return code;
  }

  /** When to come back; 0 if it would be no use. */
  long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
