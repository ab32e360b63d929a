package io.shoplake.lake;

import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Commits.Mark;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import io.shoplake.layout.print.DeltaDdl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaIllegalStateException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.util.FileNames;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The tables of the catalogue below one root folder, by declaration. */
public final class Lake implements AutoCloseable {

  /** Of days in one condition; what has more gaps is a list of days. */
  private static final int MOST_RANGES = 16;

  private final SparkSession spark;
  private final String root;
  private final boolean endsSession;

  private Lake(SparkSession spark, String root, boolean endsSession) {
    this.spark = spark;
    this.root = root.replaceAll("/+$", "");
    this.endsSession = endsSession;
  }

  /** The lake below {@code root}, in a session that outlives it. */
  public static Lake at(SparkSession spark, String root) {
    return new Lake(spark, root, false);
  }

  /** The lake below {@code root}; closing it ends the session. */
  static Lake owning(SparkSession spark, String root) {
    return new Lake(spark, root, true);
  }

  /**
   * The same lake in a session with views of its own, for a thread that works beside another. It
   * becomes the active session of that thread, as Delta reads a log in no other.
   */
  public Lake inOwnSession() {
    SparkSession own = spark.newSession();
    SparkSession.setActiveSession(own);
    return new Lake(own, root, false);
  }

  /** A commit of a table and what it said about itself. */
  public record Noted(long version, CommitNote note) {}

  public SparkSession spark() {
    return spark;
  }

  /** The root folder, without a slash at its end. */
  public String root() {
    return root;
  }

  /** The folder of {@code table}. */
  public String path(Table table) {
    return "%s/%s/%s".formatted(root, table.layer().folder(), table.name());
  }

  /**
   * Creates {@code table} if it is not there.
   *
   * @throws UserMistake if it is there, but was made before some of its columns were declared
   */
  public void create(Table table) {
    Snapshot snapshot = snapshot(table);
    if (snapshot.version() < 0) {
      spark.sql(DeltaDdl.createTable(table, path(table)));
    } else {
      requireColumns(table, snapshot.schema());
    }
  }

  /**
   * Refuses {@code table} if it is there, but was made before some of its columns were declared.
   *
   * @throws UserMistake that names them
   */
  public void requireDeclared(Table table) {
    Snapshot snapshot = snapshot(table);
    if (snapshot.version() >= 0) {
      requireColumns(table, snapshot.schema());
    }
  }

