package io.shoplake.ingest;

import io.shoplake.layout.Topic;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real Kafka broker in a JVM of its own. */
public final class Broker implements AutoCloseable {

  private static final Path MODULE = repository().resolve("local/kafka/target");

  private final Path folder;
  private final String address;
  private Process process;

  private Broker(Path folder, String address) {
    this.folder = folder;
    this.address = address;
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("shoplake"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Starts one that keeps its data in {@code folder} and waits until it answers. */
  public static Broker start(Path folder) throws Exception {
    int port = freePort();
    int controller = freePort();
    String listeners =
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller);
    Path file = folder.resolve("broker.properties");
    Files.writeString(
        file,
        """
        process.roles=broker,controller
        node.id=1
        listeners=%s
        advertised.listeners=%s
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.quorum.voters=1@127.0.0.1:%d
        log.dirs=%s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        log.cleaner.dedupe.buffer.size=2097152
        """
            .formatted(listeners, listeners, controller, folder.resolve("data")));
    Broker broker = new Broker(folder, "127.0.0.1:" + port);
    broker.start();
    return broker;
  }

  /** Starts it, again after {@link #kill} with the data it had, and waits until it answers. */
  public void start() throws Exception {
    Path file = folder.resolve("broker.properties");
    String classPath =
        Files.readString(MODULE.resolve("classpath.txt")).strip()
            + File.pathSeparator
            + MODULE.resolve("classes");
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx300m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    "io.shoplake.local.kafka.Broker",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    awaitAnswer();
  }

  /** Ends it as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** HOST:PORT. */
  public String address() {
    return address;
  }

  /** Everything that is in {@code topic} now, each partition in its order. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            address,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            Topic.MAX_MESSAGE_BYTES);
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(messages::add);
      }
    }
    return messages;
  }

  private void awaitAnswer() throws Exception {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            address,
            AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
            100L);
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get(60, TimeUnit.SECONDS);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
