package io.shoplake.local;

import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param environment what to add to the environment of the caller; may hold secrets
 * @param words the program and its arguments; never holds secrets
 */
record Invocation(Map<String, String> environment, List<String> words) {

  /** The process, not started, with the caller's environment and standard streams. */
  ProcessBuilder process() {
    ProcessBuilder process = new ProcessBuilder(words).inheritIO();
    process.environment().putAll(environment);
    return process;
  }
}
