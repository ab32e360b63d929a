package io.shoplake.ingest.debezium;

import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.RowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The messages of topics in their order, from where the store says that reading stopped. */
public final class ChangeTopics {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final boolean isRemembered;
  private Map<TopicPartition, Long> ends = Map.of();

  /**
   * The messages of {@code topics}, all of which exist.
   *
   * @param isRemembered whether to tell Kafka, for those who watch, how far it is
   */
  public ChangeTopics(
      Consumer<byte[], byte[]> consumer, List<String> topics, boolean isRemembered) {
    this.consumer = consumer;
    this.isRemembered = isRemembered;
    this.partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
  }

  /** The name under which the store keeps how far the partition of {@code record} was read. */
  static String progressOf(ConsumerRecord<?, ?> record) {
    return progressOf(new TopicPartition(record.topic(), record.partition()));
  }

  private static String progressOf(TopicPartition partition) {
    return "offset " + partition;
  }

  /** Goes to where reading stopped; says if Kafka has deleted what was not read. */
  void begin(RowStore store, Delivery.Listener listener) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
    for (TopicPartition partition : partitions) {
      long first = firsts.get(partition);
      Optional<Long> reached = store.progress(progressOf(partition)).map(Long::valueOf);
      if (reached.filter(offset -> offset < first).isPresent()) {
        listener.bad(
            partition.toString(),
            "Kafka has deleted the messages %,d to %,d before they were read; let Debezium take a new snapshot"
                .formatted(reached.get(), first - 1));
      }
      consumer.seek(partition, Math.max(first, reached.orElse(first)));
    }
    ends = consumer.endOffsets(partitions);
  }

  /** The next messages, none if there are none at the moment. */
  List<ConsumerRecord<byte[], byte[]>> next() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    if (atEnd()) {
      ends = consumer.endOffsets(partitions);
    }
    consumer.poll(PATIENCE).forEach(records::add);
    return records;
  }

  /** Whether everything was read that was there when it was last looked. */
  boolean atEnd() {
    return partitions.stream()
        .allMatch(partition -> consumer.position(partition) >= ends.get(partition));
  }

  /** Tells Kafka how far it is. */
  void commit() {
    if (isRemembered) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      partitions.forEach(
          partition -> offsets.put(partition, new OffsetAndMetadata(consumer.position(partition))));
      consumer.commitSync(offsets);
    }
  }
}
