package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.local.services.Services;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the services are doing. */
@Command(
    name = "status",
    description = "Shows each service: state, process, port, uptime, size of its data, log.")
public final class ShowStatus implements Callable<Integer> {

  private static final String ROW = "%-9s %-14s %8s %6s %10s %9s  %s%n";

  @Mixin private HomeOptions options;

  @Override
  public Integer call() {
    List<Services.Status> all = new Services(options.installation(), options.home()).status();
    System.out.printf(ROW, "SERVICE", "STATE", "PID", "PORT", "UPTIME", "DATA", "LOG");
    for (Services.Status service : all) {
      System.out.printf(
          ROW,
          service.name(),
          service.state(),
          service.pid() == 0 ? "-" : service.pid(),
          service.port() == 0 ? "-" : service.port(),
          service.uptime().map(ShowStatus::rounded).orElse("-"),
          megabytes(service.bytes()),
          service.log());
    }
    return all.stream().allMatch(Services.Status::isRunning)
        ? ExitCode.OK.number()
        : ExitCode.CONFIGURATION.number();
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static String rounded(Duration duration) {
    if (duration.toDays() > 0) {
      return "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
    }
    return duration.toHours() > 0
        ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
        : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
