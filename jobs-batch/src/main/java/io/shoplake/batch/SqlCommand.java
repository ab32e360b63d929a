package io.shoplake.batch;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers SQL from the lake or the warehouse. */
@Command(
    name = "sql",
    description = {
      "Answers SQL from the lake or the warehouse.",
      "In the lake tables are called silver.events, gold.daily_revenue and so on; in the warehouse"
          + " lake_gold.daily_revenue. Without a statement, statements are read from standard"
          + " input, each ended by a semicolon."
    })
public final class SqlCommand implements Callable<Integer> {

  /** Who answers. */
  enum Place {
    LAKE,
    WAREHOUSE
  }

  /** Answers one statement. */
  private interface Answers {
    void answer(String statement) throws SQLException;
  }

  @Mixin LakeOptions lakeOptions;

  @Mixin WarehouseOptions warehouseOptions;

  @Option(
      names = "--on",
      paramLabel = "PLACE",
      defaultValue = "lake",
      description = "Who answers: ${COMPLETION-CANDIDATES}.")
  Place place;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How rows are shown: ${COMPLETION-CANDIDATES}.")
  Format format;

  @Parameters(arity = "0..1", paramLabel = "STATEMENT", description = "One SQL statement.")
  String statement;

  @Override
  public Integer call() throws IOException, SQLException {
    return switch (place) {
      case LAKE -> {
        try (Lake lake = lakeOptions.open("sql")) {
          lake.registerViews();
          registerSilverViews(lake);
          yield each(sql -> onLake(lake, sql));
        }
      }
      case WAREHOUSE -> {
        try (Connection connection = warehouseOptions.connect()) {
          yield each(sql -> onWarehouse(connection, sql));
        }
      }
    };
  }

  private static void registerSilverViews(Lake lake) {
    if (lake.exists(io.shoplake.layout.silver.Orders.ORDERS)) {
      lake.spark().sql("USE silver");
      for (String view : List.of("order_lines", "refunds")) {
        lake.spark()
            .sql(
                "CREATE OR REPLACE VIEW silver.%s AS %s"
                    .formatted(view, SqlText.of("views/%s.sql".formatted(view))));
      }
    }
  }

  private int each(Answers answers) throws IOException, SQLException {
    if (statement != null) {
      answers.answer(statement);
      return ExitCode.OK.number();
    }
    int exitCode = ExitCode.OK.number();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      text.append(line).append('\n');
      if (line.stripTrailing().endsWith(";")) {
        exitCode = Math.max(exitCode, answerOf(answers, text.toString()));
        text.setLength(0);
      }
    }
    if (!text.toString().isBlank()) {
      exitCode = Math.max(exitCode, answerOf(answers, text.toString()));
    }
    return exitCode;
  }

  // A mistyped statement does not end the shell.
  private static int answerOf(Answers answers, String sql) throws SQLException {
    try {
      answers.answer(sql);
      return ExitCode.OK.number();
    } catch (UserMistake mistake) {
      System.err.println(mistake.getMessage());
      return mistake.exitCode().number();
    }
  }

  private void onLake(Lake lake, String sql) {
    Dataset<Row> rows;
    List<List<String>> texts;
    try {
      rows = lake.spark().sql(withoutSemicolon(sql));
      texts = asText(rows);
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SparkThrowable spark && isMistake(spark.getSqlState())) {
          throw new UserMistake(ExitCode.USAGE, firstLine(cause), e);
        }
      }
      throw e;
    }
    format.print(Arrays.asList(rows.columns()), texts, System.out);
  }

  private static List<List<String>> asText(Dataset<Row> rows) {
    StructType schema = rows.schema();
    Column[] texts = new Column[schema.length()];
    Dataset<Row> numbered =
        rows.toDF(
            java.util.stream.IntStream.range(0, schema.length())
                .mapToObj(i -> "c" + i)
                .toArray(String[]::new));
    for (int i = 0; i < texts.length; i++) {
      StructField field = schema.fields()[i];
      boolean isNested =
          field.dataType() instanceof StructType
              || field.dataType() instanceof ArrayType
              || field.dataType() instanceof MapType;
      Column column = functions.col("c" + i);
      texts[i] = isNested ? functions.to_json(column) : column.cast("string");
    }
    List<List<String>> values = new ArrayList<>();
    for (Row row : numbered.select(texts).collectAsList()) {
      List<String> value = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        value.add(row.getString(i));
      }
      values.add(value);
    }
    return values;
  }

  private void onWarehouse(Connection connection, String sql) throws SQLException {
    try (Statement jdbc = connection.createStatement()) {
      if (!jdbc.execute(withoutSemicolon(sql))) {
        System.out.printf("%d rows%n", Math.max(0, jdbc.getUpdateCount()));
        return;
      }
      try (ResultSet rows = jdbc.getResultSet()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(rows.getMetaData().getColumnLabel(i));
        }
        List<List<String>> texts = new ArrayList<>();
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns.size(); i++) {
            row.add(rows.getString(i));
          }
          texts.add(row);
        }
        format.print(columns, texts, System.out);
      }
    } catch (SQLException e) {
      if (isMistake(e.getSQLState())) {
        throw new UserMistake(ExitCode.USAGE, firstLine(e), e);
      }
      throw e;
    }
  }

  /** Syntax and names (42), values such as a division by zero (22), constraints, read-only. */
  private static boolean isMistake(String sqlState) {
    return sqlState != null && sqlState.matches("(22|23|25|42).*");
  }

  private static String withoutSemicolon(String sql) {
    return sql.strip().replaceAll(";\\s*$", "");
  }

  private static String firstLine(Throwable e) {
    return e.getMessage().lines().findFirst().orElse(e.toString());
  }
}
