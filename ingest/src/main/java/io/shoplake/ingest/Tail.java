package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.MarkedReject;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.ParsingOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows messages as they arrive. */
@Command(
    name = "tail",
    description = {
      "Shows messages as they arrive, each accepted or why not.",
      "They are read by the same code that the streams use; nothing is changed or remembered. Ids"
          + " that hold e-mail addresses are shown as their pseudonyms. A second copy of a message"
          + " is shown as accepted: the streams count it as a duplicate."
    })
final class Tail implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private BrokerOptions brokers;
  @Mixin private ParsingOptions parsing;
  @Spec private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      showDefaultValue = Visibility.NEVER,
      description = "Only this topic; may be given again (default: all).")
  private List<String> topics = new ArrayList<>();

  @Option(names = "--from-beginning", description = "Begin with the first message that is there.")
  private boolean fromBeginning;

  @Option(
      names = "--max",
      paramLabel = "COUNT",
      showDefaultValue = Visibility.NEVER,
      description = "End after so many lines (default: only when stopped).")
  private long most = Long.MAX_VALUE;

  @Option(names = "--rejected", description = "Show only what is rejected.")
  private boolean rejectedOnly;

  @Option(names = "--wide", description = "Do not cut lines at 80 characters.")
  private boolean wide;

  private long shown;

  @Override
  public Integer call() {
    Kinds kinds = Kinds.of(parsing, brokers::topicNames);
    try (StopSignal signal = StopSignal.listening();
        Consumer<byte[], byte[]> consumer = brokers.consumer()) {
      Collection<TopicPartition> partitions = assign(consumer, kinds);
      PrintWriter out = spec.commandLine().getOut();
      TailLine line = new TailLine(wide);
      out.println(line.heading());
      spec.commandLine()
          .getErr()
          .println("Reading %d partitions; Ctrl-C ends it.".formatted(partitions.size()));
      while (shown < most) {
        signal.check();
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          show(message, kinds, line, out);
        }
      }
    } catch (Waiting.Stopped e) {
      return ExitCode.STOPPED.number();
    } catch (KafkaException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "Kafka does not answer (%s); start it, or set --brokers.".formatted(e.getMessage()),
          e);
    }
    return ExitCode.OK.number();
  }

  private Collection<TopicPartition> assign(Consumer<byte[], byte[]> consumer, Kinds kinds) {
    Collection<String> wanted =
        topics.isEmpty()
            ? kinds.names().byReal().keySet()
            : topics.stream().flatMap(name -> real(name, kinds)).toList();
    List<TopicPartition> partitions =
        brokers.existing(wanted).stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "None of the topics %s exists; run topics create.".formatted(String.join(", ", wanted)));
    }
    consumer.assign(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    // Where it begins is fixed now, not at the first poll.
    partitions.forEach(consumer::position);
    return partitions;
  }

  private static Stream<String> real(String name, Kinds kinds) {
    return kinds.names().byReal().containsKey(name)
        ? Stream.of(name)
        : kinds.names().real(kinds.topic(name)).stream();
  }

  private void show(
      ConsumerRecord<byte[], byte[]> message, Kinds kinds, TailLine line, PrintWriter out) {
    Topic topic = kinds.names().byReal().get(message.topic());
    Optional<Parsed<?>> parsed = parsed(message, topic, kinds);
    boolean isAccepted = parsed.isEmpty() || parsed.get() instanceof Accepted;
    if (shown < most && !(rejectedOnly && isAccepted)) {
      shown++;
      out.println(line.of(message, parsed));
      out.flush();
    }
  }

  private static Optional<Parsed<?>> parsed(
      ConsumerRecord<byte[], byte[]> message, Topic topic, Kinds kinds) {
    Optional<Parsed<?>> marked = MarkedReject.in(name -> header(message, name)).map(each -> each);
    return marked.isPresent()
        ? marked
        : kinds
            .parsers()
            .of(topic)
            .map(
                parser -> parser.parse(message.value(), Instant.ofEpochMilli(message.timestamp())));
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
