package io.shoplake.collector;

import io.shoplake.cli.Cli;
import io.shoplake.cli.ExitCode;
import io.shoplake.ingest.BrokerOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes events over HTTP until it is stopped. */
@Command(
    name = "shoplake collect",
    description = {
      "Takes events over HTTP and sends each to Kafka byte for byte: POST /v1/events.",
      "PostHog's clients can post here unchanged. An event is answered with 202 once it is on all"
          + " replicas. The API keys stand in SHOPLAKE_COLLECT_API_KEYS or in the file that"
          + " SHOPLAKE_COLLECT_API_KEYS_FILE names. It runs until it is stopped."
    })
public final class Collect implements Callable<Integer> {

  private final Map<String, String> environment;

  @Mixin private BrokerOptions brokers;
  @Mixin private CollectorOptions options;
  @Spec private CommandSpec spec;

  Collect(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String[] arguments) {
    System.exit(Cli.run(new Collect(System.getenv()), arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Collector collector = start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(collector), "drain"));
    spec.commandLine()
        .getOut()
        .println("Taking events at %s/v1/events; Ctrl-C stops it.".formatted(collector.address()));
    collector.join();
    return ExitCode.STOPPED.number();
  }

  /** The collector that the arguments describe. */
  Collector start() {
    return Collector.start(options, brokers, environment);
  }

  // A clean end leaves the exit code to the JVM, which is 143 after SIGTERM.
  private static void drain(Collector collector) {
    try {
      collector.close();
    } catch (RuntimeException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(ExitCode.UNEXPECTED.number());
    }
  }
}
