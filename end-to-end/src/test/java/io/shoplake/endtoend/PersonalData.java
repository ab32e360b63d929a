package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.ingest.PublicData;
import io.shoplake.ingest.dummyjson.DummyJsonServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The public recording of a shop, or where it is absent a small one like it, with everything that
 * people should not find out about its customers, pulled through the whole product: it is all
 * counted, and beyond bronze there is nobody to recognise.
 */
class PersonalData {

  private static final Path SAMPLE =
      Shop.repository().resolve("ingest").resolve(DummyJsonServer.SAMPLE);
  private static final Path DATA = PublicData.folder("dummyjson");
  private static final Path RECORDING = Files.isDirectory(DATA) ? DATA : SAMPLE;
  private static final String SHOP = "dummyjson";
  private static final List<String> RESOURCES = List.of("users", "products", "carts", "posts");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The years in which the other shop sold; a few customers were born on such days. */
  private static final String ORDER_DATES = "199[678]-\\d\\d-\\d\\d";

  private final EverySource sources;
  private final SortedSet<String> values = personalData(RECORDING);
  private final Needles personal;

  PersonalData(EverySource sources) throws IOException {
    this.sources = sources;
    // What stands in the data of another shop says nothing of the people of this one.
    String others = ShopDatabase.dump();
    personal =
        new Needles(
            values.stream()
                .filter(value -> !others.contains(value) && !value.matches(ORDER_DATES))
                .toList());
  }

  @AfterEach
  void sayWhatWasChecked() {
    assumeTrue(
        RECORDING.equals(DATA), "skipped in part: the recording is absent, a sample was checked");
  }

  @Test
  void everyObjectThatIsPulledTwiceIsCountedOnce() {
    List<Integer> pulled = RESOURCES.stream().map(name -> objects(RECORDING, name).size()).toList();
    if (RECORDING.equals(DATA)) {
      assertThat(pulled).as("users, products, carts and posts").containsExactly(208, 194, 208, 251);
    }
    assertThat(Stream.of("shop_customers", "shop_products", "shop_orders", "shop_events"))
        .extracting(table -> sources.rowsOf(SHOP, "bronze." + table).size())
        .isEqualTo(pulled.stream().map(count -> 2 * count).toList());
    assertThat(Stream.of("customers", "products", "orders", "events"))
        .extracting(table -> sources.rowsOf(SHOP, "silver." + table).size())
        .isEqualTo(pulled);
    assertThat(
            sources
                .shop()
                .warehouse(
                    """
                    SELECT
                      (SELECT count(*) FROM lake_silver.customers
                        WHERE shop_id = '%1$s' AND is_current AND is_first),
                      (SELECT count(*) FROM lake_silver.products
                        WHERE shop_id = '%1$s' AND is_current AND is_first),
                      (SELECT count(*) FROM lake_silver.orders WHERE shop_id = '%1$s'),
                      (SELECT sum(accepted) FROM lake_gold.daily_quality WHERE shop_id = '%1$s')"""
                        .formatted(SHOP)))
        .containsExactly(pulled.stream().map(String::valueOf).toList());
  }

  @Test
  void goldHasEveryOrderOnce() {
    assertThat(
            sources
                .shop()
                .warehouse(
                    "SELECT sum(orders) FROM lake_gold.daily_revenue WHERE shop_id = '%s'"
                        .formatted(SHOP)))
        .containsExactly(List.of(String.valueOf(objects(RECORDING, "carts").size())));
  }

  @Test
  void beyondBronzeNobodyIsRecognised() throws Exception {
    assertThat(personal.in(textOf(name -> !name.startsWith("bronze."))))
        .as("tables of the lake")
        .isEmpty();
    assertThat(personal.in(warehouse())).as("tables of the warehouse").isEmpty();
    assertThat(personal.inFilesOf(sources.shop().home())).as("files").isEmpty();
    assertThat(new Needles(values).in(ownRows())).as("rows of the shop in the lake").isEmpty();
  }

  @Test
  void whatIsSoughtStandsInBronzeButForTheSecrets() {
    assertThat(personal.in(textOf(name -> name.startsWith("bronze."))))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(secrets(RECORDING));
  }

  /** Starts a stand-in for the API, with the recording or the sample. */
  static DummyJsonServer serve() throws Exception {
    return DummyJsonServer.start(RECORDING);
  }

  static void pull(Shop shop, DummyJsonServer api) {
    shop.succeed(
        "pull",
        "dummyjson",
        "--shop=" + SHOP,
        "--url=" + api.address(),
        "--rate=1000",
        "--days=14");
  }

