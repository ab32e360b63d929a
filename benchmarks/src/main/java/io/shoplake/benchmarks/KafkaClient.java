package io.shoplake.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.shoplake.ingest.BrokerOptions;
import io.shoplake.layout.Topic;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka client with the collector's settings, without anything around it. */
final class KafkaClient implements AutoCloseable {

  private static final int DIFFERENT = 10_000;
  private static final int BATCHES_UNDER_WAY = 16;

  /**
   * What was seen.
   *
   * @param cpuSeconds of this JVM
   */
  record Seen(long events, double seconds, double cpuSeconds) {}

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int batch;
  private final List<byte[]> events;

  KafkaClient(BrokerOptions brokers, Topic topic, int batch, long seed) {
    this.producer =
        brokers.producer(List.of(topic.name()), Map.of(ProducerConfig.LINGER_MS_CONFIG, 5));
    this.topic = topic.name();
    this.batch = batch;
    Random dice = new Random(seed);
    this.events =
        IntStream.range(0, DIFFERENT)
            .mapToObj(i -> Batches.event(i, dice).getBytes(UTF_8))
            .toList();
  }

  /** Sends for {@code seconds}, with as many events under way as the collector's clients have. */
  Seen run(double seconds) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    Semaphore free = new Semaphore(BATCHES_UNDER_WAY * batch);
    long sent = 0;
    while (System.nanoTime() - began < seconds * 1e9) {
      free.acquireUninterruptibly();
      int number = (int) (sent++ % DIFFERENT);
      byte[] key = ("a-" + number).getBytes(UTF_8);
      producer.send(
          new ProducerRecord<>(topic, key, events.get(number)),
          (metadata, failure) -> free.release());
    }
    producer.flush();
    return new Seen(
        sent, (System.nanoTime() - began) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
  }

  @Override
  public void close() {
    producer.close();
  }
}
