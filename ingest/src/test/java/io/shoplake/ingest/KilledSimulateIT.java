package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A simulation that is killed while it sends, and run again. Messages are read byte by byte, as
 * some of a simulated shop are broken on purpose.
 */
class KilledSimulateIT {

  private static final List<String> SHOP =
      List.of("simulate", "--visitors", "1500", "--end", "2026-11-01", "--seed", "7");

  @TempDir private Path folder;

  @Test
  void aSimulationThatWasKilledAddsNothingNewWhenItIsRunAgain() throws Exception {
    try (Broker broker = Broker.start(Files.createDirectory(folder.resolve("broker")))) {
      Run.of(new Ingest(), "topics", "create", "--brokers", broker.address());
      Process process = start(broker);
      try {
        awaitFirst(broker, Topics.SHOP_EVENTS);
        process.destroyForcibly().waitFor();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).isEqualTo(137);
      long sentBefore = texts(broker, Topics.SHOP_EVENTS).size();

      assertThat(run("--brokers", broker.address()).exitCode()).isZero();
      Path undisturbed = folder.resolve("files");
      assertThat(run("--to", undisturbed.toString()).exitCode()).isZero();

      for (Topic topic : List.of(Topics.SHOP_EVENTS, Topics.SHOP_ORDERS)) {
        Path file = undisturbed.resolve(topic.name() + ".jsonl");
        Set<String> expected = new HashSet<>(Files.readAllLines(file, ISO_8859_1));
        assertThat(new HashSet<>(texts(broker, topic))).isEqualTo(expected);
      }
      assertThat(sentBefore)
          .isLessThan(
              Files.readAllLines(undisturbed.resolve("shop.events.jsonl"), ISO_8859_1).size());
    }
  }

  private static Run run(String... words) {
    List<String> all = new ArrayList<>(SHOP);
    all.addAll(List.of(words));
    return Run.of(new Ingest(), all.toArray(new String[0]));
  }

  private Process start(Broker broker) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ingest.class.getName()));
    command.addAll(SHOP);
    command.addAll(List.of("--brokers", broker.address()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("simulate.log").toFile())
        .start();
  }

  /** Waits until the first message is in {@code topic}. */
  private static void awaitFirst(Broker broker, Topic topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      Map<TopicPartition, OffsetSpec> ends =
          Map.of(
              new TopicPartition(topic.name(), 0), OffsetSpec.latest(),
              new TopicPartition(topic.name(), 1), OffsetSpec.latest());
      while (admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .allMatch(offset -> offset == 0)) {
        Thread.onSpinWait();
      }
    }
  }

  private static List<String> texts(Broker broker, Topic topic) {
    return broker.read(topic.name()).stream()
        .map(message -> new String(message.value(), ISO_8859_1))
        .toList();
  }
}
