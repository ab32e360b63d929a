package io.shoplake.local.services;

import io.shoplake.local.EnvironmentFile;
import io.shoplake.local.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was written down when a service was started.
 *
 * @param startedAt when its process began; tells it from a later process with the same number
 */
record Running(String service, long pid, Instant startedAt, int port) {

  /** The system rounds the start of a process. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  /** What was written down last, whether or not that process is still there. */
  static Optional<Running> recorded(Home home, String service) {
    Map<String, String> entries = EnvironmentFile.read(file(home, service));
    if (!entries.keySet().containsAll(java.util.Set.of("PID", "STARTED_AT", "PORT"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Running(
            service,
            Long.parseLong(entries.get("PID")),
            Instant.parse(entries.get("STARTED_AT")),
            Integer.parseInt(entries.get("PORT"))));
  }

  /** The record of a process that is still the one that was started. */
  static Optional<Running> alive(Home home, String service) {
    return recorded(home, service).filter(Running::isAlive);
  }

  static Running of(String service, ProcessHandle process, int port) {
    Instant startedAt = process.info().startInstant().orElseGet(Instant::now);
    return new Running(service, process.pid(), startedAt, port);
  }

  void write(Home home) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("PID", String.valueOf(pid));
    entries.put("STARTED_AT", startedAt.toString());
    entries.put("PORT", String.valueOf(port));
    EnvironmentFile.write(file(home, service), entries);
  }

  void forget(Home home) {
    try {
      Files.deleteIfExists(file(home, service));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process().isPresent();
  }

  /** The process, unless it has ended or its number now belongs to another one. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> !isZombie())
        .filter(
            handle ->
                handle
                    .info()
                    .startInstant()
                    .map(at -> Duration.between(at, startedAt).abs().compareTo(ROUNDING) <= 0)
                    .orElse(true));
  }

  /** In a container whose first process collects nobody, the dead stay in the process table. */
  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path file(Home home, String service) {
    return home.run(service + ".env");
  }
}
