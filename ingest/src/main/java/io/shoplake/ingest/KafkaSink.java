package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.MarkedReject;
import io.shoplake.parsing.TopicNames;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends messages to Kafka, each exactly once per run and in order per key. */
public final class KafkaSink implements MessageSink {

  /** Told of every message that the broker does not take. */
  public interface RefusalListener {

    /** The message of {@code origin} was refused because of {@code cause}; the others go on. */
    void refused(Origin origin, Exception cause);
  }

  private static final int ENVELOPE_BYTES = 64 * 1024;

  private final Producer<byte[], byte[]> producer;
  private final TopicNames names;
  private final RefusalListener listener;
  private final String brokers;
  private volatile Exception failure;

  private KafkaSink(
      Producer<byte[], byte[]> producer,
      TopicNames names,
      RefusalListener listener,
      String brokers) {
    this.producer = producer;
    this.names = names;
    this.listener = listener;
    this.brokers = brokers;
  }

  /**
   * A sink into the Kafka at {@code brokers}.
   *
   * @param client settings of the client; what the guarantees rest on is not theirs to change
   * @param names the real topics of those that are sent to
   */
  static KafkaSink open(
      String brokers, Map<String, String> client, TopicNames names, RefusalListener listener) {
    return new KafkaSink(producer(brokers, client, Map.of()), names, listener, brokers);
  }

  /**
   * A producer into the Kafka at {@code brokers} that loses nothing it has confirmed.
   *
   * @param client settings of the client; what the guarantees rest on is not theirs to change
   * @param patience what else a program wants, such as how long to wait for the broker
   */
  static Producer<byte[], byte[]> producer(
      String brokers, Map<String, String> client, Map<String, Object> patience) {
    Map<String, Object> settings = new TreeMap<>(client);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "shoplake-ingest");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES + ENVELOPE_BYTES);
    // One message of the greatest size must fit beside the batches under way.
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Topic.MAX_MESSAGE_BYTES);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    settings.putAll(patience);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Whether Kafka refuses a message with {@code failure} however often it is sent. */
  public static boolean isRefusedForGood(Exception failure) {
    return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
  }

  @Override
  public void send(String topic, byte[] key, byte[] value, Origin origin) {
    send(new ProducerRecord<>(names.target(topic), key, value), origin);
  }

  @Override
  public void sendMarked(String topic, byte[] value, MarkedReject mark, Origin origin) {
    // Of one key, so that the bad lines of a file stay in their order.
    byte[] key = mark.file() == null ? null : mark.file().getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(names.target(topic), key, value);
    mark.headers().forEach(message.headers()::add);
    send(message, origin);
  }

  private void send(ProducerRecord<byte[], byte[]> message, Origin origin) {
    stopAfterFailure();
    try {
      producer.send(
          message,
          (metadata, exception) -> {
            if (exception != null) {
              settle(origin, exception);
            }
          });
    } catch (KafkaException e) {
      settle(origin, e);
    }
  }

  private void settle(Origin origin, Exception exception) {
    if (isRefusedForGood(exception)) {
      try {
        listener.refused(origin, exception);
      } catch (RuntimeException e) {
        // Kafka's own thread would only log it.
        failure = e;
      }
    } else if (failure == null) {
      failure = exception;
    }
  }

  @Override
  public void flush() {
    producer.flush();
    stopAfterFailure();
  }

  @Override
  public void close() {
    producer.flush();
    producer.close();
    stopAfterFailure();
  }

  private void stopAfterFailure() {
    if (failure != null) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "Kafka at '%s' stopped taking messages (%s); look at the broker and run this again."
              .formatted(brokers, failure.getMessage()),
          failure);
    }
  }
}
