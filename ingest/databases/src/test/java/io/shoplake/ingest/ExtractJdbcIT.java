package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Repeated extractions of real databases into a real Kafka. */
@Timeout(180)
class ExtractJdbcIT {

  private static final String TABLES =
      """
      source: shop
      tables:
        orders: {watermark: changed, overlap: PT1M, deletes: true, chunks: %d}
        order_lines: {deletes: true, fetch_size: 2}
      messages:
        orders:
          from: orders
          join:
            line: {table: order_lines, on: {order_id: id}, each: true}
          message:
            order_id: ${id}
            status: ${status}
            changed_at: ${time(changed)}
            lines:
              each: line
              product_id: ${line.product}
              unit_price: ${line.price}
              quantity: ${line.quantity}
      """;

  /** A kind of database and the driver that talks to it. */
  enum Kind {
    POSTGRESQL,
    MYSQL,
    MARIADB
  }

  @TempDir private static Path data;
  private static Broker broker;
  private static KafkaTopics kafka;
  private static PostgresDatabase postgres;

  @TempDir private Path folder;

  @BeforeAll
  static void startServices() throws Exception {
    broker = Broker.start(data);
    kafka = new KafkaTopics(broker);
    postgres = new PostgresDatabase();
  }

  private static SourceDatabase database(Kind kind) throws Exception {
    return switch (kind) {
      case POSTGRESQL -> postgres;
      case MYSQL -> MariaDatabase.by("mysql");
      case MARIADB -> MariaDatabase.by("mariadb");
    };
  }

