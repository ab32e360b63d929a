package io.shoplake.ingest;

import io.shoplake.ingest.MessageKeys.KeyOfValue;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.TopicNames;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the messages of a command go: to Kafka, or nowhere in a dry run. */
final class Destination {

  @Mixin private BrokerOptions brokers;

  @Option(names = "--dry-run", description = "Read and count everything, send nothing.")
  private boolean dryRun;

  boolean isDryRun() {
    return dryRun;
  }

  /** A sink into {@code topics}, all of which must exist on the brokers. */
  MessageSink sink(Collection<String> topics, KafkaSink.RefusalListener listener) {
    return dryRun ? MessageSink.NOWHERE : brokers.sink(topics, listener);
  }

  /** Which real topics carry the logical ones. */
  TopicNames topicNames() {
    return brokers.topicNames();
  }

  /** How messages to {@code topic}, a logical or a real one, are keyed. */
  KeyOfValue keys(String topic) {
    return MessageKeys.of(topicNames().topic(topic).map(Topic::name).orElse(topic));
  }

  /** A reader of {@code topics}, all of which must exist, that is known to Kafka by a name. */
  Consumer<byte[], byte[]> consumer(Collection<String> topics, String group) {
    return brokers.consumer(topics, group);
  }

  /** What tells {@code topics}, all of which exist, from those of the same names elsewhere. */
  String identityOf(Collection<String> topics) {
    return brokers.identityOf(topics);
  }
}
