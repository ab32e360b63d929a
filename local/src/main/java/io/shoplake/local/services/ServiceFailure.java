package io.shoplake.local.services;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Says why a service did not start, from what it left in its log. */
final class ServiceFailure {

  private static final int LINES = 8;
  private static final int TAIL_BYTES = 16 << 10;

  private ServiceFailure() {}

  /** For example "PostgreSQL ended while starting: the disk is full; …". */
  static UserMistake of(Service service, String what, Path log) {
    String tail = tail(log);
    String title = service.title();
    String name = Character.toUpperCase(title.charAt(0)) + title.substring(1);
    String remedy = service.remedy(tail).or(() -> common(service, tail)).orElse("");
    if (!remedy.isEmpty()) {
      return new UserMistake(
          ExitCode.CONFIGURATION, "%s %s: %s. Its log is %s".formatted(name, what, remedy, log));
    }
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "%s %s; the end of its log %s:%n%s".formatted(name, what, log, lastLines(tail)));
  }

  private static java.util.Optional<String> common(Service service, String log) {
    if (log.contains("No space left on device")) {
      return java.util.Optional.of("the disk is full; free some space or choose another --home");
    }
    if (log.contains("Address already in use")) {
      return java.util.Optional.of(
          "its port was taken meanwhile; try again or choose one with --%s-port"
              .formatted(service.name()));
    }
    if (log.contains("OutOfMemoryError") || log.contains("could not map anonymous shared memory")) {
      return java.util.Optional.of("there is not enough memory; end other programs");
    }
    return java.util.Optional.empty();
  }

  private static String lastLines(String tail) {
    List<String> lines = tail.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()))
        .indent(2)
        .stripTrailing();
  }

  private static String tail(Path log) {
    if (!Files.exists(log)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      InputStream in = Channels.newInputStream(file.getChannel());
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
