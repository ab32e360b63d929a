package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.SettingsFile;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.Shops;
import io.shoplake.parsing.TopicNames;
import io.shoplake.parsing.TopicOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to. */
public final class BrokerOptions {

  private static final int PATIENCE_MILLIS = 8_000;

  @Option(
      names = "--brokers",
      paramLabel = "HOST:PORT,…",
      defaultValue = "${env:SHOPLAKE_BROKERS:-}",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "Kafka brokers to connect to first (default: the environment's SHOPLAKE_BROKERS).")
  private String brokers = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      defaultValue = "${env:SHOPLAKE_KAFKA_CONFIG}",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "A properties file of Kafka client settings, such as security.protocol (default: the"
              + " environment's SHOPLAKE_KAFKA_CONFIG).")
  private Path config;

  @Mixin private TopicOptions names = new TopicOptions();

  /** Which real topics carry the logical ones. */
  public TopicNames topicNames() {
    return topicNames(Shops.of(System.getenv()));
  }

  /** The same with the shop file of {@code shops}. */
  TopicNames topicNames(Shops shops) {
    return names.names(shops);
  }

  /** The addresses; a mistake of the operator when there are none. */
  public String addresses() {
    if (brokers.isBlank()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No Kafka broker is named; start the embedded one with './shoplake up', or give"
              + " --brokers HOST:PORT or SHOPLAKE_BROKERS.");
    }
    return brokers;
  }

  /** A connection for managing topics that gives up within seconds. */
  public Admin admin() {
    Map<String, Object> settings = new TreeMap<>(SettingsFile.read(config));
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, addresses());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    try {
      return Admin.create(settings);
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /** What {@code answer} holds, or a {@link UserMistake} when the brokers do not answer. */
  public <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Kafka", e);
    }
  }

  /** A sink into the real topics of {@code topics}, all of which must exist. */
  public KafkaSink sink(Collection<String> topics, KafkaSink.RefusalListener listener) {
    TopicNames names = topicNames();
    requireTopics(topics.stream().map(names::target).toList());
    return KafkaSink.open(addresses(), SettingsFile.read(config), names, listener);
  }

  /** A consumer of its own group that reads from where it is told to. */
  Consumer<byte[], byte[]> consumer() {
    return consumer(reading());
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> reading() {
    Map<String, Object> settings = new TreeMap<>(SettingsFile.read(config));
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, addresses());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topic.MAX_MESSAGE_BYTES);
    return settings;
  }

  /**
   * What tells {@code topics}, all of which exist, from those of the same names elsewhere, or from
   * those that were there before they were deleted.
   */
  String identityOf(Collection<String> topics) {
    TopicNames names = topicNames();
    List<String> real = topics.stream().map(names::target).toList();
    try (Admin admin = admin()) {
      Map<String, TopicDescription> found = await(admin.describeTopics(real).allTopicNames());
      return real.stream()
          .map(topic -> topic + "=" + found.get(topic).topicId())
          .sorted()
          .collect(Collectors.joining(" ", await(admin.describeCluster().clusterId()) + " ", ""));
    }
  }

  /**
   * A producer into {@code topics}, all of which must exist, for a program that must know of each
   * message whether it arrived.
   *
   * @param patience settings of how long to wait and how much to gather
   */
  public Producer<byte[], byte[]> producer(
      Collection<String> topics, Map<String, Object> patience) {
    requireTopics(topics);
    return KafkaSink.producer(addresses(), SettingsFile.read(config), patience);
  }

  /**
   * A reader of {@code topics}, all of which must exist, that reads only what was committed.
   *
   * @param group under which Kafka keeps how far it says it is
   */
  Consumer<byte[], byte[]> consumer(Collection<String> topics, String group) {
    requireTopics(topics);
    Map<String, Object> settings = reading();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return consumer(settings);
  }

  /** Those of {@code topics} that exist. */
  Set<String> existing(Collection<String> topics) {
    try (Admin admin = admin()) {
      Set<String> existing = new TreeSet<>(topics);
      existing.retainAll(await(admin.listTopics().names()));
      return existing;
    }
  }

  private void requireTopics(Collection<String> topics) {
    TreeSet<String> missing = new TreeSet<>(topics);
    missing.removeAll(existing(topics));
    if (!missing.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no topic %s on %s; create the topics with './shoplake topics create'."
              .formatted(
                  missing.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                  brokers));
    }
  }

  private UserMistake unreachable(Throwable cause) {
    return new UserMistake(
        ExitCode.UNREACHABLE,
        "Kafka at '%s' cannot be reached (%s); start it with './shoplake up' or correct --brokers."
            .formatted(brokers, reason(cause)),
        cause);
  }

  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