  private static void requireColumns(Table table, StructType stored) {
    List<String> missing = new ArrayList<>(table.fieldNames());
    missing.removeAll(List.of(stored.fieldNames()));
    if (!missing.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The table %s was made by an older version and has no %s; stop what writes to the lake and run './shoplake lake upgrade'."
              .formatted(table.qualifiedName(), String.join(", ", missing)));
    }
  }

  /** What brings {@code table}, which must exist, up to its declaration. */
  public Upgrade upgrade(Table table) {
    Snapshot snapshot = snapshot(table);
    return Upgrade.of(
        table,
        path(table),
        snapshot.schema(),
        snapshot.metadata().description(),
        CollectionConverters.asJava(snapshot.metadata().configuration()));
  }

  /** Creates every table of the catalogue that is not there. */
  public void createAll() {
    Catalog.TABLES.forEach(this::create);
  }

  public boolean exists(Table table) {
    return version(table) >= 0;
  }

  /**
   * The table as it stands.
   *
   * @throws UserMistake if it was made before some of its columns were declared
   */
  public Dataset<Row> read(Table table) {
    Dataset<Row> rows = spark.read().format("delta").load(path(table));
    requireColumns(table, rows.schema());
    return rows;
  }

  /** The table as it stood at {@code version}, with the columns it had then. */
  public Dataset<Row> read(Table table, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path(table));
  }

  /**
   * The rows of the table as a stream, in the order of their commits; {@code options} are those of
   * Delta's streaming source.
   */
  public Dataset<Row> readStream(Table table, Map<String, String> options) {
    DataStreamReader reader =
        spark.readStream().format("delta").option("skipChangeCommits", "true").options(options);
    // From a snapshot the stream would begin with all files at once, in no order, and rebuild the
    // table's state at each restart; only a log that has lost its beginning needs that.
    return hasFirstCommit(table)
        ? reader.option("startingVersion", 0).load(path(table))
        : reader.load(path(table));
  }

  /** Whether the log still begins with the first commit. */
  public boolean hasFirstCommit(Table table) {
    try {
      return files(root).exists(FileNames.unsafeDeltaFile(log(table).logPath(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest version of {@code table}, -1 if it does not exist. */
  public long version(Table table) {
    return snapshot(table).version();
  }

  /** Whether the table has no rows; tells a new table without reading its state. */
  public boolean isEmpty(Table table) {
    Option<VersionChecksum> checksum = snapshot(table).checksumOpt();
    return (checksum.isDefined() && checksum.get().numFiles() == 0) || read(table).isEmpty();
  }

  /** Makes the tables that exist visible to SQL as {@code silver.events} and so on. */
  public void registerViews() {
    for (Layer layer : Layer.values()) {
      spark.sql("CREATE DATABASE IF NOT EXISTS " + layer.folder());
    }
    for (Table table : Catalog.TABLES) {
      if (exists(table)) {
        spark.sql(
            "CREATE OR REPLACE VIEW %s AS SELECT * FROM delta.`%s`"
                .formatted(table.qualifiedName(), path(table)));
      }
    }
  }

  /** Appends {@code rows} in one commit. */
  public void append(Table table, Dataset<Row> rows, CommitNote note) {
    noted(rows, table, note).mode("append").save(path(table));
  }

  /**
   * Appends the rows of one micro-batch in one commit, once; gives false if the batch is in the
   * table already.
   *
   * @throws AnotherWriterException if another instance of the query commits at the same time
   */
  public boolean appendOnce(Table table, Dataset<Row> rows, CommitNote note) {
    Mark mark = new Mark(note.query(), note.batch());
    try {
      return Commits.marked(log(table), mark, () -> append(table, rows, note));
    } catch (ConcurrentTransactionException refusal) {
      throw new AnotherWriterException(note.query(), refusal);
    }
  }

  /**
   * Commits the note of a micro-batch that has no rows for the table, once; gives false if the
   * batch is in the table already.
   *
   * @throws AnotherWriterException if another instance of the query commits at the same time
   */
  public boolean noteOnce(Table table, CommitNote note) {
    try {
      return Commits.markOnly(log(table), new Mark(note.query(), note.batch()), note.toJson());
    } catch (ConcurrentTransactionException refusal) {
      throw new AnotherWriterException(note.query(), refusal);
    }
  }

  /** The newest batch of each query that has committed to the table by marks. */
  public Map<String, Long> lastBatches(Table table) {
    return Commits.marks(log(table)).stream().collect(Collectors.toMap(Mark::query, Mark::batch));
  }

  /**
   * Replaces everything the table has for {@code days} by {@code rows}, in one commit, if nobody
   * has changed the table since it was read.
   *
   * @param version of the table from which the rows were made
   * @throws AnotherWriterException if another instance of the same program was faster
   */
  public void replaceDaysSince(
      long version, Table table, Dataset<Row> rows, Collection<ShopDay> days, CommitNote note) {
    once(version, table, note, () -> replaceDays(table, rows, days, note));
  }

  /** Appends {@code rows} under the same condition as {@link #replaceDaysSince}. */
  public void appendSince(long version, Table table, Dataset<Row> rows, CommitNote note) {
    once(version, table, note, () -> append(table, rows, note));
  }

  /**
   * Deletes the rows of {@code gone} and writes those of {@code changed} over or beside the ones
   * with the same key, in one commit, under the same condition as {@link #replaceDaysSince}.
   */
  public void mergeSince(
      long version, Table table, Dataset<Row> gone, Dataset<Row> changed, CommitNote note) {
    Dataset<Row> wanted =
        shaped(changed, table)
            .withColumn("is_gone", functions.lit(false))
            .union(shaped(gone, table).withColumn("is_gone", functions.lit(true)));
    String sameKey =
        table.key().stream()
            .map("stored.%1$s = wanted.%1$s"::formatted)
            .collect(Collectors.joining(" AND "));
    Runnable merge =
        () ->
            DeltaTable.forPath(spark, path(table))
                .as("stored")
                .merge(wanted.as("wanted"), sameKey)
                .whenMatched("wanted.is_gone")
                .delete()
                .whenMatched()
                .updateAll()
                .whenNotMatched()
                .insertAll()
                .execute();
    once(version, table, note, () -> noting(note, merge));
  }

  // A program marks its commits with the version it has read, so that no version has two successors
  // of the same program.
  private void once(long version, Table table, CommitNote note, Runnable write) {
    unlessAnotherIsFaster(
        note,
        () -> {
          if (!Commits.marked(log(table), new Mark(note.query(), version), write)) {
            throw new AnotherWriterException(note.query(), null);
          }
        });
  }

  private static void unlessAnotherIsFaster(CommitNote note, Runnable write) {
    try {
      write.run();
    } catch (DeltaConcurrentModificationException refusal) {
      throw new AnotherWriterException(note.query(), refusal);
    }
  }

  /** Replaces everything the table has for {@code days} by {@code rows}, in one commit. */
  public void replaceDays(
      Table table, Dataset<Row> rows, Collection<ShopDay> days, CommitNote note) {
    replaceWhere(table, rows, condition(days), note);
  }

  /** Replaces what fulfils {@code condition} by {@code rows}, which must, in one commit. */
  public void replaceWhere(Table table, Dataset<Row> rows, String condition, CommitNote note) {
    noted(rows, table, note).mode("overwrite").option("replaceWhere", condition).save(path(table));
  }

  /**
   * Deletes what fulfils {@code condition}, in one commit.
   *
   * @throws AnotherWriterException if somebody else has changed such rows at the same time
   */
  public void delete(Table table, String condition, CommitNote note) {
    Runnable delete = () -> DeltaTable.forPath(spark, path(table)).delete(condition);
    unlessAnotherIsFaster(note, () -> noting(note, delete));
  }

  /**
   * Sets columns of the rows that match one of {@code rows} by {@code condition}, in one commit.
   *
   * @param set column to the expression for it; like the condition over columns of both, whose
   *     names must differ
   * @throws AnotherWriterException if somebody else has changed such rows at the same time
   */
  public void update(
      Table table, Dataset<Row> rows, String condition, Map<String, String> set, CommitNote note) {
    Runnable update =
        () ->
            DeltaTable.forPath(spark, path(table))
                .merge(rows, condition)
                .whenMatched()
                .updateExpr(set)
                .execute();
    unlessAnotherIsFaster(note, () -> noting(note, update));
  }

  // These take the note from the session only, so one at a time may run.
  private synchronized void noting(CommitNote note, Runnable write) {
    String setting = "spark.databricks.delta.commitInfo.userMetadata";
    spark.conf().set(setting, note.toJson());
    try {
      write.run();
    } finally {
      spark.conf().unset(setting);
    }
  }

  /**
   * The notes of the commits after {@code version}, oldest first; commits without one are left out.
   */
  public List<Noted> notesSince(Table table, long version) {
    List<Noted> notes = new ArrayList<>();
    eachChange(
        table,
        version,
        (commit, action) -> {
          if (action instanceof CommitInfo info && info.userMetadata().isDefined()) {
            CommitNote.parse(info.userMetadata().get())
                .ifPresent(note -> notes.add(new Noted(commit, note)));
          }
        });
    return notes;
  }

  /** The rows that commits after {@code version} have added, also those that are gone again. */
  public Dataset<Row> addedSince(Table table, long version) {
    List<AddFile> files = new ArrayList<>();
    eachChange(
        table,
        version,
        (commit, action) -> {
          if (action instanceof AddFile file && file.dataChange()) {
            files.add(file);
          }
        });
    return log(table)
        .createDataFrame(
            snapshot(table), CollectionConverters.asScala(files).toSeq(), false, Option.empty());
  }

  /** Whether commits after {@code version} have changed the rows, and not only said something. */
  public boolean hasChangedSince(Table table, long version) {
    AtomicBoolean hasChanged = new AtomicBoolean();
    eachChange(
        table,
        version,
        (commit, action) -> {
          if (action instanceof FileAction file && file.dataChange()) {
            hasChanged.set(true);
          }
        });
    return hasChanged.get();
  }

  /** Gives {@code taker} each action of the commits after {@code version}, with its commit. */
  private void eachChange(Table table, long version, BiConsumer<Long, Action> taker) {
    // The newest commits may be those of another process; a log that is not refreshed first may end
    // before them.
    snapshot(table);
    try {
      // The very beginning of a log may have been cleaned, but nothing may lie between.
      Iterator<Tuple2<Object, Seq<Action>>> changes =
          log(table).getChanges(version + 1, Option.empty(), version >= 0);
      while (changes.hasNext()) {
        Tuple2<Object, Seq<Action>> change = changes.next();
        CollectionConverters.asJava(change._2())
            .forEach(action -> taker.accept((Long) change._1(), action));
      }
    } catch (DeltaIllegalStateException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The log of %s no longer reaches back to version %d, up to which its changes were taken; delete the tables that are built from it and build them anew."
              .formatted(table.qualifiedName(), version),
          e);
    }
  }

  private Snapshot snapshot(Table table) {
    return log(table).update(false, Option.empty(), Option.empty());
  }

  private DeltaLog log(Table table) {
    return DeltaLog.forTable(spark, new Path(path(table)));
  }

  private static DataFrameWriter<Row> noted(Dataset<Row> rows, Table table, CommitNote note) {
    return shaped(rows, table).write().format("delta").option("userMetadata", note.toJson());
  }

  /** The rows with the declared fields in declared order; refuses a field too many or too few. */
  static Dataset<Row> shaped(Dataset<Row> rows, Table table) {
    Set<String> given = new TreeSet<>(List.of(rows.columns()));
    Set<String> declared = new TreeSet<>(table.fieldNames());
    if (!given.equals(declared)) {
      throw new IllegalArgumentException(
          "%s declares %s but the rows have %s".formatted(table.qualifiedName(), declared, given));
    }
    // All nullable: Delta guards NOT NULL, whereas this would refuse rows whose type does not say
    // it.
    StructType nullable = Schemas.of(table).asNullable();
    return rows.to(nullable);
  }

  /** The rows of {@code days}, as a condition on shop_id and day. */
  public static String condition(Collection<ShopDay> days) {
    SortedMap<String, TreeSet<LocalDate>> byShop = new TreeMap<>();
    for (ShopDay day : days) {
      byShop.computeIfAbsent(day.shop(), shop -> new TreeSet<>()).add(day.day());
    }
    if (byShop.isEmpty()) {
      return "false";
    }
    return byShop.entrySet().stream()
        .map(
            entry ->
                "(shop_id = '%s' AND (%s))"
                    .formatted(
                        entry.getKey().replace("\\", "\\\\").replace("'", "\\'"),
                        ranges(entry.getValue())))
        .collect(Collectors.joining(" OR "));
  }

  private static String ranges(TreeSet<LocalDate> days) {
    List<LocalDate> firstDays = firstDays(days);
    if (firstDays.size() <= MOST_RANGES) {
      return ranges(days, firstDays);
    }
    // Delta expands each range into a condition on every file's statistics, so hundreds of them
    // take longer than the work: the widest gaps choose the files, and the list the rows.
    List<LocalDate> afterWidestGaps =
        firstDays.stream()
            .sorted(Comparator.comparing(day -> -gapBefore(day, days)))
            .limit(MOST_RANGES)
            .sorted()
            .toList();
    return "(%s) AND day IN (%s)"
        .formatted(
            ranges(days, afterWidestGaps),
            days.stream().map("DATE'%s'"::formatted).collect(Collectors.joining(", ")));
  }

  /** The days whose day before is not among {@code days}. */
  private static List<LocalDate> firstDays(TreeSet<LocalDate> days) {
    return days.stream().filter(day -> !days.contains(day.minusDays(1))).toList();
  }

  /** Days since the one before {@code day}; the first one has the widest gap of all. */
  private static long gapBefore(LocalDate day, TreeSet<LocalDate> days) {
    LocalDate before = days.lower(day);
    return before == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(before, day);
  }

  private static String ranges(TreeSet<LocalDate> days, List<LocalDate> firstDays) {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < firstDays.size(); i++) {
      boolean isLast = i + 1 == firstDays.size();
      ranges.add(range(firstDays.get(i), isLast ? days.last() : days.lower(firstDays.get(i + 1))));
    }
    return String.join(" OR ", ranges);
  }

  private static String range(LocalDate from, LocalDate to) {
    return "day BETWEEN DATE'%s' AND DATE'%s'".formatted(from, to);
  }

  /** The file system that {@code path} lies on. */
  public FileSystem files(String path) {
    try {
      return new Path(path).getFileSystem(spark.sessionState().newHadoopConf());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the session if this lake started it. */
  @Override
  public void close() {
    if (endsSession) {
      spark.stop();
    }
  }
}
