package io.shoplake.lake;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.SettingsFile;
import io.shoplake.cli.UserMistake;
import io.shoplake.parsing.Shops;
import io.shoplake.parsing.TopicNames;
import io.shoplake.parsing.TopicOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where Kafka is, and what its topics are called. */
public final class KafkaOptions {

  private static final int TIMEOUT_MILLIS = 8_000;
  private static final Pattern SECRET = Pattern.compile("jaas|password|secret|key$");

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
      description =
          "Any Kafka client setting without a secret, such as security.protocol=SASL_SSL.")
  Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      defaultValue = "${env:SHOPLAKE_KAFKA_CONFIG}",
      description = "A properties file of Kafka client settings (SHOPLAKE_KAFKA_CONFIG).")
  Path file;

  @Mixin TopicOptions names = new TopicOptions();

  private Shops shops;

  /** The same, with the names of topics in the file of {@code shops}. */
  public KafkaOptions with(Shops shops) {
    this.shops = shops;
    return this;
  }

  /** Which real topics carry the logical ones. */
  public TopicNames topicNames() {
    return names.names(shops == null ? Shops.of(System.getenv()) : shops);
  }

  /** Client settings, with the brokers. */
  public Map<String, String> settings() {
    if (brokers == null || brokers.isBlank()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No Kafka is named: give --brokers or set SHOPLAKE_BROKERS, for example to"
              + " 127.0.0.1:9092.");
    }
    settings.keySet().forEach(KafkaOptions::refuseSecret);
    Map<String, String> all = SettingsFile.read(file);
    all.putAll(settings);
    all.put("bootstrap.servers", brokers);
    return all;
  }

  // Arguments show in the list of processes.
  private static void refuseSecret(String name) {
    if (SECRET.matcher(name).find()) {
      throw new UserMistake(
          ExitCode.USAGE,
          "%s is a secret, which does not belong on the command line; put it into a file and name that with --kafka-config."
              .formatted(name));
    }
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
