package io.shoplake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers of one table's log on the embedded S3 server. */
class ConditionalLogStoreIT {

  private static final int WRITERS = 8;
  private static final int VERSIONS = 20;

  @TempDir static java.nio.file.Path folder;
  private static S3Server server;
  private static Configuration settings;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(folder);
    settings = S3Server.settings(server.port());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void ofWritersThatRaceForAVersionExactlyOneWins() throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<List<Integer>> winners =
        Stream.generate(ArrayList<Integer>::new)
            .limit(VERSIONS)
            .<List<Integer>>map(l -> l)
            .toList();
    try {
      List<Callable<List<Integer>>> writers =
          IntStream.range(0, WRITERS)
              .<Callable<List<Integer>>>mapToObj(writer -> () -> wonBy(writer, start))
              .toList();
      List<Future<List<Integer>>> ended = threads.invokeAll(writers);
      for (int writer = 0; writer < WRITERS; writer++) {
        for (int version : ended.get(writer).get()) {
          winners.get(version).add(writer);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    for (int version = 0; version < VERSIONS; version++) {
      assertThat(winners.get(version)).as("winners of version %d", version).hasSize(1);
      assertThat(read(version("race", version)))
          .containsExactlyElementsOf(actions(winners.get(version).get(0), version));
    }
  }

  /** The versions that {@code writer} believes to have written. */
  private static List<Integer> wonBy(int writer, CyclicBarrier start) throws Exception {
    ConditionalLogStore store = new ConditionalLogStore(settings);
    List<Integer> won = new ArrayList<>();
    for (int version = 0; version < VERSIONS; version++) {
      start.await();
      try {
        store.write(version("race", version), actions(writer, version).iterator(), false, settings);
        won.add(version);
      } catch (FileAlreadyExistsException lost) {
        assertThat(lost).hasMessageContaining("%020d.json".formatted(version));
      }
    }
    return won;
  }

  private static List<String> actions(int writer, int version) {
    return List.of("{\"writer\":%d}".formatted(writer), "{\"version\":%d}".formatted(version));
  }

  @Test
  void theEmbeddedServerPassesTheProbeWhichLeavesNothing() throws Exception {
    Path root = new Path("s3a://%s/probed".formatted(S3Server.BUCKET));
    assertThat(ConditionalLogStore.isHonoured(root, settings)).isTrue();
    assertThat(root.getFileSystem(settings).globStatus(new Path(root, "_probe/*"))).isEmpty();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsKnownAsOnesOwn() throws Exception {
    Path version = version("lost", 0);
    String request = "PUT /%s%s".formatted(S3Server.BUCKET, version.toUri().getPath());
    try (LossyWire wire = new LossyWire(server.port(), request)) {
      Configuration lossy = S3Server.settings(wire.port());
      lossy.setBoolean("fs.s3a.impl.disable.cache", true);
      ConditionalLogStore store = new ConditionalLogStore(lossy);
      store.write(version, List.of("mine").iterator(), false, lossy);
      assertThat(wire.requests()).as("tried again after the lost answer").isGreaterThan(1);
      assertThatThrownBy(() -> store.write(version, List.of("another").iterator(), false, lossy))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(read(version)).containsExactly("mine");
  }

  @Test
  void aCommitThatFailsHalfWayLeavesNothingAndTheVersionFree() throws Exception {
    Path version = version("half", 0);
    ConditionalLogStore store = new ConditionalLogStore(settings);
    Iterator<String> breaking =
        Stream.of("first", "second")
            .peek(
                action -> {
                  if (action.equals("second")) {
                    throw new IllegalStateException("out of actions");
                  }
                })
            .iterator();
    assertThatThrownBy(() -> store.write(version, breaking, false, settings))
        .hasMessage("out of actions");
    assertThat(version.getFileSystem(settings).exists(version)).isFalse();
    store.write(version, List.of("whole").iterator(), false, settings);
    assertThat(read(version)).containsExactly("whole");
  }

  private static Path version(String table, int version) {
    return new Path("s3a://%s/%s/_delta_log/%020d.json".formatted(S3Server.BUCKET, table, version));
  }

  private static List<String> read(Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    try (CloseableIterator<String> actions =
        new ConditionalLogStore(settings).read(path, settings)) {
      actions.forEachRemaining(lines::add);
    }
    return lines;
  }
}
