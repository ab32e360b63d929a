package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A Spark home made of links to the jars that Maven downloaded. */
public final class SparkHome {

  private static final String REFRESH = "jobs-refresh";
  private static final List<String> LOG_SETTINGS =
      List.of("log4j2-json.properties", "log4j2-text.properties");

  private final Installation installation;

  public SparkHome(Installation installation) {
    this.installation = installation;
  }

  public Path folder() {
    return installation.cache().resolve("spark-home");
  }

  /** Spark, Delta and the connectors. */
  List<Path> jars() {
    return installation.dependencies(REFRESH);
  }

  /** The settings of the logs: JSON lines, or plain text for people. */
  Path logSettings(boolean text) {
    return installation.cache().resolve("conf").resolve(LOG_SETTINGS.get(text ? 1 : 0));
  }

  /** Makes or corrects the folder; safe to repeat, and to run twice at once. */
  public void prepare() {
    try {
      linkJars();
      copy("spark-submit", folder().resolve("bin/spark-submit"));
      Files.setPosixFilePermissions(
          folder().resolve("bin/spark-submit"), PosixFilePermissions.fromString("rwxr-xr-x"));
      // An empty folder: files in it would be on the class path and spoil the class archive.
      Files.createDirectories(folder().resolve("conf"));
      for (String name : LOG_SETTINGS) {
        copy(name, installation.cache().resolve("conf").resolve(name));
      }
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The folder '%s' cannot be written to (%s); free some space or correct its permissions."
              .formatted(installation.cache(), e.getMessage()),
          e);
    }
  }

  private void linkJars() throws IOException {
    Path folder = folder().resolve("jars");
    Files.createDirectories(folder);
    Map<String, Path> wanted = new TreeMap<>();
    jars().forEach(jar -> wanted.put(jar.getFileName().toString(), jar));
    try (Stream<Path> links = Files.list(folder)) {
      for (Path link : links.toList()) {
        if (!pointsTo(link, wanted.get(link.getFileName().toString()))) {
          Files.deleteIfExists(link);
        }
      }
    }
    for (Map.Entry<String, Path> jar : wanted.entrySet()) {
      Path link = folder.resolve(jar.getKey());
      if (!Files.isSymbolicLink(link)) {
        try {
          Files.createSymbolicLink(link, jar.getValue());
        } catch (FileAlreadyExistsException e) {
          // Another command was faster.
        }
      }
    }
  }

  private static boolean pointsTo(Path link, Path target) throws IOException {
    return target != null
        && Files.isSymbolicLink(link)
        && Files.readSymbolicLink(link).equals(target);
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = SparkHome.class.getResourceAsStream("/spark/" + resource)) {
      byte[] text = in.readAllBytes();
      if (Files.exists(target) && java.util.Arrays.equals(Files.readAllBytes(target), text)) {
        return;
      }
      Files.createDirectories(target.getParent());
      Path written = Files.createTempFile(target.getParent(), resource, "");
      Files.write(written, text);
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
