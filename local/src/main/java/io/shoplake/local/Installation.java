package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The checkout that the launcher stands in, and the Java it found.
 *
 * @param root the folder of the launcher
 * @param java the Java program that runs everything
 */
public record Installation(Path root, Path java) {

  /** Set by the launcher to its own folder. */
  static final String ROOT = "SHOPLAKE_ROOT";

  /** Where the launcher of {@code environment} stands; the Java is the one that runs now. */
  public static Installation of(Map<String, String> environment) {
    String root = environment.getOrDefault(ROOT, "");
    String java = ProcessHandle.current().info().command().orElse("java");
    return new Installation(Path.of(root).toAbsolutePath().normalize(), Path.of(java));
  }

  /** What is made once and used by every home: archives, configuration, a Spark home. */
  public Path cache() {
    return root.resolve(".shoplake");
  }

  /** The jar of a module, followed by the jars it needs; never a folder. */
  public List<Path> classPath(String module) {
    List<Path> jars = new ArrayList<>();
    jars.add(jar(module));
    jars.addAll(dependencies(module));
    return jars;
  }

  /** The jar of a module. */
  public Path jar(String module) {
    return built(root.resolve(module).resolve("target/" + module.replace('/', '-') + ".jar"));
  }

  /** The jars that a module needs when it runs. */
  public List<Path> dependencies(String module) {
    Path file = built(root.resolve(module).resolve("target/classpath.txt"));
    try {
      List<Path> jars = new ArrayList<>();
      for (String entry : Files.readString(file).strip().split(File.pathSeparator)) {
        jars.add(Path.of(entry));
      }
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "'%s' is missing; build it with 'mvn -DskipTests package', or let ./shoplake do it (unset"
                  .formatted(file)
              + " SHOPLAKE_BUILD).");
    }
    return file;
  }
}
