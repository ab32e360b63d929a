package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.ingest.Broker;
import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real broker with the topics; as a parameter of a test, one for all of them. */
final class Kafka implements AutoCloseable, ExtensionContext.Store.CloseableResource {

  /** Gives every test that asks for it the same broker, and the same collector before it. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return Set.of(Kafka.class, Client.class).contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
      // What is kept first is closed last.
      Kafka kafka = store.getOrComputeIfAbsent(Kafka.class, type -> start(), Kafka.class);
      return parameter.getParameter().getType() == Kafka.class
          ? kafka
          : store.getOrComputeIfAbsent(Client.class, type -> Client.start(kafka), Client.class);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Broker broker;

  private Kafka(Path folder, Broker broker) {
    this.folder = folder;
    this.broker = broker;
  }

  static Kafka start() {
    try {
      Path folder = Files.createTempDirectory("collector-kafka");
      Kafka kafka = new Kafka(folder, Broker.start(folder));
      for (Topic topic : List.of(Topics.SHOP_EVENTS, Topics.POSTHOG_EVENTS)) {
        kafka.create(
            topic.name(), Map.of("max.message.bytes", String.valueOf(Topic.MAX_MESSAGE_BYTES)));
      }
      return kafka;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates a topic of two partitions. */
  void create(String topic, Map<String, String> settings) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      NewTopic wanted = new NewTopic(topic, Optional.of(2), Optional.empty());
      admin.createTopics(List.of(wanted.configs(settings))).all().get();
      // A broker says that a topic is made before it finds it itself.
      while (!admin.listTopics().names().get().contains(topic)) {
        Thread.onSpinWait();
      }
    }
  }

  /** Removes {@code topic} while others may know it still. */
  void delete(Topic topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      admin.deleteTopics(List.of(topic.name())).all().get();
    }
  }

  String address() {
    return broker.address();
  }

  /** The broker itself, to kill and start it. */
  Broker broker() {
    return broker;
  }

  /** Everything in {@code topic}. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    return broker.read(topic.name());
  }

  /** The messages of {@code topic} that hold {@code mark}, as text. */
  List<String> textsWith(Topic topic, String mark) {
    return read(topic).stream()
        .map(message -> new String(message.value(), UTF_8))
        .filter(text -> text.contains(mark))
        .toList();
  }

  /** The same, once they are {@code enough} or half a minute has passed. */
  List<String> textsUntil(Topic topic, String mark, Predicate<List<String>> enough) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> texts = textsWith(topic, mark);
    while (!enough.test(texts) && System.nanoTime() < end) {
      texts = textsWith(topic, mark);
    }
    return texts;
  }

  @Override
  public void close() throws Exception {
    broker.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
