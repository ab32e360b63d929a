package io.shoplake.batch;

import static io.shoplake.layout.Field.additive;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.ShopDay;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Reach;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Shops;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gold table costs a declaration, a query, a folder of cases and a line in the catalogue; here
 * stand the first three of one that is not in it.
 */
class NewGoldTableTest {

  private static final Table DAILY_SEARCHES =
      Table.gold("daily_searches", "Searches by shop and day, without bots.")
          .from(EVENTS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("day", DATE, "Shop-local day of the search."),
              additive("searches", LONG, "search events of people."),
              required("final_at", TIMESTAMP, "From when the row is expected not to change, UTC."))
          .key("shop_id", "day")
          .clusterBy("day")
          .reach(Reach.SAME_DAY)
          .build();

  private static final PrintStream QUIET = new PrintStream(PrintStream.nullOutputStream());

  @Test
  void itsCasesAreCheckedWithoutAJavaTest() throws IOException {
    GoldCases cases = new GoldCases(Path.of("src/test/resources/example"));
    assertThat(cases.of(DAILY_SEARCHES)).hasSize(1);
    cases.check(DAILY_SEARCHES, cases.of(DAILY_SEARCHES).get(0));
  }

  @Test
  void itIsCreatedAndItsChangedDaysAreBuilt(@TempDir Path folder) {
    Lake lake = TempLake.in(folder);
    lake.create(EVENTS);
    search(lake, 2);
    search(lake, 3);
    GoldJob.build(lake, DAILY_SEARCHES, Shops.DEFAULT, null, QUIET);
    assertThat(searches(lake)).containsExactly("2026-11-02 1", "2026-11-03 1");

    search(lake, 3);
    GoldJob.build(lake, DAILY_SEARCHES, Shops.DEFAULT, null, QUIET);
    assertThat(searches(lake)).containsExactly("2026-11-02 1", "2026-11-03 2");
    assertThat(
            lake.notesSince(DAILY_SEARCHES, lake.version(DAILY_SEARCHES) - 1)
                .get(0)
                .note()
                .touched())
        .containsExactly(day(3));

    long version = lake.version(DAILY_SEARCHES);
    GoldJob.build(lake, DAILY_SEARCHES, Shops.DEFAULT, null, QUIET);
    assertThat(lake.version(DAILY_SEARCHES)).isEqualTo(version);
  }

  /** What is named nowhere else needs no edit anywhere else. */
  @Test
  void noOtherCodeOfTheJobsKnowsAGoldTableByName() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("DAILY_(REVENUE|ACTIVITY|FUNNEL|PRODUCT_SALES)");
      }
    }
  }

  private static void search(Lake lake, int day) {
    lake.append(
        EVENTS,
        Rows.ofJson(
            EVENTS,
            "{\"shop_id\": \"main\", \"day\": \"%s\", \"event_type\": \"search\"}"
                .formatted(day(day).day())),
        CommitNote.of("events", List.of(day(day))));
  }

  private static List<String> searches(Lake lake) {
    return lake.read(DAILY_SEARCHES).orderBy("day").collectAsList().stream()
        .map(row -> row.getDate(1) + " " + row.getLong(2))
        .toList();
  }

  private static ShopDay day(int day) {
    return new ShopDay("main", LocalDate.of(2026, 11, day));
  }
}
