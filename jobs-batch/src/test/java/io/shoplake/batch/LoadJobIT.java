package io.shoplake.batch;

import static io.shoplake.layout.gold.DailyQuality.DAILY_QUALITY;
import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Orders.ORDERS;
import static io.shoplake.layout.silver.ProductChanges.PRODUCT_CHANGES;
import static io.shoplake.layout.silver.Products.PRODUCTS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.ShopDay;
import io.shoplake.lake.TempLake;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads into a real PostgreSQL. */
class LoadJobIT {

  private static final PrintStream QUIET = new PrintStream(PrintStream.nullOutputStream());
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;

  private Lake lake;
  private int batch;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void createLake() throws SQLException {
    lake = TempLake.created(folder, List.of(EVENTS, LEDGER_DAYS, DAILY_QUALITY));
    for (String schema : List.of("lake_silver", "lake_gold", "live", "ops")) {
      execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(schema));
    }
  }

  @Test
  void theFirstLoadBringsAllAndTheSameVersionIsNeverLoadedTwice() throws SQLException {
    quality(day(2), 3, day(3), 4);
    load();
    load();

    assertThat(query("SELECT day, accepted FROM lake_gold.daily_quality ORDER BY day"))
        .containsExactly("2026-11-02 3", "2026-11-03 4");
    assertThat(query("SELECT table_name, rows, days FROM ops.loads WHERE table_name LIKE 'gold%'"))
        .containsExactly("gold.daily_quality 2 0");
  }

  @Test
  void onlyTheDaysThatChangedAreReplaced() throws SQLException {
    quality(day(2), 3, day(3), 4);
    load();
    execute("UPDATE lake_gold.daily_quality SET bot = 1");
    quality(day(3), 1, day(4), 2);
    load();

    assertThat(query("SELECT day, accepted, bot FROM lake_gold.daily_quality ORDER BY day"))
        .containsExactly("2026-11-02 3 1", "2026-11-03 5 0", "2026-11-04 2 0");
    assertThat(query("SELECT rows, days FROM ops.loads WHERE days > 0 AND table_name LIKE 'gold%'"))
        .containsExactly("2 2");
  }

  @Test
  void aVersionThatIsNoMoreAlsoGoesFromTheWarehouse() throws SQLException {
    quality(day(2), 1);
    List.of(PRODUCT_CHANGES, PRODUCTS).forEach(lake::create);
    product(1, "Tea");
    product(3, "Oil");
    load();
    product(2, "Oil");
    load();

    assertThat(
            query("SELECT name, extract(day FROM valid_from) FROM lake_silver.products ORDER BY 2"))
        .containsExactly("Tea 1", "Oil 2");

    execute("UPDATE lake_silver.products SET name = 'as loaded'");
    product(4, "Oil");
    load();
    assertThat(query("SELECT DISTINCT name FROM lake_silver.products"))
        .containsExactly("as loaded");
    assertThat(
            query(
                "SELECT delta_version, rows FROM ops.loads WHERE table_name = 'silver.products' ORDER BY loaded_at DESC LIMIT 1"))
        .containsExactly(lake.version(PRODUCTS) + " 0");
  }

  @Test
  void aTableOfAnOlderVersionIsRefusedBeforeAnythingIsLoaded() throws SQLException {
    quality(day(2), 3);
    lake.create(LakeCommandTest.without(PRODUCTS, "name"));

    assertThatThrownBy(this::load)
        .isInstanceOf(UserMistake.class)
        .hasMessageContainingAll("silver.products", "no name", "./shoplake lake upgrade");
    assertThat(query("SELECT count(*) FROM pg_tables WHERE schemaname = 'lake_gold'"))
        .containsExactly("0");
  }

  private void product(int day, String name) {
    lake.append(
        PRODUCT_CHANGES,
        Rows.ofJson(
            PRODUCT_CHANGES,
            "{'shop_id':'main','product_id':'p','updated_at':'2026-11-0%dT10:00:00Z','name':'%s'}"
                .formatted(day, name)),
        CommitNote.of("records@1", List.of()));
    VersionFold.fold(lake, PRODUCTS);
  }

  @Test
  void aDayThatDoesNotAddUpIsRefused() throws SQLException {
    quality(day(2), 3);
    lake.append(
        LEDGER_DAYS,
        Rows.ofJson(
            LEDGER_DAYS, "{\"shop_id\": \"main\", \"day\": \"2026-11-02\", \"accepted\": 1}"),
        CommitNote.of("restate", List.of()).madeFrom(versions()));

    assertThatThrownBy(this::load)
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("2026-11-02 of main with 4 accepted by the ledger, 3 events")
        .extracting(mistake -> ((UserMistake) mistake).exitCode())
        .isEqualTo(ExitCode.DATA);
    assertThat(query("SELECT to_regclass('lake_gold.daily_quality')")).containsExactly("null");
  }

  @Test
  void oddCharactersAndNestedValuesArriveUnharmed() throws SQLException {
    quality(day(2), 1);
    lake.create(ORDERS);
    String odd = "a\\tb \\\\N \\n\\r 'q\\\" \\u0000 \\ud83d\\ude00 \\\\u0000";
    lake.append(
        ORDERS,
        Rows.ofJson(
            ORDERS,
            """
            {"shop_id": "main", "order_id": "%1$s", "day": "2026-11-02", "currency": "EUR",
             "placed_at": "2026-11-02T23:59:59.123456Z", "changed_at": "1991-01-01T00:00:00Z",
             "gross": "-12345678901234.5678", "lines": [{"line_number": 1, "name": "%1$s",
             "quantity": 2, "unit_price": 0.0000, "discount": 0}]}
            """
                .formatted(odd)
                .replace("\n", " ")),
        CommitNote.of("restate", List.of(day(2))));
    load();

    String expected = "a\tb \\N \n\r 'q\" \uFFFD \uD83D\uDE00 \\u0000";
    assertThat(query("SELECT order_id FROM lake_silver.orders")).containsExactly(expected);
    assertThat(query("SELECT lines->0->>'name' FROM lake_silver.orders")).containsExactly(expected);
    assertThat(
            query(
                "SELECT gross, customer_id, placed_at AT TIME ZONE 'UTC' FROM lake_silver.orders"))
        .containsExactly("-12345678901234.5678 null 2026-11-02 23:59:59.123456");
  }

  @Test
  void aColumnThatWasAddedIsFilledForAllDays() throws SQLException {
    quality(day(2), 3);
    load();
    execute("ALTER TABLE lake_gold.daily_quality DROP COLUMN late");
    quality(day(3), 1);
    load();

    assertThat(query("SELECT day, accepted, late FROM lake_gold.daily_quality ORDER BY day"))
        .containsExactly("2026-11-02 3 0", "2026-11-03 1 0");
  }

  @Test
  void everyColumnIsExplainedAndReadersMayOnlyRead() throws SQLException {
    quality(day(2), 3);
    load();

    assertThat(
            query(
                "SELECT obj_description('lake_gold.daily_quality'::regclass), col_description('lake_gold.daily_quality'::regclass, 3)"))
        .containsExactly("What became of the events, by day. Events counted.");
    assertThat(
            query(
                """
                SELECT has_table_privilege('bi_reader', 'lake_gold.daily_quality', 'SELECT'),
                  has_table_privilege('bi_reader', 'lake_gold.daily_quality', 'INSERT'),
                  has_table_privilege('loader', 'lake_gold.daily_quality', 'INSERT'),
                  has_table_privilege('dbt', 'lake_gold.daily_quality', 'SELECT')
                """))
        .containsExactly("t f t t");
  }

  @Test
  void theLedgerGrowsByWhatIsNew() throws SQLException {
    quality(day(2), 3);
    lake.create(LEDGER);
    ledger(0);
    load();
    ledger(1);
    load();

    assertThat(query("SELECT batch, read FROM ops.ledger ORDER BY batch"))
        .containsExactly("0 5", "1 5");
  }

  @Test
  void aWarehouseThatDoesNotAnswerEndsTheLoadWithinSeconds() {
    WarehouseOptions nowhere = WarehouseOptions.of("jdbc:postgresql://127.0.0.1:1/postgres");
    long begun = System.nanoTime();

    assertThatThrownBy(() -> LoadJob.load(lake, nowhere, QUIET))
        .isInstanceOf(UserMistake.class)
        .extracting(mistake -> ((UserMistake) mistake).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aMemberOfLoaderLoadsOnceAnOwnerHas() throws SQLException {
    quality(day(2), 3);
    load();
    createLogin("night", "IN ROLE loader");
    quality(day(2), 1, day(3), 4);
    loadAs("night");

    assertThat(query("SELECT day, accepted FROM lake_gold.daily_quality ORDER BY day"))
        .containsExactly("2026-11-02 4", "2026-11-03 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE lake_gold.daily_quality              | table lake_gold.daily_quality",
        "ALTER TABLE lake_gold.daily_quality DROP late   | column lake_gold.daily_quality.late",
        "DROP SCHEMA live                                | schema live",
      })
  void whatAMemberOfLoaderMissesAnOwnerBrings(String loss, String missing) throws SQLException {
    quality(day(2), 3);
    load();
    createLogin("night", "IN ROLE loader");
    execute(loss);
    quality(day(3), 4);

    assertThatThrownBy(() -> loadAs("night"))
        .isInstanceOf(UserMistake.class)
        .hasMessageStartingWith(
            "The warehouse lacks the %s and the user 'night' may not create it (", missing)
        .hasMessageEndingWith("); let an administrator run load once.")
        .hasMessageNotContaining("\n")
        .extracting(mistake -> ((UserMistake) mistake).exitCode().number())
        .isEqualTo(3);
    load();
    quality(day(4), 5);
    loadAs("night");
    assertThat(query("SELECT day, accepted, late FROM lake_gold.daily_quality ORDER BY day"))
        .containsExactly("2026-11-02 3 0", "2026-11-03 4 0", "2026-11-04 5 0");
  }

  @Test
  void aLoginWithoutRightsIsToldWhichRoleItNeeds() throws SQLException {
    quality(day(2), 3);
    load();
    createLogin("stranger", "");
    quality(day(3), 4);

    assertThatThrownBy(() -> loadAs("stranger"))
        .isInstanceOf(UserMistake.class)
        .hasMessage(
            "The warehouse user may not load (permission denied for schema ops); let an"
                + " administrator run load once and make the user a member of the role loader.")
        .extracting(mistake -> ((UserMistake) mistake).exitCode())
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void onlyWhatIsMissingOrDiffersIsMade() throws SQLException {
    lake.create(SESSIONS);
    quality(day(2), 3);
    load();
    execute("ALTER TABLE lake_gold.daily_quality ADD COLUMN note text");
    assertThat(ddlOfALoadAfter("SELECT 1")).isEmpty();
    assertThat(
            ddlOfALoadAfter(
                """
                COMMENT ON SCHEMA live IS NULL;
                COMMENT ON TABLE ops.loads IS 'Old.';
                DROP INDEX lake_silver.sessions_day;
                REVOKE USAGE ON SCHEMA live FROM dbt;
                REVOKE INSERT ON ops.loads FROM loader"""))
        .contains(
            "COMMENT ON SCHEMA live IS 'Provisional figures of the last minutes.'",
            "COMMENT ON TABLE \"ops\".\"loads\" IS 'One load of one table.'",
            "CREATE INDEX \"sessions_day\" ON \"lake_silver\".\"sessions\" (shop_id, day)",
            "GRANT USAGE ON SCHEMA live TO dbt",
            "GRANT INSERT ON ops.loads TO loader")
        .hasSize(5 + Warehouse.LOADS.fields().size());
    assertThat(ddlOfALoadAfter("SELECT 1")).isEmpty();
  }

  /** Which DDL a load of a new version runs, but for the temporary table it goes through. */
  private List<String> ddlOfALoadAfter(String change) throws SQLException {
    execute(change);
    quality(day(2), 1);
    execute("CREATE TABLE ddl (number serial, said text)");
    execute(
        """
        CREATE FUNCTION note_ddl() RETURNS event_trigger SECURITY DEFINER LANGUAGE plpgsql
        AS $$ BEGIN INSERT INTO public.ddl (said) VALUES (current_query()); END $$""");
    execute("CREATE EVENT TRIGGER ddl ON ddl_command_start EXECUTE FUNCTION note_ddl()");
    try {
      load();
      return query(
          "SELECT btrim(said, E'\\n') FROM ddl WHERE said NOT LIKE 'CREATE TEMP TABLE staging%' ORDER BY number");
    } finally {
      execute("DROP EVENT TRIGGER ddl");
      execute("DROP FUNCTION note_ddl");
      execute("DROP TABLE ddl");
    }
  }

  private static void createLogin(String name, String membership) throws SQLException {
    execute("DROP ROLE IF EXISTS " + name);
    execute("CREATE ROLE %s LOGIN %s".formatted(name, membership));
  }

  private void loadAs(String user) {
    LoadJob.load(lake, WarehouseOptions.of(postgres.getJdbcUrl(user, "postgres")), QUIET);
  }

  private void ledger(int batch) {
    lake.append(
        LEDGER,
        Rows.ofJson(
            LEDGER,
            "{\"query\": \"events@1\", \"batch\": %d, \"topic\": \"shop.events\", \"read\": 5}"
                .formatted(batch)),
        CommitNote.of("restate", List.of()));
  }

  /** Appends events of days, and gives all tables that count them the right number. */
  private void quality(Object... daysAndNumbers) {
    batch++;
    List<ShopDay> days = new ArrayList<>();
    List<String> events = new ArrayList<>();
    List<String> figures = new ArrayList<>();
    for (int i = 0; i < daysAndNumbers.length; i += 2) {
      ShopDay day = (ShopDay) daysAndNumbers[i];
      int number = (int) daysAndNumbers[i + 1];
      String row = "{\"shop_id\": \"main\", \"day\": \"%s\"".formatted(day.day());
      days.add(day);
      figures.add(row + ", \"batch\": %d, \"accepted\": %d}".formatted(batch, number));
      for (int n = 0; n < number; n++) {
        events.add(row + "}");
      }
    }
    lake.append(
        EVENTS, Rows.ofJson(EVENTS, events.toArray(String[]::new)), CommitNote.of("events", days));
    lake.append(
        LEDGER_DAYS,
        Rows.ofJson(LEDGER_DAYS, figures.toArray(String[]::new)),
        CommitNote.of("restate", days).madeFrom(versions()));
    lake.replaceDays(
        DAILY_QUALITY,
        lake.read(EVENTS)
            .where(Lake.condition(days))
            .selectExpr(columnsOfQuality())
            .groupBy("shop_id", "day")
            .sum("accepted")
            .toDF("shop_id", "day", "accepted")
            .selectExpr(zeroes()),
        days,
        CommitNote.of("gold", days).madeFrom(versions()));
  }

  private static String[] columnsOfQuality() {
    return new String[] {"shop_id", "day", "1L AS accepted"};
  }

  private static String[] zeroes() {
    return DAILY_QUALITY.fieldNames().stream()
        .map(
            name ->
                switch (name) {
                  case "shop_id", "day", "accepted" -> name;
                  case "final_at" -> "CAST(day AS timestamp) AS final_at";
                  default -> "0L AS " + name;
                })
        .toArray(String[]::new);
  }

  private Map<String, Long> versions() {
    return BuiltFrom.now(lake, List.of(EVENTS));
  }

  private static ShopDay day(int day) {
    return new ShopDay("main", LocalDate.of(2026, 11, day));
  }

  private void load() {
    LoadJob.load(lake, options(), QUIET);
  }

  private static WarehouseOptions options() {
    return WarehouseOptions.of(postgres.getJdbcUrl("postgres", "postgres"));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = options().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection connection = options().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i > 1 ? " " : "").append(rows.getString(i));
        }
        found.add(row.toString());
      }
      return found;
    }
  }
}
