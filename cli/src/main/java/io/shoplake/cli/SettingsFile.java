package io.shoplake.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings of a client library in a file of Java properties, where secrets may stand. */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * The settings in {@code file}, none if it is null.
   *
   * @throws UserMistake if the file cannot be read
   */
  public static Map<String, String> read(Path file) {
    Map<String, String> settings = new TreeMap<>();
    if (file == null) {
      return settings;
    }
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      properties.load(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The settings file '%s' cannot be read (%s); name a readable file of lines name=value."
              .formatted(file, e.getMessage()),
          e);
    }
    properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    return settings;
  }
}
