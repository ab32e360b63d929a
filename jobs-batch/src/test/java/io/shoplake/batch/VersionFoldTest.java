package io.shoplake.batch;

import static io.shoplake.layout.silver.CustomerChanges.CUSTOMER_CHANGES;
import static io.shoplake.layout.silver.Customers.CUSTOMERS;
import static io.shoplake.layout.silver.ProductChanges.PRODUCT_CHANGES;
import static io.shoplake.layout.silver.Products.PRODUCTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.TempLake;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of products and customers; a time is the minute of a day, a deletion is named gone. */
class VersionFoldTest {

  private static final String GONE = "gone";
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  @TempDir Path folder;

  /** A record of a product; at one instant the greater hash is the later one. */
  private record Sent(String id, int minute, long hash, String name) {

    Row row() {
      Map<String, Object> values = new HashMap<>();
      values.put("shop_id", "main");
      values.put("product_id", id);
      values.put("updated_at", at(minute));
      values.put("content_hash", hash);
      values.put("is_deleted", name.equals(GONE));
      values.put("name", name.equals(GONE) ? null : name);
      return Rows.of(PRODUCT_CHANGES, values);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 Tea                   | Tea 1-now first",
        "1 Tea, 2 Oil            | Tea 1-2 first, Oil 2-now",
        "1 Tea, 2 Tea, 3 Oil     | Tea 1-3 first, Oil 3-now",
        "1 Tea, 2 Oil, 3 Tea     | Tea 1-2 first, Oil 2-3, Tea 3-now",
        "1 Tea, 2 gone           | Tea 1-2 first",
        "1 Tea, 2 gone, 3 gone   | Tea 1-2 first",
        "1 Tea, 2 gone, 3 Tea    | Tea 1-2 first, Tea 3-now",
        "1 gone, 2 Tea           | Tea 2-now first",
        "1 gone                  | ",
        "1 Tea, 1 Oil, 2 Tea     | Oil 1-2 first, Tea 2-now",
        "1 Tea, 2 Oil, 2 Tea     | Tea 1-now first",
        "1 Tea, 1 gone           | ",
      })
  void recordsBecomeVersions(String records, String expected) {
    List<Row> rows = new ArrayList<>();
    for (String record : records.split(", ")) {
      String[] parts = record.split(" ");
      rows.add(new Sent("p", Integer.parseInt(parts[0]), rows.size(), parts[1]).row());
    }
    Collections.reverse(rows);
    assertThat(said(VersionFold.versions(PRODUCTS, Rows.of(PRODUCT_CHANGES, rows))))
        .containsExactlyElementsOf(
            expected == null
                ? List.of()
                : List.of(expected.split(", ")).stream().map("p "::concat).toList());
  }

