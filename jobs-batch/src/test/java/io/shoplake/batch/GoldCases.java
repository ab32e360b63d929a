package io.shoplake.batch;

import static io.shoplake.layout.Field.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.LocalSpark;
import io.shoplake.lake.Schemas;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The cases of gold tables: a folder of given and expected rows each. */
final class GoldCases {

  private static final Table TOUCHED_DAYS =
      Table.ops("touched_days", "The days to build.")
          .fields(
              required("shop_id", FieldType.STRING, "The shop."),
              required("day", FieldType.DATE, "The day."),
              required("final_at", FieldType.TIMESTAMP, "When it is final."))
          .build();

  private final Path root;
  private final SparkSession spark = LocalSpark.session();
  private final CaseRows rows = new CaseRows(spark);

  GoldCases(Path root) {
    this.root = root;
  }

  List<Path> of(Table table) {
    try (Stream<Path> folders = Files.list(root.resolve(table.name()))) {
      return folders.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Fails unless the query of {@code table} gives the expected rows of the case. */
  void check(Table table, Path folder) throws IOException {
    Map<String, Dataset<Row>> sources = new HashMap<>();
    for (Table source : table.sources()) {
      sources.put(source.name(), rows.read(source, folder.resolve(source.name() + ".json")));
    }
    Dataset<Row> actual =
        GoldModel.of(table).run(spark, sources, touchedDays(folder), funnelSteps(folder));
    assertThat(actual.columns()).containsExactlyElementsOf(table.fieldNames());
    for (Table.Check check : table.checks()) {
      assertThat(actual.where("NOT (%s)".formatted(check.expression())).collectAsList())
          .as(check.name())
          .isEmpty();
    }
    assertThat(actual.to(Schemas.of(table).asNullable()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            rows.read(table, folder.resolve("expected.json")).collectAsList());
  }

  /** What the case says, else all of November 2026 of the shops main and other. */
  private Dataset<Row> touchedDays(Path folder) throws IOException {
    Path file = folder.resolve("touched_days.json");
    return Files.exists(file)
        ? rows.read(TOUCHED_DAYS, file)
        : spark.sql(
            """
            SELECT shop_id, day, CAST(date_add(day, 9) AS timestamp) AS final_at
            FROM (SELECT explode(sequence(DATE'2026-11-01', DATE'2026-11-30')) AS day)
            CROSS JOIN VALUES ('main'), ('other') AS shops (shop_id)
            """);
  }

  /** As the shop file of the case says, else the default steps, for the shops main and other. */
  private Dataset<Row> funnelSteps(Path folder) {
    Path file = folder.resolve("shops.yaml");
    Shops shops = Files.exists(file) ? Shops.load(file) : Shops.DEFAULT;
    return FunnelSteps.rows(spark, List.of("main", "other"), shops);
  }
}
