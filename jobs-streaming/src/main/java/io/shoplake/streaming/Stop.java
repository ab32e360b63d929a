package io.shoplake.streaming;

/** Asks streams to end at the boundary between two batches. */
final class Stop {

  private volatile boolean isRequested;

  /** Ends a query before it begins its next batch, which it repeats at the next start. */
  static final class Requested extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Requested() {
      super("The stream was asked to stop", null, false, false);
    }
  }

  void request() {
    isRequested = true;
  }

  boolean isRequested() {
    return isRequested;
  }

  /** To be called at the start of a batch. */
  void check() {
    if (isRequested) {
      throw new Requested();
    }
  }
}
