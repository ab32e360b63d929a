package io.shoplake.ingest.dummyjson;

import java.time.Duration;

/** Lets time pass between requests, unless the command is asked to stop. */
public interface Waiting {

  /**
   * Returns after {@code time}.
   *
   * @throws Stopped as soon as the command is asked to stop
   */
  void pause(Duration time);

  /**
   * To be called where a stop leaves nothing half done.
   *
   * @throws Stopped if the command was asked to stop
   */
  void check();

  /** Ends the command between two pages. */
  final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Stopped() {
      super("The pull was asked to stop", null, false, false);
    }
  }
}
