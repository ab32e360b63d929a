package io.shoplake.local.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the embedded services: how it is started, asked whether it is ready, and stopped. */
interface Service {

  /** The name on the command line and of its files. */
  String name();

  /** The name in messages. */
  String title();

  /**
   * Makes the data folder and the settings; gives the program with its arguments.
   *
   * <p>Called in a thread of its own, beside the other services.
   */
  List<String> prepare(Site site, int port);

  /** Whether it answers in its own protocol on {@code port}. */
  boolean answers(Site site, int port);

  /** What is left to do once it answers. */
  default void finish(Site site, int port) {}

  /** The settings with which commands find it. */
  Map<String, String> settings(Site site, int port);

  /** The signal that ends it cleanly and soon. */
  default String stopSignal() {
    return "TERM";
  }

  /** What a line of its log means for the operator, where that is known. */
  default Optional<String> remedy(String log) {
    return Optional.empty();
  }
}
