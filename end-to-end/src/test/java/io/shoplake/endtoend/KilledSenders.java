package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A shop that posts while the collector, then Kafka, then a simulation beside it end by kill -9 and
 * come back.
 */
class KilledSenders {

  private static final long SEED = 5;

  /** Batches of a phase; the kill comes while most of them are still to be sent. */
  private static final int BATCHES = 120;

  private static final String SIMULATED = "simulated";
  private static final List<String> SIMULATE =
      List.of(
          "simulate",
          "--shop=" + SIMULATED,
          "--days=2",
          "--end=2026-03-03",
          "--visitors=150",
          "--seed=" + SEED);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /**
   * What was sent.
   *
   * @param answered the ids of the events that were answered 202
   * @param cut how many requests were cut off or turned away, by whom was killed
   * @param truth what is true of the simulated shop
   */
  record Sent(Set<String> answered, List<Integer> cut, Path truth) {}

  private final EverySource sources;

  KilledSenders(EverySource sources) {
    this.sources = sources;
  }

  @Test
  void whatWasAnswered202IsInBronze() {
    assertThat(ids("bronze.shop_events")).containsAll(sources.sent().answered());
  }

  @Test
  void whatWasAnswered202IsInSilverOnce() {
    assertThat(ids("silver.events")).containsExactlyInAnyOrderElementsOf(sources.sent().answered());
  }

  @Test
  void everyKillHitsSendersAtWork() {
    assertThat(sources.sent().cut()).hasSize(2).allMatch(requests -> requests > 0);
  }

  @Test
  void noEventOfAnyShopIsInSilverTwice() {
    assertThat(sources.lake().get("silver.events"))
        .extracting(EverySource::parsed)
        .extracting(
            event ->
                List.of(
                    event.get("shop_id").asText(),
                    event.get("visitor_id").asText(),
                    event.get("event_id").asText()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aSimulationThatWasKilledAndRunAgainHasItsTruth() throws IOException {
    JsonNode truth = JSON.readTree(sources.sent().truth().toFile());
    // These count what was sent again, which here is more than the simulation itself repeats.
    ((ObjectNode) truth).remove("ledger");
    for (JsonNode day : truth.at("/tables/daily_quality")) {
      ((ObjectNode) day).remove(List.of("duplicate", "conflicting"));
    }
    Path file = sources.shop().home().resolve("truth-without-copies.json");
    JSON.writeValue(file.toFile(), truth);

    assertThat(truth.at("/tables/daily_quality")).isNotEmpty();
    sources.shop().succeed("verify", "--truth=" + file);
  }

  private List<String> ids(String table) {
    return sources.rowsOf(Posting.SHOP, table).stream()
        .map(event -> event.get("event_id").asText())
        .toList();
  }

  /** Posts and simulates, kills one after the other, and waits until everything is answered. */
  static Sent send(Shop shop, RunningCollector collector) throws Exception {
    Random moments = new Random(SEED);
    Path truth = shop.home().resolve("truth.json");
    List<Integer> cut = new ArrayList<>();
    try (Posting posting = new Posting(collector.address(), moments)) {
      cut.add(cutOff(posting, moments, collector::killAndStart));
      cut.add(cutOff(posting, moments, () -> killAndStartKafka(shop)));
      posting.begin(BATCHES);
      killSimulation(shop, 1 + moments.nextInt(5));
      shop.succeed(words("--truth=" + truth));
      posting.awaitAnswers(BATCHES);
      return new Sent(posting.answered(), cut, truth);
    }
  }

  /** Something that is killed and comes back. */
  private interface Cut {
    void happen() throws Exception;
  }

  /** How many requests {@code cut} fails, which happens once some are answered. */
  private static int cutOff(Posting posting, Random moments, Cut cut) throws Exception {
    int failuresBefore = posting.failures();
    int answered = 1 + moments.nextInt(BATCHES / 4);
    posting.begin(BATCHES);
    posting.awaitAnswers(answered);
    cut.happen();
    posting.awaitAnswers(BATCHES - answered);
    return posting.failures() - failuresBefore;
  }

  private static void killAndStartKafka(Shop shop) throws Exception {
    String pid =
        Files.readAllLines(shop.home().resolve("run/kafka.env")).stream()
            .filter(line -> line.startsWith("PID="))
            .map(line -> line.substring("PID=".length()))
            .collect(Collectors.joining());
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    // Where nobody collects the dead, the process itself never seems to end.
    while (!shop.run("status").output().contains("died")) {
      Thread.onSpinWait();
    }
    shop.succeed("up");
  }

  /** Kills a simulation once it has sent {@code orders} orders; it is far from its end then. */
  private static void killSimulation(Shop shop, int orders) throws Exception {
    Path log = shop.home().resolve("killed-simulation.log");
    Process simulation = shop.start(log, words("--rate=100"));
    try {
      while (shop.count("shop.orders") < orders) {
        assertThat(simulation.isAlive()).as(Files.readString(log)).isTrue();
      }
    } finally {
      simulation.destroyForcibly().waitFor();
    }
    assertThat(simulation.exitValue()).isEqualTo(137);
  }

  private static String[] words(String last) {
    List<String> words = new ArrayList<>(SIMULATE);
    words.add(last);
    return words.toArray(new String[0]);
  }
}
