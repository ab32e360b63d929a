package io.shoplake.lake;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeTest {

  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

  @TempDir Path folder;

  @Test
  void everyTableIsCreatedAsDeclaredAndCreatingItAgainChangesNothing() {
    Lake lake = TempLake.in(folder);
    lake.createAll();
    lake.createAll();
    for (Table table : Catalog.TABLES) {
      assertThat(lake.version(table)).as(table.qualifiedName()).isZero();
      List<String> found =
          List.of(lake.read(table).schema().fields()).stream().map(LakeTest::spelled).toList();
      List<String> declared =
          List.of(Schemas.of(table).fields()).stream().map(LakeTest::spelled).toList();
      assertThat(found).as(table.qualifiedName()).isEqualTo(declared);
    }
  }

  private static String spelled(StructField field) {
    return "%s %s %s"
        .formatted(field.name(), field.dataType().sql(), field.getComment().getOrElse(() -> ""));
  }

  @Test
  void tablesAreVisibleToSqlByLayerAndName() {
    Lake lake = TempLake.in(folder);
    lake.create(REJECTS);
    lake.registerViews();
    assertThat(lake.spark().sql("SELECT * FROM silver.rejects").count()).isZero();
  }

  @Test
  void replacingDaysTouchesNoOtherDayAndIsOneCommit() {
    Lake lake = TempLake.in(folder);
    lake.create(REJECTS);
    lake.append(
        REJECTS,
        Rows.ofJson(
            REJECTS,
            reject("a", "2026-11-01"),
            reject("a", "2026-11-02"),
            reject("b", "2026-11-01")),
        CommitNote.of("test", List.of()));
    ShopDay replaced = new ShopDay("a", LocalDate.parse("2026-11-01"));
    CommitNote note = CommitNote.of("test", List.of(replaced));
    long before = lake.version(REJECTS);
    lake.replaceDays(
        REJECTS,
        Rows.ofJson(REJECTS, reject("a", "2026-11-01"), reject("a", "2026-11-01")),
        List.of(replaced),
        note);
    assertThat(lake.version(REJECTS)).isEqualTo(before + 1);
    assertThat(days(lake))
        .containsExactly("a 2026-11-01", "a 2026-11-01", "a 2026-11-02", "b 2026-11-01");
    assertThat(lake.notesSince(REJECTS, before)).containsExactly(new Lake.Noted(before + 1, note));
  }

  @Test
  void aVersionHasOneSuccessorOfTheSameProgram() {
    Lake lake = TempLake.in(folder);
    lake.create(SESSIONS);
    CommitNote note = CommitNote.of("restate", List.of());
    long read = lake.version(SESSIONS);
    lake.appendSince(read, SESSIONS, sessions("first 1"), note);
    assertThatThrownBy(() -> lake.appendSince(read, SESSIONS, sessions("second 1"), note))
        .isInstanceOf(AnotherWriterException.class);
    assertThat(lake.read(SESSIONS).count()).isEqualTo(1);

    lake.appendSince(lake.version(SESSIONS), SESSIONS, sessions("third 1"), note);
    assertThat(lake.read(SESSIONS).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete", "update"})
  void whoeverIsFasterMakesTheOtherOneAnotherWriter(String change) {
    Lake lake = TempLake.in(folder);
    lake.create(SESSIONS);
    CommitNote note = CommitNote.of("restate", List.of());
    lake.append(SESSIONS, sessions("one 1", "two 2"), note);
    MEANWHILE.set(() -> TempLake.in(folder).delete(SESSIONS, "session_id = 'two'", note));
    UDF1<String, Boolean> meanwhile = LakeTest::meanwhile;
    lake.spark().udf().register("meanwhile", meanwhile, DataTypes.BooleanType);

    assertThatThrownBy(
            () -> {
              if (change.equals("delete")) {
                lake.delete(SESSIONS, "meanwhile(session_id)", note);
              } else {
                lake.update(
                    SESSIONS,
                    sessions("one 1").select("session_id").toDF("its_id"),
                    "session_id = its_id AND meanwhile(session_id)",
                    Map.of("events", "5"),
                    note);
              }
            })
        .isInstanceOf(AnotherWriterException.class);
    assertThat(lake.read(SESSIONS).select("session_id", "events").collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("one 1");
  }

  /** Does once, while Spark asks it of a row, what another program would do. */
  private static boolean meanwhile(String id) {
    Runnable other = MEANWHILE.getAndSet(null);
    if (other != null) {
      // A thread of its own: Spark allows no job inside the task of another.
      CompletableFuture.runAsync(other).join();
    }
    return true;
  }

  @Test
  void rowsAddedSinceAVersionAreJustThose() {
    Lake lake = TempLake.in(folder);
    lake.create(SESSIONS);
    lake.append(SESSIONS, sessions("old 1"), CommitNote.of("test", List.of()));
    long before = lake.version(SESSIONS);
    assertThat(lake.addedSince(SESSIONS, before).count()).isZero();
    lake.append(SESSIONS, sessions("new 1"), CommitNote.of("test", List.of()));
    assertThat(lake.addedSince(SESSIONS, before).select("session_id").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("new");
  }

  @Test
  void rowsWithAnotherColumnAreRefusedByName() {
    Lake lake = TempLake.in(folder);
    lake.create(DAILY_QUALITY);
    Dataset<Row> rows = Rows.ofJson(DAILY_QUALITY).withColumnRenamed("day", "date");
    assertThatThrownBy(() -> lake.append(DAILY_QUALITY, rows, CommitNote.of("test", List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gold.daily_quality declares");
  }

  @Test
  void daysInARowAreOneRange() {
    List<ShopDay> days =
        List.of("2026-11-01", "2026-11-02", "2026-11-05").stream()
            .map(day -> new ShopDay("o'neill", LocalDate.parse(day)))
            .toList();
    assertThat(Lake.condition(days))
        .isEqualTo(
            "(shop_id = 'o\\'neill' AND (day BETWEEN DATE'2026-11-01' AND DATE'2026-11-02'"
                + " OR day BETWEEN DATE'2026-11-05' AND DATE'2026-11-05'))");
  }

  @Test
  void daysWithManyGapsAreAListAndTheRangesBetweenTheWidestGaps() {
    LocalDate first = LocalDate.parse("2026-01-01");
    List<LocalDate> days =
        IntStream.range(0, 40)
            .mapToObj(i -> first.plusDays(2L * i + (i < 30 ? 0 : 100)))
            .filter(day -> !day.equals(LocalDate.parse("2026-02-10")))
            .toList();
    String condition = Lake.condition(days.stream().map(day -> new ShopDay("main", day)).toList());
    assertThat(condition)
        .contains("day BETWEEN DATE'2026-01-01' AND")
        .contains("AND DATE'2026-02-28' OR day BETWEEN DATE'2026-06-10' AND")
        .contains("AND DATE'2026-02-08' OR day BETWEEN DATE'2026-02-12' AND");
    assertThat(condition.split("BETWEEN")).hasSizeLessThan(20);

    Dataset<Row> all =
        LocalSpark.session()
            .range(0, 300)
            .selectExpr("'main' AS shop_id", "date_add(DATE'2025-12-25', int(id)) AS day");
    assertThat(all.where(condition).selectExpr("string(day)").collectAsList())
        .extracting(row -> LocalDate.parse(row.getString(0)))
        .containsExactlyElementsOf(days);
  }

  private static Dataset<Row> sessions(String... sessions) {
    return Rows.ofJson(
        SESSIONS,
        List.of(sessions).stream()
            .map(
                session ->
                    "{\"session_id\": \"%s\", \"events\": %s}"
                        .formatted((Object[]) session.split(" ")))
            .toArray(String[]::new));
  }

  private static String reject(String shop, String day) {
    return "{\"shop_id\": \"%s\", \"day\": \"%s\"}".formatted(shop, day);
  }

  private static List<String> days(Lake lake) {
    return lake.read(REJECTS).collectAsList().stream()
        .map(row -> row.getAs("shop_id") + " " + row.getAs("day"))
        .sorted()
        .toList();
  }
}
