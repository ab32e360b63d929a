package io.shoplake.lake;

import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.tables.DeltaTable;
import io.shoplake.lake.Commits.Mark;
import io.shoplake.layout.ops.Ledger;
import io.shoplake.layout.silver.Rejects;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitsTest {

  private static final String QUERY = "events@1";

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void createTheTable() {
    lake = TempLake.in(folder);
    lake.create(REJECTS);
  }

  @Test
  void aBatchIsWrittenOnceHoweverOftenItIsReplayed() {
    assertThat(append(1)).isTrue();
    assertThat(append(1)).isFalse();
    assertThat(append(2)).isTrue();
    assertThat(append(1)).isFalse();
    assertThat(batches()).containsExactly(1L, 2L);
    assertThat(lake.lastBatches(REJECTS)).containsEntry(QUERY, 2L);
  }

  @Test
  void aReplayedBatchRunsNoSparkJob() {
    append(1);
    Dataset<Row> rows = rows(1);
    assertThat(jobsOf(() -> lake.appendOnce(REJECTS, rows, note(1)))).isZero();
  }

  @Test
  void aTwinThatWakesUpLateIsRefused() throws Exception {
    append(6);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FutureTask<Boolean> twin = pausedAppend(7, started, released);
    started.await();
    append(7);
    append(8);
    released.countDown();
    assertThatThrownBy(twin::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(ConcurrentTransactionException.class);
    assertThat(batches()).containsExactly(6L, 7L, 8L);
  }

  @Test
  void aTwinIsRefusedEvenIfTheOtherOnlyCommittedAnotherBatch() throws Exception {
    append(6);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FutureTask<Boolean> twin = pausedAppend(9, started, released);
    started.await();
    append(7);
    released.countDown();
    assertThatThrownBy(twin::get).hasRootCauseInstanceOf(ConcurrentTransactionException.class);
    assertThat(batches()).containsExactly(6L, 7L);
  }

  @Test
  void aBatchOfAnotherQueryIsNoConflict() throws Exception {
    append(1);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FutureTask<Boolean> other = pausedAppend(2, started, released);
    started.await();
    lake.appendOnce(REJECTS, rows(30), CommitNote.ofBatch("records@1", 30, List.of()));
    released.countDown();
    assertThat(other.get()).isTrue();
    assertThat(batches()).containsExactly(1L, 2L, 30L);
  }

  @Test
  void aBatchWithoutRowsLeavesItsMarkAndItsNote() {
    assertThat(lake.noteOnce(REJECTS, note(3))).isTrue();
    assertThat(lake.noteOnce(REJECTS, note(3))).isFalse();
    assertThat(append(3)).isFalse();
    assertThat(lake.notesSince(REJECTS, 0)).extracting(Lake.Noted::note).containsExactly(note(3));
    assertThat(lake.read(REJECTS).count()).isZero();
  }

  @Test
  void aBatchWithoutRowsRunsNoSparkJob() {
    append(1);
    assertThat(jobsOf(() -> lake.noteOnce(REJECTS, note(2)))).isZero();
  }

  @Test
  void aWriteToAnotherTableIsAMistakeOfOurs() {
    lake.create(LEDGER_DAYS);
    assertThatThrownBy(
            () ->
                Commits.marked(
                    log(),
                    new Mark(QUERY, 1),
                    () ->
                        lake.append(
                            Ledger.LEDGER_DAYS,
                            Rows.ofJson(LEDGER_DAYS, "{\"query\": \"q\"}"),
                            CommitNote.of("q", List.of()))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without its mark");
  }

  @Test
  void compactionBesideAPausedBatchDisturbsNeither() throws Exception {
    append(1);
    append(2);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FutureTask<Boolean> paused = pausedAppend(3, started, released);
    started.await();
    DeltaTable.forPath(lake.spark(), lake.path(REJECTS)).optimize().executeCompaction();
    released.countDown();
    assertThat(paused.get()).isTrue();
    assertThat(batches()).containsExactly(1L, 2L, 3L);
    assertThat(append(3)).isFalse();
  }

  @Test
  void withoutChecksumFilesTheMarksAreReadFromTheLog() {
    append(1);
    append(2);
    File[] checksums =
        new File(log().logPath().toUri().getPath()).listFiles((dir, name) -> name.endsWith(".crc"));
    assertThat(checksums).isNotEmpty();
    for (File checksum : checksums) {
      assertThat(checksum.delete()).isTrue();
    }
    DeltaLog.clearCache();
    assertThat(append(2)).isFalse();
    assertThat(append(3)).isTrue();
    assertThat(append(3)).isFalse();
    assertThat(batches()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aFailedWriteLeavesNoMark() {
    Dataset<Row> failing = rows(1).withColumn("detail", functions.expr("raise_error('no')"));
    assertThatThrownBy(() -> lake.appendOnce(REJECTS, failing, note(1)))
        .hasStackTraceContaining("no");
    assertThat(append(1)).isTrue();
  }

  private FutureTask<Boolean> pausedAppend(
      long batch, CountDownLatch started, CountDownLatch released) {
    Dataset<Row> rows = rows(batch);
    FutureTask<Boolean> task =
        new FutureTask<>(
            () ->
                Commits.marked(
                    log(),
                    new Mark(QUERY, batch),
                    () -> lake.append(REJECTS, pausing(rows, started, released), note(batch))));
    new Thread(task).start();
    return task;
  }

  /** The rows, the first of which is computed only after the release. */
  private static Dataset<Row> pausing(
      Dataset<Row> rows, CountDownLatch started, CountDownLatch released) {
    Gate.open(started, released);
    return rows.map(
        (MapFunction<Row, Row>)
            row -> {
              Gate.pass();
              return row;
            },
        rows.encoder());
  }

  /** Where a task waits; tasks run in this JVM. */
  private static final class Gate {
    private static CountDownLatch started;
    private static CountDownLatch released;

    static synchronized void open(CountDownLatch begun, CountDownLatch freed) {
      started = begun;
      released = freed;
    }

    static void pass() throws InterruptedException {
      started.countDown();
      released.await();
    }
  }

  /** The number of Spark jobs that {@code action} starts. */
  private int jobsOf(Runnable action) {
    Semaphore lastSeen = new Semaphore(0);
    AtomicInteger jobs = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            if ("last".equals(start.properties().getProperty("spark.job.description"))) {
              lastSeen.release();
            } else {
              jobs.incrementAndGet();
            }
          }
        };
    SparkContext context = lake.spark().sparkContext();
    context.addSparkListener(listener);
    action.run();
    // Jobs are told in order: once this one is seen, all before it were.
    context.setJobDescription("last");
    lake.spark().range(1).toDF().collectAsList();
    context.setJobDescription(null);
    lastSeen.acquireUninterruptibly();
    context.removeSparkListener(listener);
    return jobs.get();
  }

  private boolean append(long batch) {
    return lake.appendOnce(REJECTS, rows(batch), note(batch));
  }

  private static Dataset<Row> rows(long batch) {
    return Rows.ofJson(Rejects.REJECTS, "{\"batch\": %d}".formatted(batch));
  }

  private static CommitNote note(long batch) {
    return CommitNote.ofBatch(QUERY, batch, List.of());
  }

  private List<Long> batches() {
    return lake.read(REJECTS).select("batch").orderBy("batch").collectAsList().stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  private DeltaLog log() {
    return DeltaLog.forTable(lake.spark(), new org.apache.hadoop.fs.Path(lake.path(REJECTS)));
  }
}
