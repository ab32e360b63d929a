package io.shoplake.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands of the product itself, with services of their own in a home of their own. */
final class Shoplake {

  private final Path root;
  private final Path home;

  Shoplake(Path root) {
    this.root = root;
    this.home = root.resolve(".shoplake/bench");
  }

  /** Runs a command to its end and gives what it printed. */
  String run(String... words) throws IOException, InterruptedException {
    Process process = start(List.of(), Map.of(), words);
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "'./shoplake %s' failed; what it says stands above.".formatted(String.join(" ", words)));
    }
    return printed;
  }

  /**
   * Starts a command that goes on; its process is the command's own.
   *
   * @param before what runs it, such as {@code taskset}
   */
  Process start(List<String> before, Map<String, String> environment, String... words)
      throws IOException {
    List<String> all = new ArrayList<>(before);
    all.add(root.resolve("shoplake").toString());
    all.addAll(List.of(words));
    all.addAll(List.of("--home", home.toString()));
    ProcessBuilder builder = new ProcessBuilder(all).redirectError(Redirect.INHERIT);
    builder.environment().put("SHOPLAKE_BUILD", "never");
    // The services are those of the home, whatever this process was told.
    builder.environment().keySet().removeAll(List.of("SHOPLAKE_BROKERS", "SHOPLAKE_KAFKA_CONFIG"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The next line that {@code process} prints. */
  static String line(Process process) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new UserMistake(
          ExitCode.CONFIGURATION, "The process ended early; what it says stands above.");
    }
    return line;
  }
}
