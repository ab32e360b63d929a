package io.shoplake.lake;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where Kafka is. */
public final class KafkaOptions {

  private static final int TIMEOUT_MILLIS = 8_000;

  @Option(
      names = "--brokers",
      paramLabel = "HOST:PORT,…",
      defaultValue = "${env:SHOPLAKE_BROKERS}",
      description = "Kafka brokers (SHOPLAKE_BROKERS).")
  String brokers;

  @Option(
      names = "--kafka",
      paramLabel = "NAME=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "Any Kafka client setting, such as security.protocol=SASL_SSL.")
  Map<String, String> settings = new TreeMap<>();

  /** Client settings, with the brokers. */
  public Map<String, String> settings() {
    if (brokers == null || brokers.isBlank()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No Kafka is named: give --brokers or set SHOPLAKE_BROKERS, for example to"
              + " 127.0.0.1:9092.");
    }
    Map<String, String> all = new TreeMap<>(settings);
    all.put("bootstrap.servers", brokers);
    return all;
  }

  /**
   * The topics that exist.
   *
   * @throws UserMistake if Kafka does not answer within seconds
   */
  public Set<String> topics() {
    Map<String, Object> client = new TreeMap<>(settings());
    client.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    client.put("request.timeout.ms", TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "Kafka at %s does not answer; start it, or set --brokers.".formatted(brokers),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Kafka for its topics", e);
    }
  }
}
