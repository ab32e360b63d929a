package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.TopicNames;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates and lists the topics of the catalogue. */
@Command(
    name = "topics",
    description = "Creates and lists the topics.",
    subcommands = {Topics.Create.class, Topics.ListTopics.class})
final class Topics {

  private Topics() {}

  @Command(
      name = "create",
      description = {
        "Creates every topic of the catalogue that is missing.",
        "Safe to repeat: a topic that exists is left as it is, and what differs is printed."
      })
  static final class Create implements Callable<Integer> {

    @Mixin private BrokerOptions brokers;
    @Spec private CommandSpec spec;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        defaultValue = "2",
        description = "Partitions of a new topic.")
    private int partitions;

    @Option(
        names = "--replicas",
        paramLabel = "N",
        description = "Copies of a new topic (default: what the broker is set to).")
    private Short replicas;

    @Option(names = "--dry-run", description = "Say what is missing, create nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (Admin admin = brokers.admin()) {
        Set<String> present = brokers.await(admin.listTopics().names());
        for (String topic : real(brokers)) {
          if (present.contains(topic)) {
            List<String> differences = differences(admin, topic);
            out.println(
                differences.isEmpty()
                    ? "%s exists".formatted(topic)
                    : "%s exists and differs: %s".formatted(topic, String.join("; ", differences)));
          } else if (dryRun) {
            out.println("%s is missing".formatted(topic));
          } else {
            create(admin, topic);
            out.println("%s created with %d partitions".formatted(topic, partitions));
          }
        }
      }
      return ExitCode.OK.number();
    }

    private void create(Admin admin, String topic) {
      NewTopic wanted =
          new NewTopic(topic, Optional.of(partitions), Optional.ofNullable(replicas))
              .configs(
                  Map.of(
                      TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                      String.valueOf(Topic.MAX_MESSAGE_BYTES)));
      try {
        brokers.await(admin.createTopics(List.of(wanted)).all());
      } catch (UserMistake e) {
        // Somebody else was faster, which is as good.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }

    private List<String> differences(Admin admin, String topic) {
      List<String> differences = new ArrayList<>();
      int found = describe(admin, brokers, List.of(topic)).get(topic).partitions().size();
      if (found != partitions) {
        differences.add("%d partitions, not %d".formatted(found, partitions));
      }
      long limit = messageLimit(admin, brokers, topic);
      if (limit < Topic.MAX_MESSAGE_BYTES) {
        differences.add(
            ("takes messages up to %d bytes only; set max.message.bytes=%d so that what is too"
                    + " large arrives and is rejected by name")
                .formatted(limit, Topic.MAX_MESSAGE_BYTES));
      }
      return differences;
    }
  }

  @Command(
      name = "list",
      description = "Lists the topics of the catalogue with their partitions and messages.")
  static final class ListTopics implements Callable<Integer> {

    @Mixin private BrokerOptions brokers;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (Admin admin = brokers.admin()) {
        Set<String> present = brokers.await(admin.listTopics().names());
        out.printf("%-16s %10s %12s  %s%n", "topic", "partitions", "messages", "what a message is");
        TopicNames names = brokers.topicNames();
        for (String topic : real(brokers)) {
          if (present.contains(topic)) {
            TopicDescription description = describe(admin, brokers, List.of(topic)).get(topic);
            out.printf(
                "%-16s %10d %12d  %s%n",
                topic,
                description.partitions().size(),
                messages(admin, description),
                names.byReal().get(topic).comment());
          } else {
            out.printf("%-16s %10s %12s  %s%n", topic, "-", "-", "not created yet");
          }
        }
      }
      return ExitCode.OK.number();
    }

    private long messages(Admin admin, TopicDescription topic) {
      List<TopicPartition> partitions =
          topic.partitions().stream()
              .map(partition -> new TopicPartition(topic.name(), partition.partition()))
              .toList();
      return sum(admin, partitions, OffsetSpec.latest())
          - sum(admin, partitions, OffsetSpec.earliest());
    }

    private long sum(Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
      return brokers
          .await(
              admin
                  .listOffsets(
                      partitions.stream()
                          .collect(Collectors.toMap(partition -> partition, partition -> which)))
                  .all())
          .values()
          .stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }

  /** The real topics of the catalogue, in its order. */
  private static List<String> real(BrokerOptions brokers) {
    TopicNames names = brokers.topicNames();
    return Catalog.TOPICS.stream().flatMap(topic -> names.real(topic).stream()).toList();
  }

  private static Map<String, TopicDescription> describe(
      Admin admin, BrokerOptions brokers, Collection<String> topics) {
    return brokers.await(admin.describeTopics(topics).allTopicNames());
  }

  private static long messageLimit(Admin admin, BrokerOptions brokers, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config = brokers.await(admin.describeConfigs(List.of(resource)).all()).get(resource);
    return Long.parseLong(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
  }
}
