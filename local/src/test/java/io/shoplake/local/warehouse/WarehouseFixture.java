package io.shoplake.local.warehouse;

import io.shoplake.layout.Catalog;
import io.shoplake.layout.Field;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import io.shoplake.layout.print.PostgresDdl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL with every published table as declared, and rows put in by name. */
public final class WarehouseFixture implements AutoCloseable {

  private static final OffsetDateTime FINAL_AT = OffsetDateTime.parse("2026-11-12T00:00:00Z");

  private final EmbeddedPostgres server;
  private final Connection connection;

  public WarehouseFixture() throws IOException, SQLException {
    server = EmbeddedPostgres.start();
    connection = server.getPostgresDatabase().getConnection();
  }

  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** The arguments that lead a command to this warehouse. */
  public List<String> arguments() {
    return List.of("--warehouse-url", url(), "--warehouse-user", "postgres");
  }

  /** All published tables, without rows. */
  public void empty() throws SQLException {
    for (Table table : Catalog.TABLES) {
      if (table.schema().isPresent()) {
        String schema = table.schema().get();
        execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(schema));
        execute("DROP TABLE IF EXISTS %s".formatted(Warehouse.name(table)));
        execute(PostgresDdl.createTable(table, schema));
      }
    }
  }

  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A row with {@code values}; columns that are not named hold zero or nothing. */
  public void insert(Table table, Map<String, Object> values) throws SQLException {
    List<String> places = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    for (Field field : table.fields()) {
      places.add("CAST(? AS %s)".formatted(field.type().postgres()));
      parameters.add(values.getOrDefault(field.name(), byDefault(field)));
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO %s VALUES (%s)"
                .formatted(Warehouse.name(table), String.join(", ", places)))) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      statement.executeUpdate();
    }
  }

  private static Object byDefault(Field field) {
    if (!field.isRequired()) {
      return null;
    }
    if (field.type() == FieldType.TIMESTAMP) {
      return FINAL_AT;
    }
    if (field.type() == FieldType.DATE) {
      return LocalDate.EPOCH;
    }
    if (field.type() == FieldType.STRING) {
      return "";
    }
    return field.type().postgres().equals("jsonb") ? "{}" : (Object) 0L;
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
    server.close();
  }
}