  @Test
  void everyFactMakesAVersion() {
    String record = "{'customer_id':'c','updated_at':'2026-11-20T00:0%d:00Z','city':'%s'%s}";
    Dataset<Row> records =
        Rows.ofJson(
            CUSTOMER_CHANGES,
            record.formatted(1, "Rome", ""),
            record.formatted(2, "Paris", ""),
            record.formatted(3, "Paris", ",'properties':'{}'"));
    Dataset<Row> versions = VersionFold.versions(CUSTOMERS, records);
    assertThat(versions.columns()).containsExactlyElementsOf(CUSTOMERS.fieldNames());
    assertThat(versions.orderBy("valid_from").select("city", "properties").collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("Rome null", "Paris null", "Paris {}");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whateverTheOrderTheTableIsTheSame(long seed) {
    Lake lake = TempLake.created(folder, List.of(PRODUCT_CHANGES, PRODUCTS));
    List<Sent> sent = sent(new Random(42));
    Collections.shuffle(sent, new Random(seed));
    int commits = 3;
    for (int i = 0; i < commits; i++) {
      append(lake, sent.subList(i * sent.size() / commits, (i + 1) * sent.size() / commits));
      VersionFold.fold(lake, PRODUCTS);
    }
    assertThat(said(lake.read(PRODUCTS))).containsExactlyElementsOf(expected(sent));
    long version = lake.version(PRODUCTS);
    VersionFold.fold(lake, PRODUCTS);
    assertThat(lake.version(PRODUCTS)).as("nothing new, nothing written").isEqualTo(version);
  }

  @Test
  void aRecordThatChangesNoVersionIsOnlyNoted() {
    Lake lake = TempLake.created(folder, List.of(PRODUCT_CHANGES, PRODUCTS));
    append(lake, List.of(new Sent("p", 1, 1, "Tea"), new Sent("q", 1, 1, "Oil")));
    VersionFold.fold(lake, PRODUCTS);
    append(lake, List.of(new Sent("p", 2, 2, "Tea")));
    VersionFold.fold(lake, PRODUCTS);
    CommitNote note = lake.notesSince(PRODUCTS, lake.version(PRODUCTS) - 1).get(0).note();
    assertThat(note.sources()).isEqualTo(BuiltFrom.now(lake, List.of(PRODUCT_CHANGES)));
    assertThat(lake.addedSince(PRODUCTS, lake.version(PRODUCTS) - 1).isEmpty()).isTrue();
    assertThat(said(lake.read(PRODUCTS))).containsExactly("p Tea 1-now first", "q Oil 1-now first");
  }

  private static List<Sent> sent(Random random) {
    List<String> names = List.of("Tea", "Oil", GONE);
    List<Sent> sent = new ArrayList<>();
    for (int id = 0; id < 12; id++) {
      for (int number = 0; number < 6; number++) {
        String name = names.get(random.nextInt(names.size()));
        sent.add(new Sent("p%02d".formatted(id), random.nextInt(5), sent.size(), name));
      }
    }
    return sent;
  }

  /** The same rule in other words: minute by minute, what stands. */
  private static List<String> expected(List<Sent> sent) {
    List<String> expected = new ArrayList<>();
    TreeMap<String, TreeMap<Integer, Sent>> standing = new TreeMap<>();
    for (Sent record : sent) {
      standing
          .computeIfAbsent(record.id(), id -> new TreeMap<>())
          .merge(record.minute(), record, (one, other) -> one.hash() > other.hash() ? one : other);
    }
    standing.forEach(
        (id, records) -> {
          String[] byMinute =
              IntStream.range(0, 7)
                  .mapToObj(records::floorEntry)
                  .map(entry -> entry == null ? GONE : entry.getValue().name())
                  .toArray(String[]::new);
          int from = 0;
          String first = " first";
          for (int minute = 1; minute <= byMinute.length; minute++) {
            boolean isEnd = minute == byMinute.length;
            if (isEnd || !Objects.equals(byMinute[minute], byMinute[from])) {
              if (!byMinute[from].equals(GONE)) {
                expected.add(
                    "%s %s %d-%s%s"
                        .formatted(id, byMinute[from], from, isEnd ? "now" : minute, first));
                first = "";
              }
              from = minute;
            }
          }
        });
    return expected;
  }

  private static void append(Lake lake, List<Sent> sent) {
    lake.append(
        PRODUCT_CHANGES,
        Rows.of(PRODUCT_CHANGES, sent.stream().map(Sent::row).toList()),
        CommitNote.of("records@1", List.of()));
  }

  private static List<String> said(Dataset<Row> versions) {
    return versions.orderBy("product_id", "valid_from").collectAsList().stream()
        .map(
            row ->
                "%s %s %d-%s%s"
                    .formatted(
                        row.getAs("product_id"),
                        row.getAs("name"),
                        minute(row.getAs("valid_from")),
                        row.<Boolean>getAs("is_current") ? "now" : minute(row.getAs("valid_to")),
                        row.<Boolean>getAs("is_first") ? " first" : ""))
        .toList();
  }

  private static long minute(Timestamp time) {
    return (time.getTime() - START.toEpochMilli()) / 60_000;
  }

  private static Timestamp at(int minute) {
    return Timestamp.from(START.plusSeconds(60L * minute));
  }
}
