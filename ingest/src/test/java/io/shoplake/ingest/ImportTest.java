package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {

  private static final Path SAMPLES = Path.of("src/test/resources/import");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void rowsBecomeMessagesByTheMapping() {
    importFile("import/shop.yaml", SAMPLES.resolve("german.csv"));
    List<JsonNode> events = messages("shop.events");
    assertThat(events).hasSize(2);
    JsonNode first = events.get(0);
    assertThat(first.get("event_id").asText()).matches("[0-9a-f]{32}");
    assertThat(first.get("event_type").asText()).isEqualTo("view_item");
    assertThat(first.get("anonymous_id").asText()).isEqualTo("web-anna");
    assertThat(first.get("schema_version").asInt()).isEqualTo(1);
    assertThat(first.get("items").get(0).get("unit_price").decimalValue())
        .isEqualByComparingTo("1.5");
    assertThat(first.get("properties").get("source").asText()).isEqualTo("import");
  }

  @Test
  void localTimesFollowTheSummerTimeOfTheirZone() {
    importFile("import/shop.yaml", SAMPLES.resolve("german.csv"));
    assertThat(messages("shop.events"))
        .extracting(event -> event.get("event_time").asText())
        .containsExactly("2026-06-01T06:30:00Z", "2026-12-02T07:30:00Z");
  }

  @Test
  void anEmptyCellIsLeftOutOfTheMessage() {
    importFile("import/shop.yaml", SAMPLES.resolve("german.csv"));
    assertThat(messages("shop.events").get(1).get("items")).isEmpty();
  }

  @Test
  void equalRowsAreDroppedWhereTheMappingSaysSo() {
    Run run = importFile("import/shop.yaml", SAMPLES.resolve("german.csv"));
    assertThat(run.out())
        .contains("Imported 3 rows of 1 files as 2 messages to shop.events; 1 equal rows");
  }

  @Test
  void rowsOfAnInvoiceAreGatheredAndSortedWithTheEarliestTime() {
    importFile("online-retail", SAMPLES.resolve("invoices.csv"));
    List<JsonNode> orders = messages("shop.orders");
    assertThat(orders)
        .extracting(order -> order.get("order_id").asText())
        .containsExactly("1001", "1002", "C1003");
    JsonNode order = orders.get(0);
    assertThat(order.get("placed_at").asText()).isEqualTo("2026-06-01T08:00:00Z");
    assertThat(order.get("customer_id").asText()).isEqualTo("17850");
    assertThat(order.get("currency").asText()).isEqualTo("GBP");
    assertThat(order.get("ship").get("country").asText()).isEqualTo("United Kingdom");
    assertThat(order.get("lines"))
        .extracting(line -> line.get("line_id").asText() + line.get("product_id").asText())
        .containsExactly("1A", "2A", "3C");
  }

  @Test
  void aGuestAndACommaInQuotationMarksAndManyDecimalsSurvive() {
    importFile("online-retail", SAMPLES.resolve("invoices.csv"));
    JsonNode order = messages("shop.orders").get(1);
    assertThat(order.has("customer_id")).isFalse();
    assertThat(order.get("lines").get(0).get("name").asText()).isEqualTo("CHAIR, RED");
    assertThat(order.get("lines").get(0).get("unit_price").asText()).isEqualTo("40.125");
  }

  @Test
  void aCancelledInvoiceIsAnOrderWithNegativeQuantities() {
    importFile("online-retail", SAMPLES.resolve("invoices.csv"));
    JsonNode order = messages("shop.orders").get(2);
    assertThat(order.get("lines").get(0).get("quantity").asInt()).isEqualTo(-1);
  }

  @Test
  void theOrderOfTheRowsAndTheNameOfTheFileChangeNoMessage() throws IOException {
    List<String> rows = new ArrayList<>(Files.readAllLines(SAMPLES.resolve("invoices.csv")));
    importFile("online-retail", SAMPLES.resolve("invoices.csv"));
    List<JsonNode> before = messages("shop.orders");
    String header = rows.remove(0);
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(rows, new Random(seed));
      Path shuffled = folder.resolve("shuffled-%d.csv".formatted(seed));
      Files.writeString(shuffled, header + "\n" + String.join("\n", rows));
      importFile("online-retail", shuffled);
      assertThat(messages("shop.orders")).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void badLinesAreNamedAndCountedAndTheRestGoesOn() {
    Path file = SAMPLES.resolve("broken.csv");
    Run run = importFile("rees46", file);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains(file + ":3: event_time is 'yesterday', which is no time of the given format")
        .contains(file + ":4: event_time is '2019-02-30 00:00:00 UTC'")
        .contains(file + ":5: event_type is 'look', which is none of view, cart")
        .contains(file + ":6: price is 'cheap', which is no decimal number")
        .contains(file + ":7: 4 fields instead of 9");
    assertThat(run.out())
        .contains("Imported 7 rows of 1 files as 2 messages to shop.events; 5 were bad.");
  }

  @Test
  void aQuotationMarkThatIsNeverClosedSaysHowManyLinesItTook() throws IOException {
    Path file = folder.resolve("open.csv");
    Files.writeString(
        file,
        Files.readString(SAMPLES.resolve("invoices.csv")).replace("\"CHAIR, RED\"", "\"CHAIR"));
    Run run = importFile("online-retail", file);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains(file + ":3: 3 fields instead of 8 on 4 lines");
  }

  @Test
  void aLineInAnotherEncodingIsNamed() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.writeString(
        file,
        Files.readString(SAMPLES.resolve("invoices.csv")).replace("LAMP", "LÄMP"),
        StandardCharsets.ISO_8859_1);
    Run run = importFile("online-retail", file);
    assertThat(run.err()).contains(file + ":2: it is not in the encoding UTF-8");
    assertThat(messages("shop.orders")).hasSize(1);
  }

  @Test
  void rowsThatDisagreeAboutTheirOrderAreNamed() throws IOException {
    Path file = folder.resolve("mixed.csv");
    Files.writeString(
        file,
        Files.readString(SAMPLES.resolve("invoices.csv"))
            .replace("99.00,17850.0", "99.00,17851.0"));
    Run run = importFile("online-retail", file);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains(file + ":2: customer_id: its rows differ in CustomerID");
    assertThat(messages("shop.orders")).hasSize(2);
  }

  @Test
  void aFileWithoutAColumnOfTheMappingIsRefused() {
    Run run = importFile("rees46", SAMPLES.resolve("invoices.csv"));
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("has no column brand, category_code").doesNotContain("\tat ");
  }

  @Test
  void aFileOfAFolderThatLacksAColumnIsNamedAndTheOthersGoOn() throws IOException {
    Path sales = Files.createDirectory(folder.resolve("sales"));
    Files.writeString(sales.resolve("a.csv"), "wrong,header\n1,2\n");
    Files.copy(SAMPLES.resolve("invoices.csv"), sales.resolve("b.csv"));
    Run run = importFile("online-retail", sales);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("a.csv' has no column");
    assertThat(run.out())
        .contains("of 2 files as 3 messages", "1 files could not be read to their end.");
  }

  @Test
  void aFileMarkedWithAnotherEncodingIsToldApartFromOneWithoutTheColumn() throws IOException {
    String german = Files.readString(SAMPLES.resolve("german.csv"), StandardCharsets.ISO_8859_1);
    Path utf8 = Files.writeString(folder.resolve("utf8.csv"), "\ufeff" + german);
    assertThat(importFile("import/shop.yaml", utf8).err())
        .contains("'" + utf8 + "' begins with the mark of UTF-8", "set 'encoding: UTF-8'");
    Path utf16 = Files.writeString(folder.resolve("utf16.csv"), german, StandardCharsets.UTF_16);
    Run run = importFile("online-retail", utf16);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("mark of UTF-16, but the mapping says its encoding is UTF-8");
  }

  @Test
  void aMappingThatIsNotThereIsNamedWithThoseThatAre() {
    Run run = importFile("rees47", SAMPLES.resolve("invoices.csv"));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("'rees47'")
        .contains("online-retail, posthog-export, rees46, superstore");
  }

  @Test
  void whatIsWrongInAMappingIsSaid() throws IOException {
    assertThat(mistake("topic: t\ncolumn: {}\n")).contains("sets 'column'").contains("columns");
    assertThat(mistake("topic: t\ncolumns: {a: {type: texts}}\nmessage: {}\n"))
        .contains("'texts'")
        .contains("decimal");
    assertThat(mistake("topic: t\ncolumns: {a: {type: text}}\nmessage: {x: '${b}'}\n"))
        .contains("uses 'b', which is none of its columns: a");
    assertThat(mistake("topic: t\ncolumns: {a: {}}\ngroup_by: a\nmessage: {x: '${row.id}'}\n"))
        .contains("'row.id' stands outside of each: row");
    assertThat(mistake("topic: [")).contains("is no YAML");
    assertThat(mistake("topic: t\ntime_zone: Mars/Olympus\ncolumns: {a: {}}\nmessage: {}\n"))
        .contains("Mars/Olympus");
  }

  private String mistake(String yaml) throws IOException {
    Path mapping = Files.writeString(folder.resolve("wrong.yaml"), yaml);
    Run run = importFile(mapping.toString(), SAMPLES.resolve("invoices.csv"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).doesNotContain("\tat ");
    return run.err();
  }

  private Run importFile(String mapping, Path file) {
    String where =
        mapping.startsWith("import/") ? Path.of("src/test/resources", mapping).toString() : mapping;
    return Run.of(
        new Ingest(), "import", "--mapping", where, "--to", folder.toString(), file.toString());
  }

  private List<JsonNode> messages(String topic) {
    return read(folder.resolve(topic + ".jsonl"));
  }

  static List<JsonNode> read(Path file) {
    try {
      List<JsonNode> messages = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        messages.add(JSON.readTree(line));
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
