package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.debezium.ChangeTopics;
import io.shoplake.ingest.debezium.DebeziumExtraction;
import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.RowStore;
import io.shoplake.ingest.extract.SourceTables;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes the changes that Debezium has written to Kafka. */
@Command(
    name = "debezium",
    description = {
      "Reads the change messages of Debezium, in JSON with or without schema, and sends every"
          + " changed row to source.rows, and what the rows say of orders, customers and products"
          + " to their topics.",
      "Runs until it is stopped, and goes on where it stopped; without its state it reads the"
          + " topics from their beginning."
    })
final class ExtractDebezium implements Callable<Integer> {

  /** When reading ends. */
  enum Trigger {
    AVAILABLE_NOW
  }

  private final Waiting waiting;

  @Mixin private ExtractOptions options;

  @Option(
      names = "--topic",
      required = true,
      split = ",",
      paramLabel = "TOPIC",
      description = "Topics with change messages; may be repeated.")
  private List<String> topics;

  @Option(
      names = "--trigger",
      converter = TriggerConverter.class,
      paramLabel = "available-now",
      description = "Read what is there now, then end.")
  private Trigger trigger;

  /** Takes the name as the streams spell it. */
  static final class TriggerConverter implements picocli.CommandLine.ITypeConverter<Trigger> {
    @Override
    public Trigger convert(String text) {
      if (!text.equals("available-now")) {
        throw new picocli.CommandLine.TypeConversionException("it is not available-now");
      }
      return Trigger.AVAILABLE_NOW;
    }
  }

  ExtractDebezium() {
    this(null);
  }

  /**
   * With a time of its own.
   *
   * @param waiting null for real time, with an ear for signals
   */
  ExtractDebezium(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  public Integer call() {
    if (waiting != null) {
      return extract(waiting);
    }
    try (StopSignal signal = StopSignal.listening()) {
      return extract(signal);
    }
  }

  private int extract(Waiting wait) {
    SourceTables tables = options.tables();
    try (Consumer<byte[], byte[]> consumer =
            options.consumer(topics, "shoplake-extract-" + tables.source());
        MessageSink sink = options.sink(tables);
        RowStore store = options.store(tables, "debezium " + options.identityOf(topics));
        Progress progress = Progress.of("Extracting " + tables.source())) {
      Delivery delivery = options.delivery(tables, store, sink, InstantSource.system());
      ChangeTopics messages = new ChangeTopics(consumer, topics, options.isRemembered());
      try {
        new DebeziumExtraction(tables, store, delivery, messages, wait, progress::at)
            .run(trigger == null);
      } catch (Waiting.Stopped e) {
        options.report(delivery.tally());
        return ExitCode.STOPPED.number();
      }
      return options.report(delivery.tally());
    } catch (KafkaException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "Kafka stopped giving messages (%s); look at the broker and run this again."
              .formatted(e.getMessage()),
          e);
    }
  }
}
