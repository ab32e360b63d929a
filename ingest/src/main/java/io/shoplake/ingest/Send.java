package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.ParsingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one message to try the flow with. */
@Command(
    name = "send",
    description = {
      "Checks one message, sends it, and says where it landed.",
      "Without JSON it is a page_view of a visitor that never was before."
    })
final class Send implements Callable<Integer> {

  /** Less than a person waits. */
  private static final Map<String, Object> PATIENCE =
      Map.of(
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000,
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000,
          ProducerConfig.MAX_BLOCK_MS_CONFIG, 8_000L,
          ProducerConfig.LINGER_MS_CONFIG, 0);

  @Mixin private BrokerOptions brokers;
  @Mixin private ParsingOptions parsing;
  @Spec private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "shop.events",
      description = "The topic to send to.")
  private String topicName;

  @Option(names = "--unchecked", description = "Send it even if it will be rejected.")
  private boolean unchecked;

  @Option(names = "--dry-run", description = "Check it, send nothing.")
  private boolean dryRun;

  @Parameters(
      arity = "0..1",
      paramLabel = "JSON",
      description = "The message; - reads it from standard input.")
  private String json;

  @Override
  public Integer call() throws IOException {
    Kinds kinds = Kinds.of(parsing, brokers::topicNames);
    Topic topic = kinds.topic(topicName);
    byte[] value = value(topic);
    PrintWriter err = spec.commandLine().getErr();
    Parsed<?> parsed =
        kinds.parsers().of(topic).map(parser -> parser.parse(value, Instant.now())).orElse(null);
    if (parsed instanceof Rejected<?> reject) {
      err.println("It will be rejected: %s: %s".formatted(reject.reason(), reject.detail()));
      if (!unchecked) {
        err.println("Nothing was sent; --unchecked sends it all the same.");
        return ExitCode.DATA.number();
      }
    }
    String real = kinds.names().target(topicName);
    PrintWriter out = spec.commandLine().getOut();
    if (dryRun) {
      out.println("Would send %,d bytes to %s.".formatted(value.length, real));
    } else {
      RecordMetadata place = send(real, MessageKeys.of(topic.name()).of(value), value);
      out.println(
          "Sent to %s, partition %d, offset %d."
              .formatted(place.topic(), place.partition(), place.offset()));
    }
    return ExitCode.OK.number();
  }

  private byte[] value(Topic topic) throws IOException {
    if (json == null && !topic.equals(Topics.SHOP_EVENTS)) {
      throw new UserMistake(
          ExitCode.USAGE,
          "Say what to send to %s: JSON as the argument, or - and JSON on standard input."
              .formatted(topicName));
    }
    if ("-".equals(json)) {
      return System.in.readAllBytes();
    }
    return (json == null ? pageView() : json).getBytes(UTF_8);
  }

  private static String pageView() {
    return """
        {"event_id": "%s", "event_type": "page_view", "event_time": "%s", \
        "anonymous_id": "test-%s", "platform": "web", \
        "page": {"url": "https://shop.example/", "title": "Home"}, \
        "properties": {"source": "shoplake send"}}"""
        .formatted(
            UUID.randomUUID(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            UUID.randomUUID().toString().substring(0, 8));
  }

  private RecordMetadata send(String real, byte[] key, byte[] value) {
    try (Producer<byte[], byte[]> producer = brokers.producer(List.of(real), PATIENCE)) {
      return producer.send(new ProducerRecord<>(real, key, value)).get();
    } catch (ExecutionException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "Kafka did not take the message (%s); look at the broker and send it again."
              .formatted(e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sending", e);
    }
  }
}
