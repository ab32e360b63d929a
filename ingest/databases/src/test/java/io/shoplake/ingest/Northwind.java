package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A public database, where there is one. */
final class Northwind {

  private static final Path DUMP = PublicData.folder("northwind").resolve("northwind.sql");

  private Northwind() {}

  /** Extracts it by JDBC from PostgreSQL into files. */
  static void extract(Path folder) throws Exception {
    try (PostgresDatabase database = new PostgresDatabase()) {
      load(database);
      extract(database, folder);
    }
  }

  /** Extracts it by JDBC from MariaDB, to which its rows were copied, into files. */
  static void extractFromMariaDb(Path folder) throws Exception {
    try (PostgresDatabase original = new PostgresDatabase();
        MariaDatabase database = MariaDatabase.by("mariadb")) {
      load(original);
      database.execute(
          "DROP DATABASE IF EXISTS public", "CREATE DATABASE public CHARACTER SET utf8mb4");
      try (Connection from = original.connect();
          Connection to = database.connect()) {
        to.setCatalog("public");
        for (Map.Entry<String, List<String>> table : DebeziumMessages.NORTHWIND.entrySet()) {
          copy(table.getKey(), table.getValue(), from, to);
        }
      }
      extract(database, folder);
    }
  }

  private static void load(PostgresDatabase database) throws Exception {
    assumeTrue(Files.isRegularFile(DUMP), "Skipped: there is no data set at " + DUMP);
    database.execute(Files.readString(DUMP));
  }

  private static void copy(String table, List<String> key, Connection from, Connection to)
      throws SQLException {
    try (Statement query = from.createStatement();
        ResultSet rows = query.executeQuery("SELECT * FROM " + table);
        Statement creation = to.createStatement()) {
      ResultSetMetaData columns = rows.getMetaData();
      List<String> declared = new ArrayList<>();
      for (int index = 1; index <= columns.getColumnCount(); index++) {
        declared.add(columns.getColumnName(index) + " " + type(columns, index));
      }
      creation.execute(
          "CREATE TABLE %s (%s, PRIMARY KEY (%s))"
              .formatted(table, String.join(", ", declared), String.join(", ", key)));
      String places = String.join(", ", Collections.nCopies(declared.size(), "?"));
      try (PreparedStatement insertion =
          to.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(table, places))) {
        while (rows.next()) {
          for (int index = 1; index <= declared.size(); index++) {
            insertion.setObject(index, rows.getObject(index));
          }
          insertion.addBatch();
        }
        insertion.executeBatch();
      }
    }
  }

  private static String type(ResultSetMetaData columns, int index) throws SQLException {
    String type = columns.getColumnTypeName(index);
    return switch (type) {
      case "int2" -> "smallint";
      case "int4" -> "int";
      case "float4" -> "float";
      case "bytea" -> "longblob";
      case "varchar" -> "varchar(%d)".formatted(columns.getPrecision(index));
      case "date", "text" -> type;
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static void extract(SourceDatabase database, Path folder) {
    Run run =
        Run.of(
            new Ingest(),
            "extract",
            "jdbc",
            "--tables=northwind",
            "--url=" + database.url(),
            "--user=" + database.user(),
            "--to=" + folder);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
