package io.shoplake.ingest.jdbc;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The JDBC drivers that come along, and those that somebody has put into a folder. */
record Drivers(Path folder) {

  /**
   * The driver for {@code url}.
   *
   * @throws UserMistake if there is none
   */
  Driver driver(String url) {
    // Stays open as long as the driver is used, which is to the end of the process.
    URLClassLoader loader =
        new URLClassLoader(jars().toArray(new URL[0]), Drivers.class.getClassLoader());
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
        if (driver.acceptsURL(url)) {
          return driver;
        }
      }
    } catch (SQLException e) {
      throw new UserMistake(
          ExitCode.USAGE, "The --url is not understood: %s.".formatted(e.getMessage()), e);
    }
    throw new UserMistake(
        ExitCode.CONFIGURATION,
        "There is no JDBC driver for %s; put %s into the folder '%s', or name its folder with --drivers."
            .formatted(kind(url), jarFor(url), folder.toAbsolutePath().normalize()));
  }

  private static String kind(String url) {
    return url.replaceFirst("^(jdbc:[^:]*:).*", "$1");
  }

  private static String jarFor(String url) {
    return switch (kind(url).toLowerCase(Locale.ROOT)) {
      case "jdbc:mysql:" -> "mysql-connector-j-VERSION.jar";
      case "jdbc:mariadb:" -> "mariadb-java-client-VERSION.jar";
      default -> "the jar of its driver";
    };
  }

  private List<URL> jars() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<URL> jars = new ArrayList<>();
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
      return jars;
    } catch (MalformedURLException e) {
      throw new IllegalStateException("A file has an address", e);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The folder of drivers '%s' cannot be read (%s); correct its permissions."
              .formatted(folder, e.getMessage()),
          e);
    }
  }
}
