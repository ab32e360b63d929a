package io.shoplake.ingest;

import java.time.Duration;

/** Lets time pass, unless the command is asked to stop. */
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

  /** Ends the command where nothing is half done. */
  final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Stopped() {
      super("The command was asked to stop", null, false, false);
    }
  }
}
