package io.shoplake.ingest.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.jdbc.TableReader.Part;
import io.shoplake.ingest.jdbc.TableReader.RowListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads ranges of a table's key at the same time, each by a connection of its own. */
record Chunks(Database database, TableReader reader) {

  private static final int WAITING_ROWS = 1000;

  /** Gives every row of {@code part} to {@code listener}, in this thread. */
  void read(Connection connection, Part part, RowListener listener) throws SQLException {
    List<Part> parts = reader.chunks(part, connection);
    if (parts.size() == 1) {
      reader.rows(connection, part, listener);
      return;
    }
    String snapshot = database.dialect().export(connection);
    BlockingQueue<Optional<ObjectNode>> rows = new ArrayBlockingQueue<>(WAITING_ROWS);
    ExecutorService readers = Executors.newFixedThreadPool(parts.size());
    try {
      List<Future<Void>> reading = new ArrayList<>();
      for (Part chunk : parts) {
        reading.add(readers.submit(() -> read(chunk, snapshot, rows)));
      }
      for (int running = parts.size(); running > 0; ) {
        Optional<ObjectNode> row = rows.take();
        if (row.isPresent()) {
          listener.row(row.get());
        } else {
          running--;
        }
      }
      for (Future<Void> one : reading) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading a table", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException("A table cannot be read", e.getCause());
    } finally {
      readers.shutdownNow();
    }
  }

  private Void read(Part chunk, String snapshot, BlockingQueue<Optional<ObjectNode>> rows)
      throws SQLException, InterruptedException {
    try (Connection connection = database.snapshot()) {
      database.dialect().join(connection, snapshot);
      reader.rows(connection, chunk, row -> put(rows, row));
    } finally {
      rows.put(Optional.empty());
    }
    return null;
  }

  private static void put(BlockingQueue<Optional<ObjectNode>> rows, ObjectNode row)
      throws SQLException {
    try {
      rows.put(Optional.of(row));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("The reading was given up", e);
    }
  }
}
