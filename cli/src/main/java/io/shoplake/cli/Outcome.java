package io.shoplake.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The exit code of a command in a file, for a caller that does not want to wait for the end of its
 * process: the first run of a program goes on for some time to archive its classes.
 */
public final class Outcome {

  /** Names the file; without it none is written. */
  public static final String VARIABLE = "SHOPLAKE_OUTCOME_FILE";

  private Outcome() {}

  static void write(Map<String, String> environment, int exitCode) {
    String file = environment.get(VARIABLE);
    if (file == null) {
      return;
    }
    try {
      Path partial = Files.writeString(Path.of(file + ".partial"), String.valueOf(exitCode));
      Files.move(partial, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The exit code in {@code file}; empty while the command is at work. */
  public static OptionalInt read(Path file) throws IOException {
    return Files.exists(file)
        ? OptionalInt.of(Integer.parseInt(Files.readString(file)))
        : OptionalInt.empty();
  }
}
