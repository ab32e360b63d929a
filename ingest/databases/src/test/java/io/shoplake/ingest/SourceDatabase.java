package io.shoplake.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real database that is extracted. */
interface SourceDatabase extends AutoCloseable {

  /** Its JDBC address without a sign-in. */
  String url();

  String user();

  Connection connect() throws SQLException;

  /** Runs statements as somebody who works with the database would. */
  default void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement jdbc = connection.createStatement()) {
      for (String statement : statements) {
        jdbc.execute(statement);
      }
    }
  }
}
