package io.shoplake.batch;

import io.shoplake.lake.KafkaOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;

/**
 * Of what the ledger was last proven to hold: versions of tables, offsets in Kafka, and days in the
 * warehouse. A version of a table never changes, so while all are the same the proof still stands.
 */
final class LastProof {

  private static final String KAFKA = "kafka ";
  private static final String WAREHOUSE = "warehouse";

  private final Properties facts = new Properties();

  private LastProof() {}

  /** What is about to be proven; the versions are taken before any table is read. */
  static LastProof ofVersions(Lake lake, List<Table> tables) {
    LastProof proof = new LastProof();
    BuiltFrom.now(lake, tables)
        .forEach((table, version) -> proof.facts.setProperty(table, version.toString()));
    return proof;
  }

  /** Adds the offsets that were compared. */
  LastProof with(List<ArrivalLaw.Partition> partitions) {
    for (ArrivalLaw.Partition partition : partitions) {
      if (partition.kafkaFirst() >= 0) {
        facts.setProperty(
            "%s%s/%d".formatted(KAFKA, partition.topic(), partition.partition()),
            offsets(partition.kafkaFirst(), partition.kafkaEnd()));
      }
    }
    return this;
  }

  /** Adds what the warehouse was seen to hold; null where it was left out. */
  LastProof with(Map<ShopDay, Long> loaded) {
    facts.setProperty(WAREHOUSE, loaded == null ? "left out" : String.valueOf(loaded.hashCode()));
    return this;
  }

  /** Whether the proof in the lake is of what stands there now; {@code kafka} may be null. */
  static boolean stillStands(
      Lake lake, List<Table> tables, KafkaOptions kafka, Map<ShopDay, Long> loaded) {
    LastProof last = read(lake);
    LastProof now = ofVersions(lake, tables).with(loaded);
    if (kafka != null) {
      Set<String> topics = ArrivalLaw.topics(kafka);
      topics.addAll(last.topics());
      ArrivalLaw.inKafka(kafka, topics)
          .forEach(
              (place, offsets) ->
                  now.facts.setProperty(KAFKA + name(place), offsets(offsets[0], offsets[1])));
    }
    return now.facts.equals(last.facts);
  }

  private Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    for (String name : facts.stringPropertyNames()) {
      if (name.startsWith(KAFKA)) {
        topics.add(name.substring(KAFKA.length(), name.lastIndexOf('/')));
      }
    }
    return topics;
  }

  private static String name(TopicPartition place) {
    return "%s/%d".formatted(place.topic(), place.partition());
  }

  private static String offsets(long first, long end) {
    return "%d to %d".formatted(first, end);
  }

  private static Path file(Lake lake) {
    return new Path(lake.root() + "/_proofs/ledger.properties");
  }

  private static LastProof read(Lake lake) {
    LastProof proof = new LastProof();
    FileSystem files = lake.files(lake.root());
    try {
      if (files.exists(file(lake))) {
        try (InputStream in = files.open(file(lake))) {
          proof.facts.load(in);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The last proof of the ledger cannot be read", e);
    }
    return proof;
  }

  /** Keeps the proof in the lake. */
  void keep(Lake lake) {
    try (OutputStream out = lake.files(lake.root()).create(file(lake), true)) {
      facts.store(out, "What the ledger was last proven to hold for.");
    } catch (IOException e) {
      throw new UncheckedIOException("The proof of the ledger cannot be kept", e);
    }
  }
}
