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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The embedded services of one home: started side by side, as processes that outlive us. */
public final class Services {

  private static final List<Service> ALL = List.of(new Kafka(), new S3(), new Postgres());
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 40;

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
          List<Callable<Void>> starts = new ArrayList<>();
          for (Service service : named(names)) {
            Optional<Running> running = Running.alive(home, service.name());
            if (running.isPresent()) {
              starts.add(
                  () -> {
                    awaitRunning(service, running.get());
                    return null;
                  });
            } else {
              int port =
                  Ports.choose(
                      service,
                      ports.getOrDefault(service.name(), 0),
                      site.lastPort(service.name()));
              site.rememberPort(service.name(), port);
              starts.add(
                  () -> {
                    start(service, port);
                    return null;
                  });
            }
          }
          starts.add(
              () -> {
                new SparkHome(installation).prepare();
                return null;
              });
          try {
            sideBySide(starts);
          } finally {
            site.keep();
            writeSettings();
          }
          return EnvironmentFile.read(home.servicesFile());
        });
  }

  /** Stops all that runs: politely, then for good. Gives the names of what was stopped. */
  public List<String> stop() {
    if (!Files.isDirectory(home.folder())) {
      return List.of();
    }
    return locked(
        () -> {
          List<String> stopped = new ArrayList<>();
          List<Callable<Void>> stops = new ArrayList<>();
          for (Service service : ALL) {
            Optional<Running> running = Running.alive(home, service.name());
            running.ifPresent(
                process -> {
                  stopped.add(service.name());
                  stops.add(
                      () -> {
                        stop(service, process);
                        return null;
                      });
                });
            if (running.isEmpty()) {
              Running.recorded(home, service.name()).ifPresent(stale -> stale.forget(home));
            }
          }
          sideBySide(stops);
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

  private void start(Service service, int port) throws IOException, InterruptedException {
    Progress progress = Progress.of("Starting " + service.title());
    List<String> words = service.prepare(site, port);
    // Written before the process is there: whatever happens then, its secrets are not lost.
    site.keep();
    Process process = spawn(service, words);
    Running running = Running.of(service.name(), process.toHandle(), port);
    running.write(home);
    while (!service.answers(site, port)) {
      if (!process.isAlive()) {
        running.forget(home);
        throw ServiceFailure.of(service, "ended while starting", home.log(service.name()));
      }
      await(service, progress);
    }
    service.finish(site, port);
    System.err.printf(
        "Started %s on 127.0.0.1:%d (%s)%n",
        service.title(), port, Progress.seconds(progress.elapsed()));
  }

  /** Another {@code up} may have been interrupted before its service answered. */
  private void awaitRunning(Service service, Running running) throws InterruptedException {
    Progress progress = Progress.of("Waiting for " + service.title());
    while (!service.answers(site, running.port())) {
      if (!running.isAlive()) {
        throw ServiceFailure.of(service, "ended while starting", home.log(service.name()));
      }
      await(service, progress);
    }
    service.finish(site, running.port());
    System.err.printf("Already running: %s on 127.0.0.1:%d%n", service.title(), running.port());
  }

  private void await(Service service, Progress progress) throws InterruptedException {
    if (progress.elapsed().compareTo(START_PATIENCE) > 0) {
      throw ServiceFailure.of(
          service,
          "does not answer after %d s ('./shoplake down' ends it)"
              .formatted(START_PATIENCE.toSeconds()),
          home.log(service.name()));
    }
    progress.at("");
    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
  }

  /** A session of its own, so that closing the terminal does not end the service. */
  private Process spawn(Service service, List<String> words) throws IOException {
    Path log = home.log(service.name());
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> detached = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      detached.add("/usr/bin/setsid");
    }
    detached.addAll(words);
    ProcessBuilder process =
        new ProcessBuilder(detached)
            .directory(home.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log.toFile());
    process.environment().keySet().removeIf(name -> name.startsWith("SHOPLAKE_"));
    return process.start();
  }

  private void stop(Service service, Running running) throws IOException, InterruptedException {
    Progress progress = Progress.of("Stopping " + service.title());
    signal(running, service.stopSignal());
    while (running.isAlive()) {
      if (progress.elapsed().compareTo(STOP_PATIENCE) > 0) {
        running.process().ifPresent(ProcessHandle::destroyForcibly);
      }
      progress.at("");
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    running.forget(home);
    System.err.printf("Stopped %s (%s)%n", service.title(), Progress.seconds(progress.elapsed()));
  }

  private static void signal(Running running, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", signal, String.valueOf(running.pid()))
        .redirectErrorStream(true)
        .start()
        .waitFor();
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

  /** Runs all to their end, then throws the first failure. */
  private static void sideBySide(List<Callable<Void>> tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, tasks.size()));
    try {
      RuntimeException failure = null;
      for (Future<Void> result : threads.invokeAll(tasks)) {
        try {
          result.get();
        } catch (ExecutionException e) {
          RuntimeException thrown =
              e.getCause() instanceof RuntimeException unchecked
                  ? unchecked
                  : new IllegalStateException(e.getCause());
          if (failure == null) {
            failure = thrown;
          } else {
            failure.addSuppressed(thrown);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
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
