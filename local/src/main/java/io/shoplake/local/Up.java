package io.shoplake.local;

import io.shoplake.local.services.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts the services and prints their endpoints. */
@Command(
    name = "up",
    description =
        "Starts Kafka, an S3 server and PostgreSQL on this machine and prints their endpoints as"
            + " KEY=value lines. All other commands find them by themselves.")
public final class Up implements Callable<Integer> {

  @Mixin private HomeOptions options;

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..*",
      description = "kafka, s3 or postgres; all of them if none is named.")
  private List<String> names = List.of();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Port of Kafka (default: that of the last time, else a free one).")
  private int kafkaPort;

  @Option(
      names = "--s3-port",
      paramLabel = "PORT",
      description = "Port of the S3 server, likewise.")
  private int s3Port;

  @Option(
      names = "--postgres-port",
      paramLabel = "PORT",
      description = "Port of PostgreSQL, likewise.")
  private int postgresPort;

  @Override
  public Integer call() {
    Map<String, Integer> ports =
        new HashMap<>(Map.of("kafka", kafkaPort, "s3", s3Port, "postgres", postgresPort));
    Services services = new Services(options.installation(), options.home());
    System.out.print(EnvironmentFile.lines(services.start(names, ports)));
    return 0;
  }
}
