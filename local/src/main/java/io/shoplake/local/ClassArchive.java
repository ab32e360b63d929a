package io.shoplake.local;

import static java.lang.Character.MAX_RADIX;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Archives of loaded classes (AppCDS), which halve the start of a JVM.
 *
 * <p>The first run of a program writes the archive when it ends; later runs with the same Java and
 * the same jars use it. A missing or unfit archive costs nothing but time.
 */
public final class ClassArchive {

  /** Nobody tells when a JVM has finished writing; a file that rests this long is whole. */
  private static final Duration AT_REST = Duration.ofSeconds(3);

  /** An empty file says that a run will write it, until the run must have ended otherwise. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private static final List<String> QUIET =
      List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  private final Path folder;
  private final Path java;

  public ClassArchive(Installation installation) {
    this.folder = installation.cache().resolve("cds");
    this.java = installation.java();
  }

  /**
   * The JVM flags that use the first archive there is among those of {@code programs}; without one
   * they only keep the JVM quiet about it.
   *
   * @param leastBytes a smaller archive is of a run that failed early, and is thrown away
   */
  public List<String> reading(List<String> programs, List<Path> classPath, long leastBytes) {
    String key = key(classPath);
    List<String> flags = new ArrayList<>(QUIET);
    for (String program : programs) {
      Path archive = folder.resolve(program + "-" + key + ".jsa");
      adopt(archive, leastBytes);
      if (Files.exists(archive)) {
        flags.add("-XX:SharedArchiveFile=" + archive);
        return flags;
      }
    }
    return flags;
  }

  /**
   * The same, but if there is no archive, the last of {@code programs} writes its own at its end.
   */
  public List<String> readingOrWriting(
      List<String> programs, List<Path> classPath, long leastBytes) {
    List<String> reading = reading(programs, classPath, leastBytes);
    String program = programs.get(programs.size() - 1);
    boolean isBeingWritten = !written(program + "-" + key(classPath) + ".jsa").isEmpty();
    return reading.size() > QUIET.size() || isBeingWritten ? reading : writing(program, classPath);
  }

  private List<String> writing(String program, List<Path> classPath) {
    String key = key(classPath);
    List<String> flags = new ArrayList<>(QUIET);
    flags.add("-XX:ArchiveClassesAtExit=" + fresh(folder.resolve(program + "-" + key + ".jsa")));
    tidy(program, key);
    return flags;
  }

  /** Claims a file of its own for the run that writes, as others may begin to at the same time. */
  private Path fresh(Path archive) {
    try {
      Files.createDirectories(folder);
      String name = archive.getFileName() + "." + Long.toString(System.nanoTime(), MAX_RADIX);
      return Files.createFile(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What runs have written, are writing or will write of {@code archive}. */
  private List<Path> written(String archive) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(archive + ".")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the first whole one of the written files the archive; the others are not needed. */
  private void adopt(Path archive, long leastBytes) {
    try {
      for (Path written : written(archive.getFileName().toString())) {
        long size = Files.size(written);
        if (!isAtRest(written, size == 0 ? CLAIM : AT_REST)) {
          continue;
        }
        if (Files.exists(archive) || size == 0 || size < leastBytes) {
          Files.deleteIfExists(written);
        } else {
          Files.move(written, archive);
        }
      }
    } catch (IOException e) {
      // Another command was faster; its archive is as good.
    }
  }

  private static boolean isAtRest(Path file, Duration time) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    return modified.toInstant().isBefore(Instant.now().minus(time));
  }

  /** Changes with the Java and with each jar, as the JVM itself would refuse the archive then. */
  private String key(List<Path> classPath) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((Runtime.version() + java.toString()).getBytes(StandardCharsets.UTF_8));
      for (Path jar : classPath) {
        String identity = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
        digest.update(identity.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes the archives of {@code program} that no run can use any more. */
  private void tidy(String program, String key) {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().startsWith(program + "-"))
          .filter(file -> !file.getFileName().toString().startsWith(program + "-" + key))
          .forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
