package io.shoplake.ingest;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real PostgreSQL of a test's own. */
final class PostgresDatabase implements SourceDatabase {

  private final EmbeddedPostgres server;

  PostgresDatabase() throws IOException {
    this.server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @Override
  public String url() {
    return server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), user(), "");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