  @AfterAll
  static void stopServices() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    kafka.renew();
  }

  private List<String> words(SourceDatabase database, String tables, String... options)
      throws Exception {
    Path file = Files.writeString(folder.resolve("tables.yaml"), tables);
    return Words.of(
        List.of(
            "extract",
            "jdbc",
            "--tables=" + file,
            "--url=" + database.url(),
            "--user=" + database.user(),
            "--brokers=" + broker.address(),
            "--state=" + folder.resolve("state")),
        options);
  }

  private static Process start(List<String> words, Path log) throws Exception {
    return start(System.getProperty("java.class.path"), words, log);
  }

  private static Process start(String classPath, List<String> words, Path log) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "io.shoplake.ingest.Ingest"));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private Run extract(SourceDatabase database, String tables, String... options) throws Exception {
    return Run.of(new Ingest(), words(database, tables, options).toArray(new String[0]));
  }

  private static void createShop(SourceDatabase database) throws Exception {
    database.execute(
        "DROP TABLE IF EXISTS orders",
        "DROP TABLE IF EXISTS order_lines",
        "CREATE TABLE orders (id int PRIMARY KEY, status varchar(9), changed timestamp(6) NULL)",
        "CREATE TABLE order_lines (order_id int, line int, product varchar(9), price decimal(9, 2),"
            + " quantity int, PRIMARY KEY (order_id, line))",
        "INSERT INTO orders VALUES (1, 'placed', '2026-01-01 10:00:00'),"
            + " (2, 'placed', '2026-01-01 11:00:00'), (3, 'placed', NULL)",
        "INSERT INTO order_lines VALUES (1, 1, 'cup', 19.99, 2), (1, 2, 'tea', 3.50, 1),"
            + " (2, 1, 'pot', 40.00, 1)");
  }

  private static List<String> operations() throws Exception {
    return kafka.messages("source.rows").stream()
        .map(
            message ->
                "%s %s %s"
                    .formatted(
                        message.get("operation").asText(),
                        message.get("table").asText(),
                        message.get("key").asText()))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyWhatIsNewChangedOrGoneIsSent(Kind kind) throws Exception {
    SourceDatabase database = database(kind);
    createShop(database);
    String tables = TABLES.formatted(3);
    Run run = extract(database, tables);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(operations())
        .containsExactlyInAnyOrder(
            "insert orders 1",
            "insert orders 2",
            "insert orders 3",
            "insert order_lines [1,1]",
            "insert order_lines [1,2]",
            "insert order_lines [2,1]");
    assertThat(kafka.records("source.rows"))
        .extracting(record -> new String(record.key(), UTF_8))
        .contains("orders/1", "order_lines/[1,1]");
    assertThat(kafka.messages("shop.orders"))
        .as("an order without a time of change has the time at which it was seen")
        .allMatch(change -> change.hasNonNull("changed_at"))
        .hasSize(3);
    assertThat(extract(database, tables).out()).startsWith("Extracted 0 changed rows");

    database.execute(
        // At the last watermark, where the overlap begins, and just below that.
        "INSERT INTO orders VALUES (4, 'placed', '2026-01-01 11:00:00'),"
            + " (5, 'placed', '2026-01-01 10:59:00'), (6, 'placed', '2026-01-01 10:58:59.999999')",
        "UPDATE order_lines SET quantity = 3 WHERE order_id = 2",
        "DELETE FROM orders WHERE id = 1",
        "DELETE FROM order_lines WHERE order_id = 1 AND line = 2");
    extract(database, tables);
    assertThat(operations().subList(6, operations().size()))
        .containsExactlyInAnyOrder(
            "insert orders 4",
            "insert orders 5",
            "delete orders 1",
            "update order_lines [2,1]",
            "delete order_lines [1,2]");
    assertThat(kafka.messages("source.rows"))
        .filteredOn(message -> message.get("operation").asText().equals("delete"))
        .extracting(message -> message.get("row").toString())
        .containsExactlyInAnyOrder("{\"id\":1}", "{\"order_id\":1,\"line\":2}");
    Map<String, ObjectNode> orders = OrderFold.of(kafka.messages("shop.orders"));
    assertThat(orders.get("1").get("status").asText()).isEqualTo("cancelled");
    assertThat(orders.get("2").get("lines").get(0).get("quantity").asInt()).isEqualTo(3);
    assertThat(orders.get("2").get("lines").get(0).get("unit_price").asText()).isEqualTo("40.00");
  }

  @Test
  void aRowWithATimeInTheFutureHidesNothing() throws Exception {
    SourceDatabase database = database(Kind.POSTGRESQL);
    createShop(database);
    database.execute("INSERT INTO orders VALUES (9, 'placed', '9999-01-01'), (8, 'x', 'infinity')");
    extract(database, TABLES.formatted(1));
    database.execute("INSERT INTO orders VALUES (10, 'placed', now())");
    extract(database, TABLES.formatted(1));
    assertThat(operations()).endsWith("insert orders 10").doesNotHaveDuplicates();
  }

  @Test
  void aProcessThatIsKilledLosesNothingAndRepeatsNothingNew() throws Exception {
    SourceDatabase database = database(Kind.POSTGRESQL);
    createShop(database);
    int many = 12_000;
    database.execute(
        "INSERT INTO orders SELECT n, 'placed', timestamp '2026-01-01' FROM generate_series(10, %d) n"
            .formatted(many + 9),
        "INSERT INTO order_lines SELECT n, 1, 'cup', 1.50, 1 FROM generate_series(10, %d) n"
            .formatted(many + 9));
    List<String> command = words(database, TABLES.formatted(1));
    for (String topic : List.of("source.rows", "shop.orders")) {
      Process process = start(command, folder.resolve("log"));
      while (process.isAlive() && kafka.size(topic) < 2000) {
        Thread.onSpinWait();
      }
      assertThat(process.isAlive()).as("killed in the midst of it").isTrue();
      process.destroyForcibly().waitFor();
    }
    Run run = extract(database, TABLES.formatted(1));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(operations().stream().distinct()).hasSize(2 * many + 6);
    List<JsonNode> changes = kafka.messages("shop.orders");
    assertThat(changes.stream().distinct().count()).isEqualTo(many + 3);
    assertThat(changes.stream().map(change -> change.get("order_id").asText()).distinct())
        .hasSize(many + 3);
  }

  @Test
  void aPollIsEndedCleanlyByASignal() throws Exception {
    SourceDatabase database = database(Kind.POSTGRESQL);
    createShop(database);
    Path log = folder.resolve("log");
    Process process = start(words(database, TABLES.formatted(1), "--every=PT0.1S"), log);
    while (process.isAlive() && !Files.readString(log).contains("Extracted 0 changed rows")) {
      Thread.onSpinWait();
    }
    process.destroy();
    assertThat(process.waitFor()).as(Files.readString(log)).isEqualTo(143);
    assertThat(operations()).hasSize(6);
  }

  @Test
  void aDriverThatDoesNotComeAlongIsFoundInItsFolder() throws Exception {
    SourceDatabase database = database(Kind.MARIADB);
    createShop(database);
    Map<Boolean, List<String>> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .collect(Collectors.partitioningBy(jar -> jar.contains("mariadb-java-client")));
    Path drivers = Files.createDirectory(folder.resolve("drivers"));
    List<String> words = words(database, TABLES.formatted(1), "--drivers=" + drivers);
    String classPath = String.join(File.pathSeparator, jars.get(false));
    Path log = folder.resolve("log");
    assertThat(start(classPath, words, log).waitFor()).isEqualTo(3);
    assertThat(log).content().contains("put mariadb-java-client-VERSION.jar into the folder");

    Files.copy(Path.of(jars.get(true).get(0)), drivers.resolve("driver.jar"));
    assertThat(start(classPath, words, log).waitFor()).as(Files.readString(log)).isZero();
    assertThat(operations()).hasSize(6);
  }

  @Test
  void aDryRunCountsAndChangesNothing() throws Exception {
    SourceDatabase database = database(Kind.POSTGRESQL);
    createShop(database);
    database.execute("ALTER TABLE orders ADD card_number text");
    Run run = extract(database, TABLES.formatted(1), "--dry-run");
    assertThat(run.out()).startsWith("Would extract 6 changed rows");
    assertThat(operations()).isEmpty();
    assertThat(folder.resolve("state")).doesNotExist();
    extract(database, TABLES.formatted(1));
    assertThat(kafka.messages("source.rows").toString()).doesNotContain("card_number");
    int sent = operations().size();
    Run again = extract(database, TABLES.formatted(1), "--dry-run");
    assertThat(again.out()).as(again.err()).startsWith("Would extract 0 changed rows");
    database.execute("UPDATE orders SET status = 'lost', changed = now() WHERE id = 1");
    for (int time = 0; time < 2; time++) {
      assertThat(extract(database, TABLES.formatted(1), "--dry-run").out())
          .startsWith("Would extract 1 changed rows");
    }
    assertThat(operations()).hasSize(sent);
  }

  @Test
  void aDatabaseThatIsAwayOrRefusesEndsInOneSentence() throws Exception {
    SourceDatabase database = database(Kind.POSTGRESQL);
    createShop(database);
    String tables = TABLES.formatted(1);
    Run away = extract(database, tables, "--url=jdbc:postgresql://127.0.0.1:1/x", "--retries=0");
    assertThat(away.exitCode()).isEqualTo(6);
    assertThat(away.err()).contains("cannot be reached after 1 attempts").hasLineCount(1);
    Run unknown = extract(database, tables.replace("orders: {", "\"public.nothing\": {"));
    assertThat(unknown.exitCode()).isEqualTo(3);
    Run column = extract(database, tables.replace("changed, overlap", "absent, overlap"));
    assertThat(column.exitCode()).isEqualTo(3);
    assertThat(column.err()).contains("has no column 'absent'; it has id, status, changed");
    Run stranger = extract(database, tables, "--user=nobody");
    assertThat(stranger.exitCode()).isEqualTo(3);
    assertThat(folder.resolve("state")).isEmptyDirectory();
    assertThat(stranger.err())
        .contains("correct --user or SHOPLAKE_SOURCE_PASSWORD.")
        .doesNotContain("tables file");
  }

  @Test
  void theSourceIsOnlyRead() throws Exception {
    SourceDatabase database = database(Kind.POSTGRESQL);
    createShop(database);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS reader");
      statement.execute("CREATE ROLE reader LOGIN");
      statement.execute("GRANT SELECT ON orders, order_lines TO reader");
    }
    Run run = extract(database, TABLES.formatted(1), "--user=reader");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(operations()).hasSize(6);
  }
}
