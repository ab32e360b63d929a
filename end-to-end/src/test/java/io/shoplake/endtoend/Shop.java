package io.shoplake.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A home of its own with running services, used through the launcher like a user would. */
final class Shop implements AutoCloseable {

  /** What a command printed and how it ended. */
  record Outcome(int exitCode, String output) {}

  private final Path home;
  private final Map<String, String> environment;
  private final Map<String, String> services = new HashMap<>();

  private Shop(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  /** The folder that holds the launcher. */
  static Path repository() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** The program that a user calls. */
  static String launcher() {
    return repository().resolve("shoplake").toString();
  }

  /** Starts the services in {@code home} and makes the topics. */
  static Shop open(Path home) {
    return open(home, Map.of());
  }

  /** The same with settings in the environment of every command. */
  static Shop open(Path home, Map<String, String> environment) {
    Shop shop = new Shop(home, environment);
    shop.succeed("up");
    shop.readServices();
    shop.succeed("topics", "create");
    return shop;
  }

  /** The services that run in {@code home} already. */
  static Shop running(Path home) {
    Shop shop = new Shop(home, Map.of());
    shop.readServices();
    return shop;
  }

  private void readServices() {
    try (Stream<String> lines = Files.lines(home.resolve("services.env"))) {
      lines
          .map(line -> line.split("=", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> services.put(parts[0], parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command that must end with exit code 0; gives what it printed. */
  String succeed(String... arguments) {
    Outcome outcome = run(arguments);
    requireSuccess(outcome, arguments);
    return outcome.output();
  }

  private static void requireSuccess(Outcome outcome, String... arguments) {
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "./shoplake %s ended with %d:%n%s"
              .formatted(String.join(" ", arguments), outcome.exitCode(), outcome.output()));
    }
  }

  /** What a command that must succeed gives on standard output alone. */
  String answer(String... arguments) {
    return new String(bytes(arguments), StandardCharsets.UTF_8);
  }

  /** The same, untouched. */
  byte[] bytes(String... arguments) {
    try {
      Path answer = Files.createTempFile("shoplake", ".answer");
      List<String> command = new ArrayList<>(List.of(launcher()));
      command.addAll(List.of(arguments));
      requireSuccess(execute(home, command, environment, answer), arguments);
      byte[] bytes = Files.readAllBytes(answer);
      Files.delete(answer);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command of the launcher. */
  Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    return execute(home, command, environment);
  }

  /** Starts a command of the launcher, which becomes the process of its program. */
  Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    return builder(home, command, environment)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Starts a command of the launcher whose output can be read while it runs. */
  Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(arguments));
    return builder(home, command, environment).redirectErrorStream(true).start();
  }

  /** Runs any program with this home and {@code environment}. */
  static Outcome execute(Path home, List<String> command, Map<String, String> environment) {
    return execute(home, command, environment, null);
  }

  /** The same with standard output in {@code answer}, where that is given. */
  private static Outcome execute(
      Path home, List<String> command, Map<String, String> environment, Path answer) {
    try {
      Path output = Files.createTempFile("shoplake", ".out");
      ProcessBuilder builder = builder(home, command, environment);
      if (answer == null) {
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
      } else {
        builder.redirectError(output.toFile()).redirectOutput(answer.toFile());
      }
      Process process = builder.start();
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running after 15 minutes: " + command);
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Outcome(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ProcessBuilder builder(
      Path home, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("SHOPLAKE_HOME", home.toString());
    // The packages are there: this very build made them.
    builder.environment().put("SHOPLAKE_BUILD", "never");
    builder.environment().putAll(environment);
    return builder;
  }

  Path home() {
    return home;
  }

  /** What {@code up} wrote: the endpoints and secrets of the services. */
  Map<String, String> services() {
    return services;
  }

  /** The rows of a query on the warehouse, each as its columns in text. */
  List<List<String>> warehouse(String query) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<List<String>> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException("%s: %s".formatted(query, e.getMessage()), e);
    }
  }

  /** Changes the warehouse behind everybody's back. */
  void change(String statement) {
    try (Connection connection = connection();
        Statement jdbc = connection.createStatement()) {
      jdbc.executeUpdate(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("%s: %s".formatted(statement, e.getMessage()), e);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(
        services.get("SHOPLAKE_WAREHOUSE_URL"),
        services.get("SHOPLAKE_WAREHOUSE_USER"),
        services.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
  }

  /** How many messages have come to a topic. */
  long count(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return count(consumer, partitions(consumer, topic));
    }
  }

  private static long count(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /** The values of all messages of a topic, by partition and offset. */
  List<byte[]> messages(String topic) {
    List<byte[]> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long wanted = count(consumer, partitions);
      while (values.size() < wanted) {
        consumer.poll(Duration.ofSeconds(1)).forEach(message -> values.add(message.value()));
      }
    }
    return values;
  }

  /** The value of the message that is named TOPIC/PARTITION/OFFSET. */
  byte[] message(String name) {
    String[] parts = name.split("/");
    TopicPartition partition = new TopicPartition(parts[0], Integer.parseInt(parts[1]));
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, Long.parseLong(parts[2]));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
          return message.value();
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", services.get("SHOPLAKE_BROKERS")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** A fingerprint of the content of every published table, to compare two states. */
  Map<String, String> content() {
    Map<String, String> fingerprints = new HashMap<>();
    warehouse(
            """
            SELECT table_schema || '.' || table_name FROM information_schema.tables
            WHERE table_schema IN ('lake_gold', 'lake_silver')""")
        .forEach(
            table -> {
              String name = table.get(0);
              // Rejects and duplicates are history of arrival, not content.
              String columns =
                  name.equals("lake_gold.daily_quality") ? "shop_id, day, accepted, bot" : "*";
              fingerprints.put(
                  name,
                  warehouse(
                          """
                          SELECT count(*) || ' ' || coalesce(md5(string_agg(r, '|' ORDER BY r)), '')
                          FROM (SELECT row_to_json(t)::text AS r FROM (SELECT %s FROM %s) t) s"""
                              .formatted(columns, name))
                      .get(0)
                      .get(0));
            });
    return fingerprints;
  }

  @Override
  public void close() {
    succeed("down");
  }
}
