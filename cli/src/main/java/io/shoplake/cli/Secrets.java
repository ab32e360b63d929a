package io.shoplake.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Secrets, which come from the environment or from files it names, never from arguments. */
public final class Secrets {

  private Secrets() {}

  /**
   * The value of {@code name} in {@code environment}, else the content of the file that {@code
   * name_FILE} names, else nothing.
   *
   * @throws UserMistake if the file cannot be read
   */
  public static String of(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    String file = environment.getOrDefault(name + "_FILE", "");
    if (!value.isBlank() || file.isBlank()) {
      return value.strip();
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The file '%s' that %s_FILE names cannot be read; correct the name or its permissions."
              .formatted(file, name),
          e);
    }
  }
}
