package io.shoplake.ingest.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.Waiting;
import io.shoplake.ingest.extract.CellType;
import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.RowChange;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.extract.RowStore;
import io.shoplake.ingest.extract.SourceTable;
import io.shoplake.ingest.extract.SourceTables;
import io.shoplake.ingest.jdbc.TableReader.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Brings what is new in the tables of a database to a delivery. */
public final class JdbcExtraction {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Database database;
  private final SourceTables tables;
  private final RowStore store;
  private final Delivery delivery;
  private final int retries;
  private final Waiting waiting;
  private final Progress progress;

  /**
   * An extraction that can be run repeatedly.
   *
   * @param retries how often a round is begun again that failed for reasons that may pass
   * @param progress told how far it is
   */
  public JdbcExtraction(
      Database database,
      SourceTables tables,
      RowStore store,
      Delivery delivery,
      int retries,
      Waiting waiting,
      Progress progress) {
    this.database = database;
    this.tables = tables;
    this.store = store;
    this.delivery = delivery;
    this.retries = retries;
    this.waiting = waiting;
    this.progress = progress;
  }

  /**
   * Reads every table once, all of them in one snapshot.
   *
   * @throws UserMistake if database or sink fail; the store says how far it came
   * @throws Waiting.Stopped if the command was asked to stop; the same holds
   */
  public void round() {
    for (int attempt = 0; ; attempt++) {
      try (Connection connection = database.snapshot()) {
        Instant now = now(connection);
        for (SourceTable table : tables.tables()) {
          extract(TableReader.of(database, table, connection), connection, now);
        }
        break;
      } catch (SQLException e) {
        if (!Database.mayPass(e)) {
          throw new UserMistake(
              ExitCode.CONFIGURATION,
              "The database %s refuses: %s; correct %s."
                  .formatted(database.place(), firstLine(e), whatToCorrect(e)),
              e);
        }
        if (attempt == retries) {
          throw new UserMistake(
              ExitCode.UNREACHABLE,
              "The database %s cannot be reached after %d attempts (%s); is it running, and is --url right?"
                  .formatted(database.place(), retries + 1, firstLine(e)),
              e);
        }
        waiting.pause(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 6)));
      }
    }
    delivery.compose();
  }

  private static String whatToCorrect(SQLException e) {
    // 28 is a login that is not accepted, 3D a database that is not there.
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("28")
        ? "--user or SHOPLAKE_SOURCE_PASSWORD"
        : state.startsWith("3D") ? "--url" : "the tables file, or what --user may read";
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private Instant now(Connection connection) throws SQLException {
    String now = TableReader.single(connection, database.dialect().now());
    return Instant.parse(CellType.INSTANT.read(now).asText());
  }

  private void extract(TableReader reader, Connection connection, Instant now) throws SQLException {
    SourceTable table = reader.table();
    if (!reader.leftOut().isEmpty() && !store.keys(table).hasNext()) {
      progress.say(
          "Left out of %s: %s".formatted(table.name(), String.join(", ", reader.leftOut())));
    }
    store.requireKey(table, reader.key());
    Optional<String> reached = Optional.empty();
    Part part = Part.ALL;
    String mark = "watermark %s %s".formatted(table.name(), table.watermark());
    if (table.watermark() != null) {
      requireKey(reader);
      Watermark watermark = new Watermark(reader.watermarkType(), table.overlap(), tables.zone());
      // Asked for before the rows: what is written in between is found the next time.
      reached = watermark.reached(reader.greatest(connection), now);
      part = store.progress(mark).map(last -> reader.since(watermark.from(last))).orElse(Part.ALL);
    }
    RowKeys keys = new RowKeys(reader.key());
    Batch batch = new Batch(table, now);
    new Chunks(database, reader)
        .read(connection, part, row -> batch.add(keys.add(row), RowChange.Kind.PRESENT, row));
    if (table.findsDeletes()) {
      RowKeys all = keys;
      if (!part.equals(Part.ALL)) {
        all = new RowKeys(reader.key());
        reader.keys(connection, all::add);
      }
      findDeletes(reader, all, batch);
    }
    batch.send();
    reached.ifPresent(text -> delivery.take(List.of(), () -> store.setProgress(mark, text)));
  }

  private void requireKey(TableReader reader) {
    if (reader.key().isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The table '%s' has no primary key; name columns that tell its rows apart with 'key', or read it with 'mode: full'."
              .formatted(reader.table().name()));
    }
  }

  private void findDeletes(TableReader reader, RowKeys present, Batch batch) {
    Iterator<String> known = store.keys(reader.table());
    while (known.hasNext()) {
      String key = known.next();
      if (!present.contains(key)) {
        batch.add(
            key,
            RowChange.Kind.GONE,
            SourceTable.keyOnly(reader.key(), store.row(reader.table().name(), key)));
      }
    }
  }

  /** Changes that are sent together. */
  private final class Batch {

    private static final int MOST_ROWS = 1000;

    private final SourceTable table;
    private final Instant at;
    private final List<RowChange> changes = new ArrayList<>();
    private long letters;

    Batch(SourceTable table, Instant at) {
      this.table = table;
      this.at = at;
    }

    void add(String key, RowChange.Kind kind, ObjectNode row) {
      changes.add(new RowChange(table, key, kind, row, at, null));
      letters += RowJson.letters(row);
      if (changes.size() == MOST_ROWS || letters > RowJson.MOST_LETTERS_AT_ONCE) {
        send();
      }
    }

    void send() {
      waiting.check();
      delivery.take(changes, () -> {});
      changes.clear();
      letters = 0;
      progress.at("%,d rows, %s".formatted(delivery.tally().seen(), table.name()));
    }
  }
}
