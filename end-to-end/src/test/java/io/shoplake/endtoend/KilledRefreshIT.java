package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a refresh around each of the three writes of its first batch of events, one after the
 * other: every refresh but the last is killed itself, one point further.
 */
class KilledRefreshIT {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final String BATCH_BEGAN = "_checkpoints/events/offsets/0";

  /** A moment of a batch that shows in the files of the lake. */
  private record Point(String name, Predicate<Path> isReached) {}

  private static final List<Point> POINTS =
      List.of(
          new Point("before rejects", lake -> Files.exists(lake.resolve(BATCH_BEGAN))),
          new Point("after rejects", lake -> hasCommit(lake.resolve("silver/rejects"))),
          new Point("before revisions", lake -> hasData(lake.resolve("silver/session_revisions"))),
          new Point("after revisions", lake -> hasCommit(lake.resolve("silver/session_revisions"))),
          new Point("before events", lake -> hasData(lake.resolve("silver/events"))),
          new Point("after events", lake -> hasCommit(lake.resolve("silver/events"))));

  private static final int FIRST_OF_EVENTS = 4;

  @Test
  void lakeAndWarehouseEndAsAfterAnUndisturbedRun(@TempDir Path folder) throws Exception {
    Map<String, String> warehouse;
    String silver;
    try (Shop shop = Shop.open(folder.resolve("undisturbed"))) {
      simulate(shop);
      shop.succeed("refresh");
      warehouse = shop.content();
      silver = silver(shop);
    }
    try (Shop shop = Shop.open(folder.resolve("killed"))) {
      simulate(shop);
      Path events = lake(shop).resolve("silver/events");
      for (Point point : POINTS) {
        killRefreshAt(point, shop);
        // The kill was in time: what a batch writes last is there after the last kills only.
        assertThat(POINTS.indexOf(point) >= FIRST_OF_EVENTS || !hasCommit(events))
            .as("killed %s", point.name)
            .isTrue();
      }
      assertThat(hasCommit(events)).isTrue();
      // A refresh that brought something proves the whole ledger itself.
      assertThat(shop.answer("refresh")).contains("Everything is accounted for.\n");
      assertThat(silver(shop)).isEqualTo(silver);
      assertThat(shop.content()).isEqualTo(warehouse);
      shop.succeed("verify", "--truth", truth(shop).toString());
    }
  }

  /** What the three writes have left, apart from times of arrival. */
  private static String silver(Shop shop) {
    return shop.answer(
        "sql",
        "--on=lake",
        "--format=csv",
        """
        SELECT 'rejects', count(*), bit_xor(xxhash64(topic, partition, offset, reason))
        FROM silver.rejects
        UNION ALL
        SELECT 'session_revisions', count(*),
          bit_xor(xxhash64(session_id, batch, revision, started_at, ended_at, events, is_removed))
        FROM silver.session_revisions
        UNION ALL
        SELECT 'events', count(*),
          bit_xor(xxhash64(topic, partition, offset, event_id, content_hash, is_late))
        FROM silver.events""");
  }

  private static void simulate(Shop shop) {
    shop.succeed(
        "simulate",
        "--days=3",
        "--end=2026-11-10",
        "--seed=3",
        "--visitors=600",
        "--truth=" + truth(shop));
  }

  private static Path truth(Shop shop) {
    return shop.home().resolve("truth.json");
  }

  private static void killRefreshAt(Point point, Shop shop) throws Exception {
    Path lake = lake(shop);
    Path log = shop.home().resolve("killed.log");
    Process refresh = shop.start(log, "refresh");
    Instant deadline = Instant.now().plus(LONGEST_WAIT);
    try {
      while (!point.isReached.test(lake)) {
        assertThat(refresh.isAlive())
            .as("killed %s; refresh said: %s", point.name, Files.readString(log))
            .isTrue();
        assertThat(Instant.now()).as(point.name).isBefore(deadline);
        TimeUnit.MILLISECONDS.sleep(2);
      }
    } finally {
      refresh.destroyForcibly().waitFor();
    }
  }

  private static Path lake(Shop shop) {
    return shop.home().resolve("data/s3/lake");
  }

  private static boolean hasData(Path table) {
    return files(table).anyMatch(file -> file.toString().endsWith(".parquet"));
  }

  /** Whether the events query has committed; the tables of rejects belong to others too. */
  private static boolean hasCommit(Path table) {
    return files(table.resolve("_delta_log"))
        .filter(file -> file.toString().endsWith(".json"))
        .anyMatch(file -> text(file).contains("events@"));
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
