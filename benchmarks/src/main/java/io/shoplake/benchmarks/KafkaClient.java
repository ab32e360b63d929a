package io.shoplake.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.ingest.BrokerOptions;
import io.shoplake.layout.Topic;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka client with the collector's settings, without anything around it. */
final class KafkaClient implements AutoCloseable {

  private static final int DIFFERENT = 10_000;

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

  /**
   * Sends for {@code seconds}, with as many batches under way as there are clients of the
   * collector.
   *
   * @param perSecond batches that are due in a second; 0 for as many as possible
   */
  Seen run(double perSecond, double seconds) {
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    Semaphore free = new Semaphore(Load.CONNECTIONS);
    long began = System.nanoTime();
    long end = began + (long) (seconds * 1e9);
    for (long number = 0; ; number++) {
      long due = perSecond == 0 ? System.nanoTime() : began + (long) (number * 1e9 / perSecond);
      if (due >= end) {
        break;
      }
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      free.acquireUninterruptibly();
      send(
          number * batch,
          () -> {
            millis.add((System.nanoTime() - due) / 1e6);
            free.release();
          });
    }
    producer.flush();
    return new Seen(0, (System.nanoTime() - began) / 1e9, Seen.sorted(millis), new double[0]);
  }

  private void send(long first, Runnable whenStored) {
    AtomicInteger left = new AtomicInteger(batch);
    for (long number = first; number < first + batch; number++) {
      int index = (int) (number % DIFFERENT);
      byte[] key = ("a-" + index).getBytes(UTF_8);
      producer.send(
          new ProducerRecord<>(topic, key, events.get(index)),
          (metadata, failure) -> {
            if (left.decrementAndGet() == 0) {
              whenStored.run();
            }
          });
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
