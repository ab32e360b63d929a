package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.services.Services;
import java.io.Console;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes the data of the services. */
@Command(
    name = "wipe",
    description = "Deletes the data, logs, ports and passwords of the services in a home.")
public final class Wipe implements Callable<Integer> {

  @Mixin private HomeOptions options;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--stop", description = "Stop the services first if they run.")
  private boolean stop;

  @Option(names = "--dry-run", description = "Only say what would be deleted.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Home home = options.home();
    if (!Files.isDirectory(home.folder().resolve("data"))) {
      System.err.printf("There is nothing to delete in %s.%n", home.folder());
      return ExitCode.OK.number();
    }
    Services services = new Services(options.installation(), home);
    String what =
        "%s of data and logs in %s".formatted(ShowStatus.megabytes(services.size()), home.folder());
    if (dryRun) {
      System.err.printf("Would delete %s.%n", what);
      return ExitCode.OK.number();
    }
    if (services.isAnyRunning() && !stop) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The services are running; stop them with './shoplake down', or add --stop.");
    }
    if (!yes && !isAgreedTo(what)) {
      System.err.println("Nothing was deleted.");
      return ExitCode.CONFIGURATION.number();
    }
    services.stop();
    services.wipe();
    System.err.printf("Deleted %s.%n", what);
    return ExitCode.OK.number();
  }

  private static boolean isAgreedTo(String what) {
    Console console = System.console();
    if (console == null) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "Nobody can be asked here whether to delete %s; add --yes.".formatted(what));
    }
    return "yes".equals(console.readLine("Delete %s? Type yes: ", what));
  }
}
