package io.shoplake.batch;

import static io.shoplake.layout.Field.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.shoplake.lake.LocalSpark;
import io.shoplake.lake.Schemas;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.FieldType;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every gold table's query against the rows in {@code src/test/resources/gold/<table>/<case>}. */
class GoldModelsTest {

  private static final Path CASES = Path.of("src/test/resources/gold");

  private static final Table TOUCHED_DAYS =
      Table.ops("touched_days", "The days to build.")
          .fields(
              required("shop_id", FieldType.STRING, "The shop."),
              required("day", FieldType.DATE, "The day."),
              required("final_at", FieldType.TIMESTAMP, "When it is final."))
          .build();

  private final SparkSession spark = LocalSpark.session();
  private final CaseRows rows = new CaseRows(spark);

  @TestFactory
  Stream<DynamicTest> everyGoldTableHasAQueryAndACase() {
    return Catalog.layer(Layer.GOLD).stream()
        .map(
            table ->
                dynamicTest(
                    table.name(),
                    () -> {
                      assertThat(SqlText.find("gold/%s.sql".formatted(table.name())))
                          .as("src/main/resources/gold/%s.sql", table.name())
                          .isPresent();
                      assertThat(cases(table))
                          .as("a case in %s/%s", CASES, table.name())
                          .isNotEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyQueryGivesWhatItsCasesExpect() {
    return Catalog.layer(Layer.GOLD).stream()
        .flatMap(
            table ->
                cases(table).stream()
                    .map(
                        folder ->
                            dynamicTest(
                                "%s: %s".formatted(table.name(), folder.getFileName()),
                                () -> givesWhatIsExpected(table, folder))));
  }

  private void givesWhatIsExpected(Table table, Path folder) throws IOException {
    Map<String, Dataset<Row>> sources = new HashMap<>();
    for (Table source : table.sources()) {
      sources.put(source.name(), rows.read(source, folder.resolve(source.name() + ".json")));
    }
    Dataset<Row> actual = GoldModel.of(table).run(spark, sources, touchedDays(folder));
    assertThat(actual.columns()).containsExactlyElementsOf(table.fieldNames());
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

  private static List<Path> cases(Table table) {
    try (Stream<Path> folders = Files.list(CASES.resolve(table.name()))) {
      return folders.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
