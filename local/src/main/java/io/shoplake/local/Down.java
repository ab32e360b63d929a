package io.shoplake.local;

import io.shoplake.local.services.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the services. */
@Command(name = "down", description = "Stops the services; their data stays for the next 'up'.")
public final class Down implements Callable<Integer> {

  @Mixin private HomeOptions options;

  @Override
  public Integer call() {
    if (new Services(options.installation(), options.home()).stop().isEmpty()) {
      System.err.println("No service was running.");
    }
    return 0;
  }
}