  /** What identifies the people of the recording, in its own words. */
  private static SortedSet<String> personalData(Path recording) {
    SortedSet<String> values = new TreeSet<>(secrets(recording));
    for (JsonNode user : objects(recording, "users")) {
      for (String field : List.of("email", "phone", "username", "birthDate", "ip", "macAddress")) {
        values.add(user.path(field).asText());
      }
      values.add(user.path("firstName").asText() + " " + user.path("lastName").asText());
      values.add(user.path("address").path("address").asText());
    }
    for (JsonNode product : objects(recording, "products")) {
      for (JsonNode review : product.path("reviews")) {
        values.add(review.path("reviewerEmail").asText());
        values.add(review.path("reviewerName").asText());
      }
    }
    return values;
  }

  /** What does not even reach the topics. */
  private static List<String> secrets(Path recording) {
    List<String> secrets = new ArrayList<>();
    for (JsonNode user : objects(recording, "users")) {
      Stream.of(
              user.path("password"),
              user.path("ssn"),
              user.path("ein"),
              user.path("bank").path("cardNumber"),
              user.path("bank").path("iban"),
              user.path("crypto").path("wallet"))
          .map(JsonNode::asText)
          .forEach(secrets::add);
    }
    return secrets;
  }

  private static JsonNode objects(Path recording, String name) {
    try {
      JsonNode file = JSON.readTree(recording.resolve(name + ".json").toFile());
      return file.isArray() ? file : file.path(name);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] textOf(Predicate<String> tables) {
    return sources.lake().entrySet().stream()
        .filter(table -> tables.test(table.getKey()))
        .flatMap(table -> table.getValue().stream())
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] ownRows() {
    String mark = "\"shop_id\":\"%s\"".formatted(SHOP);
    List<String> rows =
        sources.lake().entrySet().stream()
            .filter(table -> !table.getKey().startsWith("bronze."))
            .flatMap(table -> table.getValue().stream())
            .filter(row -> row.contains(mark))
            .toList();
    assertThat(rows).isNotEmpty();
    return String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] warehouse() {
    Shop shop = sources.shop();
    return shop
        .warehouse(
            """
            SELECT format('SELECT string_agg(row_to_json(t)::text, '','') FROM %I.%I t', table_schema, table_name)
            FROM information_schema.tables
            WHERE table_schema NOT IN ('pg_catalog', 'information_schema')""")
        .stream()
        .map(query -> String.valueOf(shop.warehouse(query.get(0)).get(0).get(0)))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Values that are to be found nowhere. */
  private static final class Needles {

    /** Shorter ones, such as an age, are found everywhere and say nothing of anybody. */
    private static final int SHORTEST = 6;

    private final Map<Integer, List<byte[]>> byBeginning;

    Needles(Collection<String> values) {
      byBeginning =
          values.stream()
              .flatMap(Needles::asTheyMayStand)
              .distinct()
              .map(value -> value.getBytes(StandardCharsets.UTF_8))
              .filter(value -> value.length >= SHORTEST)
              .collect(Collectors.groupingBy(value -> beginning(value, 0)));
    }

    /** As it is, and as in the parameters of an address. */
    private static Stream<String> asTheyMayStand(String value) {
      String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
      return Stream.of(value, encoded, encoded.replace("+", "%20"));
    }

    private static int beginning(byte[] text, int at) {
      return (text[at] & 0xff)
          | (text[at + 1] & 0xff) << 8
          | (text[at + 2] & 0xff) << 16
          | (text[at + 3] & 0xff) << 24;
    }

    /** Those that are in {@code text}. */
    SortedSet<String> in(byte[] text) {
      SortedSet<String> found = new TreeSet<>();
      for (int at = 0; at + SHORTEST <= text.length; at++) {
        for (byte[] needle : byBeginning.getOrDefault(beginning(text, at), List.of())) {
          int end = at + needle.length;
          if (end <= text.length && Arrays.equals(text, at, end, needle, 0, needle.length)) {
            found.add(new String(needle, StandardCharsets.UTF_8));
          }
        }
      }
      return found;
    }

    /** Those in the files that the product has written, but for the topics and bronze. */
    List<String> inFilesOf(Path home) throws IOException {
      List<String> found = new ArrayList<>();
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = home.relativize(file).toString();
          if (name.startsWith("data/kafka/") || name.matches("data/s3/lake/bronze/.*\\.parquet")) {
            continue;
          }
          in(Files.readAllBytes(file)).forEach(needle -> found.add(name + ": " + needle));
          if (name.endsWith(".zip")) {
            inZip(file).forEach(needle -> found.add(name + ": " + needle));
          }
        }
      }
      return found;
    }

    private SortedSet<String> inZip(Path file) throws IOException {
      SortedSet<String> found = new TreeSet<>();
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          found.addAll(in(zip.readAllBytes()));
        }
      }
      return found;
    }
  }
}
