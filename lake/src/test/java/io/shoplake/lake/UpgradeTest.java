package io.shoplake.lake;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Upgrade.Step;
import io.shoplake.layout.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of an older version, and what is declared now. */
class UpgradeTest {

  private static final Table FORMER =
      Table.bronze("things", "Things.")
          .fields(required("id", STRING, "The thing."), optional("size", LONG, "How large."))
          .build();

  private static final Table NOW =
      Table.bronze("things", "Things, and what they're like.")
          .fields(
              required("id", STRING, "The thing."),
              optional("colour", STRING, "What it's painted in."),
              optional("size", LONG, "How large, in centimetres."))
          .statistics("id")
          .build();

  private static final Table OTHER =
      Table.bronze("things", "Things.")
          .fields(
              required("id", STRING, "The thing."),
              optional("size", STRING, "How large."),
              required("colour", STRING, "The colour."))
          .build();

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void createTheFormerTable() {
    lake = TempLake.in(folder);
    lake.create(FORMER);
    append(FORMER, Map.of("id", "a", "size", 1L));
  }

  @Test
  void aTableThatLacksColumnsIsRefusedWithTheirNamesAndTheWayOut() {
    for (Runnable use :
        List.<Runnable>of(
            () -> lake.create(NOW), () -> lake.read(NOW), () -> lake.requireDeclared(NOW))) {
      assertThatThrownBy(use::run)
          .isInstanceOfSatisfying(
              UserMistake.class,
              mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContainingAll("bronze.things", "has no colour", "./shoplake lake upgrade");
    }
    // One that has more is of a newer version, and may be read.
    assertThat(lake.read(FORMER).count()).isEqualTo(1);
  }

  @Test
  void whatMayBeEmptyIsAddedWhereItIsDeclaredAndAStreamGoesOn() throws Exception {
    assertThat(streamed()).containsExactly("a null");

    assertThat(lake.upgrade(NOW).refusals()).isEmpty();
    assertThat(lake.upgrade(NOW).steps())
        .extracting(Step::what)
        .containsExactly(
            "column colour added", "comment of size set", "comment set", "properties set");
    lake.upgrade(NOW).steps().forEach(step -> lake.spark().sql(step.statement()));

    assertThat(lake.upgrade(NOW).steps()).isEmpty();
    assertThat(lake.read(NOW).schema()).isEqualTo(Schemas.of(NOW));
    lake.create(NOW);
    append(NOW, Map.of("id", "b", "colour", "red"));
    assertThat(values(lake.read(NOW))).containsExactly("a null", "b red");
    assertThat(streamed()).containsExactly("b red");
  }

  @Test
  void whatEveryRowNeedsOrWhatIsOfAnotherTypeIsRefused() {
    assertThat(lake.upgrade(OTHER))
        .isEqualTo(
            new Upgrade(
                List.of(),
                List.of(
                    "has a column size of type bigint instead of string",
                    "has no column colour, which every row needs")));
  }

  private void append(Table table, Map<String, Object> row) {
    lake.append(
        table, Rows.of(table, List.of(Rows.of(table, row))), CommitNote.of("test", List.of()));
  }

  /** What came since the last time. */
  private List<String> streamed() throws Exception {
    List<String> seen = new ArrayList<>();
    lake.readStream(NOW, Map.of())
        .writeStream()
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .foreachBatch((Dataset<Row> rows, Long batch) -> seen.addAll(values(rows)))
        .start()
        .awaitTermination();
    return seen;
  }

  private static List<String> values(Dataset<Row> rows) {
    boolean isUpgraded = List.of(rows.columns()).contains("colour");
    return rows
        .selectExpr(
            "concat(id, ' ', coalesce(%s, 'null'))".formatted(isUpgraded ? "colour" : "null"))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
