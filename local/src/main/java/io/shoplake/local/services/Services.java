package io.shoplake.local.services;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.EnvironmentFile;
import io.shoplake.local.Home;
import io.shoplake.local.Installation;
import io.shoplake.local.SparkHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The embedded services of one home: started side by side, as processes that outlive us. */
public final class Services {

  private static final List<Service> ALL = List.of(new Kafka(), new S3(), new Postgres());

  private final Installation installation;
  private final Home home;
  private final Site site;

  public Services(Installation installation, Home home) {
    this.installation = installation;
    this.home = home;
    this.site = new Site(installation, home);
  }

  /** What a service is doing, for people. */
  public record Status(
      String name,
      String state,
      boolean isRunning,
      long pid,
      int port,
      Optional<Duration> uptime,
      long bytes,
      Path log) {}

  public static List<String> names() {
    return ALL.stream().map(Service::name).toList();
  }

  /**
   * Starts the named services that do not run yet, waits until they answer and writes the endpoints
   * of all that run; gives these as settings.
   *
   * @param ports wanted ports by service; a service without one keeps its last port or takes a free
   *     one
   */
  public Map<String, String> start(List<String> names, Map<String, Integer> ports) {
    home.prepare();
    home.requireSpace();
    return locked(
        () -> {
          Progress progress = Progress.of("Starting");
          Map<String, Callable<Void>> starts = new LinkedHashMap<>();
          for (Service service : named(names)) {
            starts.put(
                service.title(), start(service, ports.getOrDefault(service.name(), 0), progress));
          }
          starts.put("Spark home", this::prepareSpark);
          try {
            SideBySide.run(starts, progress);
          } finally {
            site.keep();
            writeSettings();
          }
          return EnvironmentFile.read(home.servicesFile());
        });
  }

  private Callable<Void> start(Service service, int wantedPort, Progress progress) {
    ServiceProcess process = new ServiceProcess(service, site, progress);
    Optional<Running> running = Running.alive(home, service.name());
    if (running.isPresent()) {
      return () -> {
        process.join(running.get());
        return null;
      };
    }
    int port = Ports.choose(service, wantedPort, site.lastPort(service.name()));
    site.rememberPort(service.name(), port);
    return () -> {
      process.start(port);
      return null;
    };
  }

  private Void prepareSpark() {
    new SparkHome(installation).prepare();
    return null;
  }

  /** Stops all that runs: politely, then for good. Gives the names of what was stopped. */
  public List<String> stop() {
    if (!Files.isDirectory(home.folder())) {
      return List.of();
    }
    return locked(
        () -> {
          Progress progress = Progress.of("Stopping");
          List<String> stopped = new ArrayList<>();
          Map<String, Callable<Void>> stops = new LinkedHashMap<>();
          for (Service service : ALL) {
            Optional<Running> running = Running.alive(home, service.name());
            if (running.isPresent()) {
              stopped.add(service.name());
              stops.put(
                  service.title(),
                  () -> {
                    new ServiceProcess(service, site, progress).stop(running.get());
                    return null;
                  });
            } else {
              Running.recorded(home, service.name()).ifPresent(stale -> stale.forget(home));
            }
          }
          SideBySide.run(stops, progress);
          writeSettings();
          return stopped;
        });
  }

  /** What every service is doing. */
  public List<Status> status() {
    return ALL.stream().map(this::status).toList();
  }

  /** Whether any service runs. */
  public boolean isAnyRunning() {
    return ALL.stream().anyMatch(service -> Running.alive(home, service.name()).isPresent());
  }

  /** Deletes data, logs, ports and secrets; the services must be down. */
  public void wipe() {
    locked(
        () -> {
          for (String name :
              List.of("data", "log", "run", "tmp", "services.env", "kept.env", "up.lock")) {
            Trees.delete(home.folder().resolve(name));
          }
          return null;
        });
  }

  /** Bytes that {@link #wipe} would free. */
  public long size() {
    return Trees.size(home.folder().resolve("data"))
        + Trees.size(home.folder().resolve("log"))
        + Trees.size(home.temporary());
  }

  private Status status(Service service) {
    Optional<Running> recorded = Running.recorded(home, service.name());
    Optional<Running> alive = recorded.filter(Running::isAlive);
    String state =
        alive.isPresent()
            ? (service.answers(site, alive.get().port()) ? "running" : "not answering")
            : recorded.isPresent() ? "died" : "stopped";
    return new Status(
        service.name(),
        state,
        state.equals("running"),
        alive.map(Running::pid).orElse(0L),
        alive.map(Running::port).orElse(0),
        alive.map(running -> Duration.between(running.startedAt(), Instant.now())),
        Trees.size(home.data(service.name())),
        home.log(service.name()));
  }

  private void writeSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Service service : ALL) {
      Running.alive(home, service.name())
          .ifPresent(running -> settings.putAll(service.settings(site, running.port())));
    }
    try {
      if (settings.isEmpty()) {
        Files.deleteIfExists(home.servicesFile());
      } else {
        EnvironmentFile.write(home.servicesFile(), settings);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Service> named(List<String> names) {
    for (String name : names) {
      if (!names().contains(name)) {
        throw new UserMistake(
            ExitCode.USAGE,
            "There is no service '%s'; there are %s.".formatted(name, String.join(", ", names())));
      }
    }
    return ALL.stream()
        .filter(service -> names.isEmpty() || names.contains(service.name()))
        .toList();
  }

  /** One start or stop at a time; the system itself gives the lock up when its holder dies. */
  private <T> T locked(Callable<T> work) {
    Path file = home.folder().resolve("up.lock");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new UserMistake(
            ExitCode.LEASE,
            "Another ./shoplake starts or stops the services of '%s' just now; wait until it is done."
                .formatted(home.folder()));
      }
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
