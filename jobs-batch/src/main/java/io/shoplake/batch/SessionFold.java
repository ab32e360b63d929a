package io.shoplake.batch;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Lake.Noted;
import io.shoplake.parsing.Shops;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Brings {@code silver.sessions} up to what the stream has revised. Visitors whose events the
 * stream did not all see in order are made anew from their events.
 */
final class SessionFold {

  private static final String[] VISITOR = {"shop_id", "visitor_id"};
  private static final String[] SESSION = {"shop_id", "session_id"};

  /** Whether a row differs from the event that the stream has put into a session. */
  private static final String IS_UNKNOWN =
      "is_late OR distinct_id <> anonymous_id OR distinct_id = user_id";

  private static final Column[] COLUMNS =
      SESSIONS.fieldNames().stream().map(functions::col).toArray(Column[]::new);

  private SessionFold() {}

  /**
   * Folds what is new in one commit; does nothing where nothing is.
   *
   * @param settled the revisions to fold
   * @param eventsVersion of the events, up to which they are put right; not older than {@code
   *     settled}, so that it has the events of these revisions
   */
  static void fold(Lake lake, Shops shops, Settled settled, long eventsVersion) {
    long version = lake.version(SESSIONS);
    BuiltFrom built = BuiltFrom.of(lake, SESSIONS);
    Map<String, Long> versions =
        new TreeMap<>(
            Map.of(
                SESSION_REVISIONS.qualifiedName(),
                settled.version(),
                EVENTS.qualifiedName(),
                eventsVersion));
    if (versions.equals(built.versions())) {
      return;
    }
    Dataset<Row> events = lake.read(EVENTS, eventsVersion);
    Dataset<Row> latest =
        latest(
                lake.addedSince(SESSION_REVISIONS, built.version(SESSION_REVISIONS))
                    .where(settled.condition()))
            .localCheckpoint();
    Dataset<Row> changed =
        visitors(latest)
            .union(visitors(lake.addedSince(EVENTS, built.version(EVENTS)).where("is_late")))
            .union(visitors(Corrections.changedSince(lake, built.version(EVENTS))))
            .distinct()
            .localCheckpoint();
    if (changed.isEmpty()) {
      BuiltFrom.noteUnchanged(lake, SESSIONS, "restate", versions);
      return;
    }
    Dataset<Row> existing = lake.read(SESSIONS, version).join(changed, VISITOR, "left_semi");
    Dataset<Row> wanted =
        wanted(existing, latest, events.join(changed, VISITOR, "left_semi"), shops);
    Replacement.of(SESSIONS, version, existing, wanted)
        .commit(lake, "restate", List.of(), versions);
  }

  /** The last revision of each session. */
  static Dataset<Row> latest(Dataset<Row> revisions) {
    return revisions
        .groupBy(col("shop_id"), col("session_id"))
        .agg(
            max_by(struct(col("*")), struct(col("ingested_at"), col("batch"), col("revision")))
                .as("latest"))
        .select("latest.*");
  }

  /**
   * The sessions that the visitors of {@code events} should have.
   *
   * @param existing their sessions as they stand
   * @param latest the last new revisions of their sessions
   * @param events all their events
   */
  static Dataset<Row> wanted(
      Dataset<Row> existing, Dataset<Row> latest, Dataset<Row> events, Shops shops) {
    Dataset<Row> revised =
        existing
            .join(latest.select("shop_id", "session_id"), SESSION, "left_anti")
            .select(COLUMNS)
            .unionByName(latest.where("NOT is_removed").select(COLUMNS));
    Dataset<Row> unlike = unlikeTheirEvents(revised, events);
    return revised
        .join(unlike, VISITOR, "left_anti")
        .select(COLUMNS)
        .unionByName(
            SessionRemake.sessions(events.join(unlike, VISITOR, "left_semi"), shops)
                .select(COLUMNS));
  }

  // A late event is in no revision, and a deleted copy or one that belongs to another visitor still
  // is in some: both show in the numbers. What came by a tie the stream knows nothing of.
  private static Dataset<Row> unlikeTheirEvents(Dataset<Row> sessions, Dataset<Row> events) {
    Dataset<Row> counted =
        events
            .groupBy("shop_id", "visitor_id")
            .agg(count(lit(1)).as("events"), bool_or(expr(IS_UNKNOWN)).as("has_unknown"));
    Dataset<Row> folded =
        sessions.groupBy("shop_id", "visitor_id").agg(sum("events").as("folded_events"));
    return counted
        .join(folded, VISITOR, "full")
        .where("has_unknown OR NOT events <=> folded_events")
        .select("shop_id", "visitor_id");
  }

  private static Dataset<Row> visitors(Dataset<Row> rows) {
    return rows.select("shop_id", "visitor_id");
  }

  /**
   * The revisions whose batch has committed its events too; a batch writes its revisions first.
   *
   * @param version up to which all revisions are settled
   * @param pending batches whose events are not there yet
   */
  record Settled(long version, Set<Long> pending) {

    static Settled of(Lake lake) {
      BuiltFrom built = BuiltFrom.of(lake, SESSIONS);
      Map<String, Long> committed = lake.lastBatches(EVENTS);
      long version = lake.version(SESSION_REVISIONS);
      Set<Long> pending = new HashSet<>();
      long settled = built.version(SESSION_REVISIONS);
      for (Noted noted : built.newNotes(lake, SESSION_REVISIONS)) {
        CommitNote note = noted.note();
        if (note.batch() > committed.getOrDefault(note.query(), -1L)) {
          pending.add(note.batch());
        } else {
          settled = noted.version();
        }
      }
      return new Settled(pending.isEmpty() ? version : settled, pending);
    }

    Column condition() {
      return functions.not(col("batch").isin(pending.toArray()));
    }
  }
}
