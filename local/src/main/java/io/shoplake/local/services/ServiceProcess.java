package io.shoplake.local.services;

import io.shoplake.cli.Progress;
import io.shoplake.local.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of one service: it outlives us, so it is found again by what is written down. */
final class ServiceProcess {

  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 40;
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Service service;
  private final Site site;
  private final Home home;
  private final Progress progress;

  ServiceProcess(Service service, Site site, Progress progress) {
    this.service = service;
    this.site = site;
    this.home = site.home();
    this.progress = progress;
  }

  /** Starts it and waits until it answers. */
  void start(int port) throws IOException, InterruptedException {
    List<String> words = service.prepare(site, port);
    // Written before the process is there: whatever happens then, its secrets are not lost.
    site.keep();
    Running running = Running.of(service.name(), spawn(words).toHandle(), port);
    running.write(home);
    awaitAnswer(running);
    progress.say(
        "Started %s on 127.0.0.1:%d (%s)"
            .formatted(service.title(), port, Progress.seconds(progress.elapsed())));
  }

  /** Waits until it answers, as an earlier start may have been interrupted before that. */
  void join(Running running) throws InterruptedException {
    awaitAnswer(running);
    progress.say("Already running: %s on 127.0.0.1:%d".formatted(service.title(), running.port()));
  }

  /** Stops it: politely first, then for good. */
  void stop(Running running) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", service.stopSignal(), String.valueOf(running.pid()))
        .redirectErrorStream(true)
        .start()
        .waitFor();
    while (running.isAlive()) {
      if (progress.elapsed().compareTo(STOP_PATIENCE) > 0) {
        running.process().ifPresent(ProcessHandle::destroyForcibly);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    running.forget(home);
    progress.say(
        "Stopped %s (%s)".formatted(service.title(), Progress.seconds(progress.elapsed())));
  }

  private void awaitAnswer(Running running) throws InterruptedException {
    while (!service.answers(site, running.port())) {
      if (!running.isAlive()) {
        running.forget(home);
        throw ServiceFailure.of(service, "ended while starting", home.log(service.name()));
      }
      if (progress.elapsed().compareTo(START_PATIENCE) > 0) {
        throw ServiceFailure.of(
            service,
            "does not answer after %d s ('./shoplake down' ends it)"
                .formatted(START_PATIENCE.toSeconds()),
            home.log(service.name()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    service.finish(site, running.port());
  }

  /** In a session of its own, so that closing the terminal does not end it. */
  private Process spawn(List<String> words) throws IOException {
    Path log = home.log(service.name());
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> detached = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      detached.add(SETSID.toString());
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
}
