package io.shoplake.local;

import io.shoplake.local.services.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
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
      showDefaultValue = Visibility.NEVER,
      description = "kafka, s3 or postgres; all of them if none is named.")
  private List<String> names = List.of();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Port of Kafka (default: that of the last time, else a free one).")
  private Integer kafkaPort;

  @Option(
      names = "--s3-port",
      paramLabel = "PORT",
      description = "Port of the S3 server, likewise.")
  private Integer s3Port;

  @Option(
      names = "--postgres-port",
      paramLabel = "PORT",
      description = "Port of PostgreSQL, likewise.")
  private Integer postgresPort;

  @Override
  public Integer call() {
    Map<String, Integer> ports = new HashMap<>();
    ports.put("kafka", kafkaPort);
    ports.put("s3", s3Port);
    ports.put("postgres", postgresPort);
    ports.values().removeIf(Objects::isNull);
    Services services = new Services(options.installation(), options.home());
    System.out.print(EnvironmentFile.lines(services.start(names, ports)));
    return 0;
  }
}
