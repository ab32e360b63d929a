package io.shoplake.batch;

import static io.shoplake.layout.silver.Events.EVENTS;

import io.shoplake.lake.AnotherWriterException;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Lake.Noted;
import io.shoplake.lake.ShopDay;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The commits that put events right: that give them to another visitor, or delete copies. */
final class Corrections {

  /** What the notes of these commits call themselves. */
  private static final String QUERY = "restate";

  private static final int MOST_ATTEMPTS = 5;

  private static final String[] OWNERSHIP = {
    "shop_id", "visitor_id", "user_id", "event_type", "order_id", "topic", "partition", "offset"
  };

  private Corrections() {}

  /** The note of a correction of events of these days. */
  static CommitNote note(Collection<ShopDay> days) {
    return CommitNote.of(QUERY, days);
  }

  /**
   * Gives what {@code correction} gives, which is asked again if a stream was faster: what it has
   * written then is part of the next attempt.
   */
  static <T> T retried(Supplier<T> correction) {
    for (int attempt = 1; ; attempt++) {
      try {
        return correction.get();
      } catch (AnotherWriterException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static boolean is(Noted noted) {
    return noted.note().query().equals(QUERY);
  }

  /** Whether all commits after {@code version} up to {@code last} are corrections. */
  static boolean areAll(Lake lake, long version, long last) {
    long corrections =
        lake.notesSince(EVENTS, version).stream()
            .filter(noted -> noted.version() <= last && is(noted))
            .count();
    return corrections == last - version;
  }

  /**
   * The rows that corrections after {@code version} have deleted or given to another visitor, as
   * they were and as they are; of their columns those that say whose they are.
   */
  static Dataset<Row> changedSince(Lake lake, long version) {
    Dataset<Row> changed = lake.read(EVENTS).limit(0).selectExpr(OWNERSHIP);
    for (Noted noted : lake.notesSince(EVENTS, version)) {
      if (is(noted)) {
        String days = Lake.condition(noted.note().touched());
        Dataset<Row> before = owners(lake, noted.version() - 1, days);
        Dataset<Row> after = owners(lake, noted.version(), days);
        changed = changed.union(before.except(after)).union(after.except(before));
      }
    }
    return changed;
  }

  private static Dataset<Row> owners(Lake lake, long version, String days) {
    return lake.read(EVENTS, version).where(days).selectExpr(OWNERSHIP);
  }
}
