package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that holds the data, logs and settings of one set of services.
 *
 * @param folder absolute
 */
public record Home(Path folder) {

  /** Names the home in the environment. */
  public static final String VARIABLE = "SHOPLAKE_HOME";

  private static final long LEAST_FREE_BYTES = 200L << 20;

  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** The home that {@code environment} names, else the one beside the launcher. */
  static Home of(Map<String, String> environment, Installation installation) {
    String named = environment.getOrDefault(VARIABLE, "");
    return new Home(named.isBlank() ? installation.cache() : Path.of(named));
  }

  /** The endpoints and secrets of what runs now, as {@code KEY=value} lines. */
  public Path servicesFile() {
    return folder.resolve("services.env");
  }

  /** Passwords and ports, kept while there is data. */
  public Path keptFile() {
    return folder.resolve("kept.env");
  }

  public Path data(String service) {
    return folder.resolve("data").resolve(service);
  }

  public Path log(String name) {
    return folder.resolve("log").resolve(name + ".log");
  }

  /** What is known of a running process. */
  public Path run(String file) {
    return folder.resolve("run").resolve(file);
  }

  /** For temporary files: the system's folder may be small or forbid programs. */
  public Path temporary() {
    return folder.resolve("tmp");
  }

  /**
   * Makes the folders that services and commands write to.
   *
   * @throws UserMistake when the home cannot be written to
   */
  public void prepare() {
    try {
      for (String name : new String[] {"data", "log", "run", "tmp"}) {
        Files.createDirectories(folder.resolve(name));
      }
      Files.delete(Files.writeString(folder.resolve("run/.probe"), "x"));
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The home '%s' cannot be written to (%s); free some space or choose another with --home."
              .formatted(folder, reason(e)),
          e);
    }
  }

  /** Refuses to begin what a nearly full disk would soon end. */
  public void requireSpace() {
    long free = folder.toFile().getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The disk of '%s' has only %d MB left; free some space or choose another home with --home."
              .formatted(folder, free >> 20));
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
