package io.shoplake.benchmarks;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.BrokerOptions;
import io.shoplake.layout.Topics;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads a collector on one core, and the Kafka client alone beside it. */
@Command(
    name = "collector",
    description = {
      "Events per CPU-second of a collector that is pinned to one core, with a Kafka of its own;"
          + " beside it the Kafka client alone, which sends the same events without HTTP.",
      "Times of a busy machine say little; compare the CPU-seconds and the ratio."
    })
final class CollectorBench implements Callable<Integer> {

  private static final String KEY = "bench-key";
  private static final int BATCHES = 200;
  private static final long SEED = 42;

  /** Runs before those that count. */
  private static final double WARM_UP = 4;

  private static final String UNLIMITED = "1000000000";

  @Option(
      names = "--rates",
      paramLabel = "N,…",
      split = ",",
      defaultValue = "5000,10000,20000,0",
      description = "Events that are due in a second; 0 for as many as 16 clients manage.")
  private List<Integer> rates = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each rate is measured.")
  private int runs;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each run lasts; each rate has a warm-up four times as long.")
  private int seconds;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "50",
      description = "Events in one request.")
  private int batch;

  @Option(
      names = "--core",
      paramLabel = "N",
      defaultValue = "0",
      description = "The core of the collector.")
  private int core;

  @Spec private CommandSpec spec;

  private PrintWriter out;
  private long confirmed;
  private long refused;

  @Override
  public Integer call() throws Exception {
    out = spec.commandLine().getOut();
    Shoplake shoplake = new Shoplake(Path.of(System.getenv("SHOPLAKE_ROOT")));
    String brokers =
        shoplake.run("up", "kafka").strip().replaceFirst("(?s).*BROKERS=(\\S+).*", "$1");
    try {
      shoplake.run("topics", "create");
      List<byte[]> batches = Batches.of(BATCHES, batch, SEED);
      out.printf(
          Locale.ROOT,
          "%d events of %d bytes in a request, %d s a run, load average %.1f before%n%n",
          batch,
          batches.get(0).length / batch,
          seconds,
          loadAverage());
      out.println(
          "| what | due/s | events/s | refused | events per CPU-s | p50 ms | p99 ms | max ms | hiccup ms |");
      out.println("|---|---|---|---|---|---|---|---|---|");
      BrokerOptions options =
          CommandLine.populateCommand(new BrokerOptions(), "--brokers", brokers);
      measureClient(options);
      measureCollector(shoplake, batches);
      requireStored(options);
      out.printf(Locale.ROOT, "%nLoad average %.1f after%n", loadAverage());
      return 0;
    } finally {
      shoplake.run("down");
      shoplake.run("wipe", "--yes");
    }
  }

  private void measureCollector(Shoplake shoplake, List<byte[]> batches) throws Exception {
    Process collector =
        shoplake.start(
            List.of("taskset", "-c", String.valueOf(core)),
            Map.of("SHOPLAKE_COLLECT_API_KEYS", KEY),
            "collect",
            "--port=0",
            "--requests-per-minute=" + UNLIMITED,
            "--events-per-minute=" + UNLIMITED);
    try {
      URI address = URI.create(Shoplake.line(collector).replaceAll(".*(http://[^/]*)/.*", "$1"));
      Load load = new Load(address, KEY, batches);
      measure("collector", load::run, collector.toHandle());
    } finally {
      collector.destroy();
      collector.waitFor();
    }
  }

  /** What the Kafka client alone costs in this JVM, where nothing else goes on meanwhile. */
  private void measureClient(BrokerOptions options) throws Exception {
    try (KafkaClient client = new KafkaClient(options, Topics.SHOP_EVENTS, batch, SEED)) {
      measure("Kafka client", client::run, ProcessHandle.current());
    }
  }

  /** Sends batches: so many that are due in a second, for so many seconds. */
  private interface Sender {
    Seen run(double perSecond, double seconds) throws Exception;
  }

  private void measure(String what, Sender sender, ProcessHandle process) throws Exception {
    for (int rate : rates) {
      // Each rate makes the compiler work anew, on the same core.
      count(sender.run((double) rate / batch, WARM_UP * seconds));
      for (int run = 0; run < runs; run++) {
        Duration before = cpu(process);
        Seen seen = count(sender.run((double) rate / batch, seconds));
        tell(what, rate, seen, cpu(process).minus(before));
      }
    }
  }

  private Seen count(Seen seen) {
    confirmed += seen.accepted() * batch;
    refused += seen.refused() * batch;
    return seen;
  }

  private void tell(String what, int rate, Seen seen, Duration cpu) {
    double events = (double) seen.accepted() * batch;
    out.printf(
        Locale.ROOT,
        "| %s | %s | %,.0f | %d | %,.0f | %.1f | %.1f | %.1f | %.1f |%n",
        what,
        rate == 0 ? "all" : "%,d".formatted(rate),
        events / seen.seconds(),
        seen.refused() * batch,
        events / (cpu.toMillis() / 1e3),
        Seen.percentile(seen.millis(), 0.5),
        Seen.percentile(seen.millis(), 0.99),
        Seen.percentile(seen.millis(), 1),
        Seen.percentile(seen.hiccups(), 1));
    out.flush();
  }

  /** A figure counts only if everything that was confirmed is in the topic, and nothing else. */
  private void requireStored(BrokerOptions options) {
    String topic = Topics.SHOP_EVENTS.name();
    try (Admin admin = options.admin()) {
      Map<TopicPartition, OffsetSpec> ends =
          options
              .await(admin.describeTopics(List.of(topic)).allTopicNames())
              .get(topic)
              .partitions()
              .stream()
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      partition -> OffsetSpec.latest()));
      long stored =
          options.await(admin.listOffsets(ends).all()).values().stream()
              .mapToLong(ListOffsetsResultInfo::offset)
              .sum();
      if (stored < confirmed || stored > confirmed + refused) {
        throw new UserMistake(
            ExitCode.DATA,
            "%,d events were confirmed and %,d are in the topic; these figures do not count."
                .formatted(confirmed, stored));
      }
      out.printf(Locale.ROOT, "%nAll %,d confirmed events are in the topic.%n", stored);
    }
  }

  private static Duration cpu(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.CONFIGURATION,
                    "This system does not tell the CPU time of a process."));
  }

  private static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
