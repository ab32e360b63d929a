package io.shoplake.collector;

import io.shoplake.ingest.BrokerOptions;
import io.shoplake.ingest.KafkaSink;
import io.shoplake.ingest.MessageKeys;
import io.shoplake.ingest.MessageKeys.KeyOfValue;
import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages to Kafka and says of each how it went. */
final class Outbox implements AutoCloseable {

  /** What became of a message. */
  enum Fate {
    /** It is on all replicas. */
    STORED,
    /** The broker will never take it, as it is too large. */
    TOO_LARGE,
    /** The broker will never take it, for another reason. */
    INVALID,
    /** It may or may not have arrived; sending it again does no harm. */
    UNCERTAIN
  }

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final List<Topic> TOPICS = List.of(Topics.SHOP_EVENTS, Topics.POSTHOG_EVENTS);
  private static final int LINGER_MILLIS = 5;
  private static final int BUFFER_FULL_MILLIS = 500;
  private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(BUFFER_FULL_MILLIS / 2);
  private static final long CLOSED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int PROBE_MILLIS = 2_000;
  private static final long PROBE_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SECONDS_BETWEEN_WARNINGS = 10;

  private final Producer<byte[], byte[]> producer;
  private final Admin admin;
  private final Map<Topic, String> realTopics;
  private final Map<String, KeyOfValue> keys;
  private final Map<Topic, AtomicLong> closedUntil;
  private final AtomicBoolean isProbing = new AtomicBoolean();
  private volatile long probedAt;
  private volatile boolean wasReachable;
  private volatile long warnedAt = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  private Outbox(Producer<byte[], byte[]> producer, Admin admin, Map<Topic, String> realTopics) {
    this.producer = producer;
    this.admin = admin;
    this.realTopics = realTopics;
    this.keys =
        TOPICS.stream().collect(Collectors.toMap(Topic::name, t -> MessageKeys.of(t.name())));
    this.closedUntil =
        TOPICS.stream().collect(Collectors.toMap(t -> t, t -> new AtomicLong(System.nanoTime())));
    this.probedAt = System.nanoTime() - PROBE_AGE_NANOS;
  }

  /** Opens the way to the brokers; each message is given up after {@code timeout}. */
  static Outbox open(BrokerOptions brokers, Duration timeout) {
    int millis = (int) timeout.toMillis();
    Map<String, Object> patience =
        Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "shoplake-collector",
            ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2 - LINGER_MILLIS),
            ProducerConfig.MAX_BLOCK_MS_CONFIG, BUFFER_FULL_MILLIS);
    TopicNames names = brokers.topicNames();
    Map<Topic, String> real =
        TOPICS.stream().collect(Collectors.toMap(topic -> topic, t -> names.target(t.name())));
    Producer<byte[], byte[]> producer = brokers.producer(real.values(), patience);
    // Fetched now, as the first request would otherwise have to wait for it.
    real.values().forEach(topic -> awaitMetadata(producer, topic));
    return new Outbox(producer, brokers.admin(), real);
  }

  private static void awaitMetadata(Producer<byte[], byte[]> producer, String topic) {
    try {
      producer.partitionsFor(topic);
    } catch (KafkaException e) {
      LOG.warn("The partitions of {} are not known yet: {}", topic, e.getMessage());
    }
  }

  /** Sends {@code value} with the key that {@code replay} would give it; never fails. */
  CompletableFuture<Fate> send(Topic topic, byte[] value) {
    CompletableFuture<Fate> fate = new CompletableFuture<>();
    long began = System.nanoTime();
    if (closedUntil.get(topic).get() - began > 0) {
      fate.complete(Fate.UNCERTAIN);
      return fate;
    }
    byte[] key = keys.get(topic.name()).of(value);
    try {
      producer.send(
          new ProducerRecord<>(realTopics.get(topic), key, value),
          (metadata, exception) -> fate.complete(fateOf(exception)));
    } catch (KafkaException | IllegalStateException e) {
      fate.complete(fateOf(e));
    }
    long now = System.nanoTime();
    if (fate.isDone() && now - began >= HELD_NANOS) {
      // Each further message would hold its thread as long, while the buffer is full or the topic
      // is missing; the client tells neither by an exception.
      closedUntil.get(topic).set(now + CLOSED_NANOS);
    }
    return fate;
  }

  private Fate fateOf(Exception exception) {
    if (exception == null) {
      return Fate.STORED;
    }
    if (KafkaSink.isRefusedForGood(exception)) {
      return exception instanceof RecordTooLargeException ? Fate.TOO_LARGE : Fate.INVALID;
    }
    long now = System.nanoTime();
    if (now - warnedAt > TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN_WARNINGS)) {
      warnedAt = now;
      LOG.warn("Kafka does not take messages: {}", exception.getMessage());
    }
    return Fate.UNCERTAIN;
  }

  /** Whether the brokers answer; asked at most once a second, however often this is called. */
  boolean isReachable() {
    boolean isOld = System.nanoTime() - probedAt >= PROBE_AGE_NANOS;
    if (isOld && isProbing.compareAndSet(false, true)) {
      try {
        wasReachable = probe();
        probedAt = System.nanoTime();
      } finally {
        isProbing.set(false);
      }
    }
    return wasReachable;
  }

  private boolean probe() {
    try {
      DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(PROBE_MILLIS);
      return !admin.describeCluster(options).nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close(Duration.ZERO);
  }
}
