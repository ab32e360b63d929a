package io.shoplake.lake;

import java.util.List;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Function0;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Commits of micro-batches: each lands once, and of two writers of one query Delta itself refuses
 * the second.
 *
 * <p>A commit carries a mark (query, batch) and registers that mark as read, so that any later mark
 * of the same query is a conflict. The marks are looked up in the checksum file of the
 * transaction's own snapshot: the stock writer's options rebuild the whole snapshot state at every
 * commit.
 */
final class Commits {

  private Commits() {}

  /** The mark of one micro-batch of one query. */
  record Mark(String query, long batch) {}

  /**
   * Runs {@code write}, which must commit to the table of {@code log} on this thread, and marks
   * that commit; gives false, without running anything, if the batch is in the table already.
   */
  static boolean marked(DeltaLog log, Mark mark, Runnable write) {
    TransactionExecutionObserver former =
        (TransactionExecutionObserver) TransactionExecutionObserver.getObserver();
    MarkingObserver observer = new MarkingObserver(log.logPath().toString(), mark);
    TransactionExecutionObserver.setObserver(observer);
    try {
      write.run();
    } catch (AlreadyCommitted e) {
      return false;
    } finally {
      TransactionExecutionObserver.setObserver(former);
    }
    if (!observer.hasMarked) {
      throw new IllegalStateException(
          "Batch %d of %s was written without its mark: no transaction on %s was seen"
              .formatted(mark.batch(), mark.query(), log.logPath()));
    }
    return true;
  }

  /**
   * Commits the mark and {@code metadata} without any row; gives false if the batch is in the table
   * already.
   */
  static boolean markOnly(DeltaLog log, Mark mark, String metadata) {
    return log.<Boolean>withNewTransaction(
        Option.empty(),
        Option.empty(),
        transaction -> {
          if (lastBatch(transaction, mark.query()) >= mark.batch()) {
            return false;
          }
          Seq<Action> actions =
              CollectionConverters.<Action>asScala(
                      List.of(
                          new SetTransaction(
                              mark.query(), mark.batch(), Option.apply((Object) now()))))
                  .toSeq();
          transaction.commit(actions, appendNoted(metadata));
          return true;
        });
  }

  private static DeltaOperations.Write appendNoted(String metadata) {
    return new DeltaOperations.Write(
        SaveMode.Append,
        Option.empty(),
        Option.empty(),
        Option.apply(metadata),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }

  /** The newest batch of {@code query} in the table, -1 if there is none. */
  static long lastBatch(OptimisticTransaction transaction, String query) {
    Option<Seq<SetTransaction>> marks = inChecksum(transaction.snapshot());
    if (marks.isEmpty()) {
      // Replays the log and registers the read itself; later commits find the list again.
      return transaction.txnVersion(query);
    }
    transaction.readTxn().addOne(query);
    for (SetTransaction mark : CollectionConverters.asJava(marks.get())) {
      if (mark.appId().equals(query)) {
        return mark.version();
      }
    }
    return -1;
  }

  /** The newest mark of every query that has marked a commit of the table. */
  static List<Mark> marks(DeltaLog log) {
    Snapshot snapshot = log.update(false, Option.empty(), Option.empty());
    Option<Seq<SetTransaction>> known = inChecksum(snapshot);
    Seq<SetTransaction> marks = known.isDefined() ? known.get() : snapshot.setTransactions();
    return CollectionConverters.asJava(marks).stream()
        .map(mark -> new Mark(mark.appId(), mark.version()))
        .toList();
  }

  private static Option<Seq<SetTransaction>> inChecksum(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    return checksum.isDefined() ? checksum.get().setTransactions() : Option.empty();
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /** Ends a write whose batch is in the table, before any row is computed. */
  private static final class AlreadyCommitted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlreadyCommitted() {
      super(null, null, false, false);
    }
  }

  /** Adds the mark to the first transaction that this thread opens on one table. */
  private static final class MarkingObserver implements TransactionExecutionObserver {

    private final String logPath;
    private final Mark mark;
    private boolean hasMarked;

    MarkingObserver(String logPath, Mark mark) {
      this.logPath = logPath;
      this.mark = mark;
    }

    @Override
    public OptimisticTransaction startingTransaction(Function0<OptimisticTransaction> start) {
      OptimisticTransaction transaction = start.apply();
      // Only the first: a hook after the commit, such as auto-compaction, opens its own.
      if (hasMarked || !transaction.deltaLog().logPath().toString().equals(logPath)) {
        return transaction;
      }
      hasMarked = true;
      if (lastBatch(transaction, mark.query()) >= mark.batch()) {
        throw new AlreadyCommitted();
      }
      transaction.updateSetTransaction(mark.query(), mark.batch(), Option.apply((Object) now()));
      return transaction;
    }

    @Override
    public <T> T preparingCommit(Function0<T> prepare) {
      return prepare.apply();
    }

    @Override
    public TransactionExecutionObserver createChild() {
      return this;
    }

    @Override
    public void beginDoCommit() {}

    @Override
    public void beginBackfill() {}

    @Override
    public void beginPostCommit() {}

    @Override
    public void transactionCommitted() {}

    @Override
    public void transactionAborted() {}

    @Override
    public Option<TransactionExecutionObserver> nextObserver() {
      return Option.empty();
    }

    @Override
    public void nextObserver_$eq(Option<TransactionExecutionObserver> observer) {}
  }
}
