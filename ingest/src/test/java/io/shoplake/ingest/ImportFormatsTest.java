package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON lines, calculations, and what becomes of lines that cannot be read. */
class ImportFormatsTest {

  private static final Path SAMPLES = Path.of("src/test/resources/import");

  @TempDir private Path folder;

  @Test
  void salesOfTheSuperstoreAreWhatWasPaid() {
    Run run = importFile("superstore", SAMPLES.resolve("superstore.csv"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> orders = messages("shop.orders");
    assertThat(orders)
        .extracting(order -> order.get("order_id").asText(), order -> order.get("placed_at"))
        .hasSize(2);
    JsonNode first = orders.get(0);
    assertThat(first.get("placed_at").asText()).isEqualTo("2026-11-08T05:00:00Z");
    assertThat(first.get("ship").get("mode").asText()).isEqualTo("Second Class");
    assertThat(first.get("ship").get("shipped_at").asText()).isEqualTo("2026-11-11T05:00:00Z");
    assertThat(first.get("segment").asText()).isEqualTo("Consumer");
    assertThat(first.toString()).doesNotContain("Ann");
    JsonNode line = first.get("lines").get(0);
    assertThat(line.get("name").asText()).isEqualTo("Shelf, régal");
    assertThat(line.get("sub_category").asText()).isEqualTo("Bookcases");
    assertThat(line.get("profit").decimalValue()).isEqualByComparingTo("1.2345");
    // 3.3333 for each of three is 9.9999: the missing 0.0001 is a negative discount.
    assertThat(line.get("unit_price").asText()).isEqualTo("3.3333");
    assertThat(line.get("discount").decimalValue()).isEqualByComparingTo("-0.0001");
    assertThat(orders.get(1).get("lines").get(0).get("unit_price").asText()).isEqualTo("1.944");
    assertThat(first.get("properties").get("discount_rates")).hasSize(2);
  }

  @Test
  void anExportOfPostHogBecomesWhatItPublishes() {
    Run run = importFile("posthog-export", SAMPLES.resolve("posthog.jsonl"));
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("posthog.jsonl:3: timestamp is 'yesterday'");
    List<JsonNode> events = messages("posthog.events");
    assertThat(events)
        .extracting(
            event -> event.get("uuid").asText(),
            event -> event.get("timestamp").asText(),
            event -> event.get("properties").textValue())
        .containsExactly(
            tuple(
                "0190-1",
                "2026-11-01 10:00:00.123456",
                "{\"$current_url\":\"https://shop.example/\",\"price\":1.50}"),
            tuple("0190-2", "2026-11-01 11:00:00.500000", "{\"total\": \"9.90\"}"));
    assertThat(events.get(0).get("team_id").isInt()).isTrue();
    assertThat(events.get(0).get("created_at").asText()).isEqualTo("2026-11-01 10:00:01.000000");
    assertThat(events.get(1).has("team_id")).isFalse();

    assertThat(importFile("posthog-export", SAMPLES.resolve("posthog.csv")).exitCode()).isZero();
    assertThat(messages("posthog.events").get(0).get("properties").textValue())
        .isEqualTo("{\"$current_url\": \"https://shop.example/\"}");
  }

  @Test
  void nestedMembersAreReadCalculatedAndGathered() {
    Run run = importNested(SAMPLES.resolve("nested.jsonl"));
    List<JsonNode> orders = messages("shop.orders");
    assertThat(orders)
        .extracting(order -> order.get("order_id").asText(), order -> order.get("total").asText())
        .containsExactly(tuple("17", "12.5"), tuple("18", "5"));
    JsonNode order = orders.get(0);
    assertThat(order.get("changed_at").asText()).isEqualTo("2026-11-01T09:58:20Z");
    assertThat(order.get("lines"))
        .extracting(line -> line.get("product_id").asText() + " " + line.get("unit_price"))
        .containsExactly("c 1.0", "a 3.3333");
    assertThat(folder.resolve("shop.orders.jsonl"))
        .content()
        .as("digit by digit")
        .contains("[\"x\",{\"y\":1.50}]", "\"total\":12.50");
    assertThat(orders.get(1).get("lines").get(0).has("unit_price")).isFalse();
    assertThat(run.err())
        .contains("nested.jsonl:5: lines: unit_price: it divides by zero")
        .contains("nested.jsonl:6: order is no single value")
        .contains("nested.jsonl:7: it is no JSON object")
        .contains("nested.jsonl:8: it is no JSON from character 1 on")
        .contains("nested.jsonl:9: it is no JSON from character");
    assertThat(run.out()).contains("Imported 8 rows of 1 files as 2 messages").contains("5 were");
  }

  @Test
  void anArrayOfObjectsIsReadAsItsElementsWithTheirNumbers() throws IOException {
    String mapping =
        mapping(
            "columns: {n: {type: integer}, t: {}}\nmessage: {i: '${row.id}', n: '${n}', t: '${t}'}");
    Path array = folder.resolve("a.json");
    Files.writeString(
        array,
        """
        \ufeff
         [{"n":1,"t":"a,]}\\"[\\\\"},
          {"n": "many",
           "t": [",", {"x": "\\""}]} , 7,{"n":4,"t":"two
        lines"},{"n":5}]
        """);
    Run run = importFile(mapping, array);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("a.json, element:2: n is 'many', which is no whole number")
        .contains("a.json, element:3: it is no JSON object")
        .contains("a.json, element:4: it is no JSON from character");
    assertThat(messages("t"))
        .extracting(message -> message.get("n").asInt() + message.path("t").asText())
        .containsExactly("1a,]}\"[\\", "5");
    assertThat(messages("t.bad"))
        .extracting(bad -> bad.get("line").asInt() + bad.get("raw").asText().strip())
        .startsWith("2{\"n\": \"many\",    \"t\": [\",\", {\"x\": \"\\\"\"}]}", "37");
    List<JsonNode> fromArray = messages("t");
    Path lines = folder.resolve("a.jsonl");
    Files.writeString(lines, "{\"n\":1,\"t\":\"a,]}\\\"[\\\\\"}\n{\"n\":5}\n");
    importFile(mapping, lines);
    assertThat(messages("t")).as("with the same ids").isEqualTo(fromArray);
  }

  @Test
  void anArrayThatDoesNotEndIsNamed() throws IOException {
    String mapping = mapping("columns: {n: {}}\nmessage: {n: '${n}'}");
    Path array = folder.resolve("a.json");
    Files.writeString(array, "[{\"n\":1},{\"n\":2}");
    Run run = importFile(mapping, array);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("a.json' ends within its array after element 2");
    Files.writeString(array, "[{\"n\":1}]\n[{\"n\":2}]");
    assertThat(importFile(mapping, array).err()).contains("goes on behind its array");
    Files.writeString(array, "[ ]\n");
    assertThat(importFile(mapping, array).out()).contains("Imported 0 rows");
    Files.writeString(array, "{\"n\":1}\n{\"n\":2}\n");
    assertThat(importFile(mapping, array).out()).as("JSON lines").contains("Imported 2 rows");
  }

  @Test
  void badElementsOfAnArrayThatDoesNotEndAreRejectsLikeAllOthers() throws IOException {
    Path array = folder.resolve("a.json");
    Files.writeString(array, "[{\"id\":1,\"n\":\"many\"},{\"id\":2,\"n\":1},{\"id\"");
    Path other = Files.writeString(folder.resolve("b.json"), "[{\"id\":3,\"n\":1}]");
    String columns = "columns: {id: {}, n: {type: integer}}\nmessage: {id: '${id}'}";
    Run run = importFiles(mapping(columns), array, other);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("a.json, element:1: n is 'many', which is no whole number")
        .contains("a.json, element:3: it is no JSON from character")
        .contains("a.json' ends within its array");
    assertThat(run.out())
        .endsWith(
            "4 rows of 2 files as 2 messages to t; 2 were bad; 1 files could not be read to their"
                + " end.\n");
    assertThat(messages("t"))
        .extracting(message -> message.get("id").asText())
        .containsExactly("2", "3");
    assertThat(raw()).containsExactly("{\"id\":1,\"n\":\"many\"}", "{\"id\"");

    assertThat(importFiles(mapping("group_by: id\n" + columns), array, other).err())
        .contains("a.json, element:2: the file breaks off, and rows of its group may be missing");
    assertThat(messages("t"))
        .extracting(message -> message.get("id").asText())
        .containsExactly("3");
    assertThat(raw()).containsExactly("{\"id\":1,\"n\":\"many\"}", "{\"id\":2,\"n\":1}", "{\"id\"");
  }

  @Test
  void aFolderIsReadForAllNamesOfTheFormat() throws IOException {
    Path files = Files.createDirectory(folder.resolve("files"));
    for (String name : List.of("a.json", "b.jsonl", "c.ndjson", "d.csv")) {
      Files.writeString(files.resolve(name), "{\"n\":\"%s\"}\n".formatted(name));
    }
    importFile(mapping("format: json_lines\ncolumns: {n: {}}\nmessage: {n: '${n}'}"), files);
    assertThat(messages("t"))
        .extracting(message -> message.get("n").asText())
        .containsExactly("a.json", "b.jsonl", "c.ndjson");
  }

  @Test
  void timesInAListAreTexts() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "day\n2026-11-01T10:00:00.1234567Z\n");
    importFile(
        mapping(
            "columns: {day: {type: timestamp, format: iso}}\n"
                + "message: {t: '${text(list(day))}', d: 'Days: ${list(day)}', l: '${list(day)}',"
                + " o: '${day}'}"),
        file);
    assertThat(messages("t").get(0))
        .hasToString(
            "{`t`:`[~2026-11-01T10:00:00.123456Z~]`,`d`:`Days: [~2026-11-01T10:00:00.123456Z~]`,"
                .concat("`l`:[`2026-11-01T10:00:00.123456Z`],`o`:`2026-11-01T10:00:00.123456Z`}")
                .replace("~", "\\`")
                .replace('`', '"'));
  }

  @Test
  void theOrderOfJsonLinesChangesNoMessage() throws IOException {
    importNested(SAMPLES.resolve("nested.jsonl"));
    List<JsonNode> before = messages("shop.orders");
    List<String> rows = new ArrayList<>(Files.readAllLines(SAMPLES.resolve("nested.jsonl")));
    Collections.shuffle(rows, new Random(3));
    Path shuffled = folder.resolve("shuffled.ndjson.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(shuffled))) {
      out.write(String.join("\r\n", rows).getBytes(StandardCharsets.UTF_8));
    }
    importNested(shuffled);
    assertThat(messages("shop.orders")).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void badLinesAreWrittenAsTheyAreWithTheirNumbersAndNoValueInTheReason() {
    importFile("rees46", SAMPLES.resolve("broken.csv"));
    List<JsonNode> bad = messages("shop.events.bad");
    assertThat(bad)
        .extracting(line -> line.get("line").asInt(), line -> line.get("detail").asText())
        .containsExactly(
            tuple(3, "event_time is no time of the given format"),
            tuple(4, "event_time is no time of the given format"),
            tuple(5, "event_type is none of view, cart, remove_from_cart, purchase"),
            tuple(6, "price is no decimal number"),
            tuple(7, "4 fields instead of 9"));
    assertThat(bad)
        .allSatisfy(
            line -> {
              assertThat(line.get("file").asText()).isEqualTo("broken.csv");
              assertThat(line.get("reason").asText()).isEqualTo("bad_line");
            });
    assertThat(bad.get(0).get("raw").asText()).contains("yesterday").doesNotContain("\n");
    importFile("rees46", SAMPLES.resolve("broken.csv"));
    assertThat(messages("shop.events.bad")).as("again").isEqualTo(bad);
  }

  @Test
  void aBadRowIsFoundAgainBehindRowsOfSeveralLinesAndLineEndsOfAllKinds() throws IOException {
    Path mapping =
        Files.writeString(
            folder.resolve("m.yaml"),
            "topic: t\ncolumns: {n: {type: integer}, t: {}}\nmessage: {n: '${n}', t: '${t}'}\n");
    Path file = folder.resolve("a.csv");
    Files.write(
        file,
        "n,t\r\n1,\"two\r\nlines\"\r\n\r\nx,one\r\n2,\"lone\rreturn\"\rbad,\"three\nline\r\ns\"\n\n3,é\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    Run run = importFile(mapping.toString(), file);
    assertThat(run.out()).contains("as 2 messages");
    List<JsonNode> bad = messages("t.bad");
    assertThat(bad)
        .extracting(line -> line.get("line").asInt(), line -> line.path("raw").asText())
        .containsExactly(tuple(5, "x,one"), tuple(8, "bad,\"three\nline\r\ns\""), tuple(12, ""));
    assertThat(Base64.getDecoder().decode(bad.get(2).get("raw_base64").asText()))
        .isEqualTo(new byte[] {'3', ',', (byte) 0xE9});
    assertThat(bad.get(2).get("detail").asText()).isEqualTo("it is not in the encoding UTF-8");
  }

  @Test
  void everyRowOfABadGroupIsKept() throws IOException {
    Path file = folder.resolve("mixed.csv");
    Files.writeString(
        file,
        Files.readString(SAMPLES.resolve("invoices.csv"))
            .replace("99.00,17850.0", "99.00,17851.0"));
    Run run = importFile("online-retail", file);
    assertThat(run.err()).contains(":2: customer_id: its rows differ in CustomerID (3 rows)");
    assertThat(run.out()).contains("3 were bad");
    assertThat(messages("shop.orders.bad")).hasSize(3);
    assertThat(importFile("online-retail", SAMPLES.resolve("invoices.csv")).exitCode()).isZero();
    assertThat(folder.resolve("shop.orders.bad.jsonl"))
        .as("bad lines of the former import")
        .doesNotExist();
  }

  @Test
  void atMostTwentyBadLinesAreNamed() throws IOException {
    Path file = folder.resolve("many.jsonl");
    Files.writeString(file, "x\n".repeat(50));
    Run run = importNested(file);
    assertThat(run.err().lines().filter(line -> line.contains("it is no JSON"))).hasSize(20);
    assertThat(run.err()).contains("Further bad lines are only counted.");
    assertThat(messages("shop.orders.bad")).hasSize(50);
  }

  @Test
  void whatIsWrongInACalculationOrAnEncodingIsSaid() throws IOException {
    assertThat(mistake("message: {x: '${a + b}'}")).contains("uses 'a', which is none of its");
    assertThat(mistake("message: {x: '${n + t}'}")).contains("calculates with t, which is no");
    assertThat(mistake("message: {x: '${n +}'}")).contains("missing at its end");
    assertThat(mistake("message: {x: '${(n * 2}'}")).contains("')' is missing");
    assertThat(mistake("message: {x: '${n * 2)}'}")).contains("')' is not expected");
    assertThat(mistake("message: {x: '${sum(t)}'}")).contains("t, which is no number");
    assertThat(mistake("encoding: UTF-16\nmessage: {x: 1}")).contains("convert them to UTF-8");
  }

  @Test
  void aGroupIsNotSentWithoutTheRowThatCannotBeRead() throws IOException {
    String sample = Files.readString(SAMPLES.resolve("invoices.csv"));
    for (String unreadable : List.of("TABLE,many", "TABLE, OAK,1", "TÄBLE,1")) {
      Path file = folder.resolve("part.csv");
      Files.writeString(file, sample.replace("TABLE,1", unreadable), StandardCharsets.ISO_8859_1);
      Run run = importFile("online-retail", file);
      assertThat(run.err())
          .contains(file + ":2: another row of its group cannot be read (2 rows)")
          .contains(file + ":4: ");
      assertThat(run.out()).contains("5 rows of 1 files as 2 messages").contains("3 were bad");
      assertThat(messages("shop.orders"))
          .extracting(order -> order.get("order_id").asText())
          .containsExactly("1002", "C1003");
      assertThat(messages("shop.orders.bad")).hasSize(3);
    }
    Path rows = folder.resolve("rows.jsonl");
    Files.writeString(
        rows,
        """
        {"o": 1, "n": "many"}
        {"o": 1, "n": 2}
        {"o": 2, "n": 3}
        """);
    Run run =
        importFile(
            mapping("group_by: o\ncolumns: {o: {}, n: {type: integer}}\nmessage: {o: '${o}'}"),
            rows);
    assertThat(run.err()).contains(rows + ":2: another row of its group cannot be read");
    assertThat(messages("t")).hasSize(1);
  }

  private String mapping(String rest) throws IOException {
    return Files.writeString(folder.resolve("own.yaml"), "topic: t\n" + rest + "\n").toString();
  }

  @Test
  void aCellWithTheSeparatorOfCellsIsABadRow() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "a,b\n1,x\u001fy\n2,z\n");
    Run run = importFile(mapping("columns: {a: {}, b: {}}\nmessage: {a: '${a}'}"), file);
    assertThat(run.err()).contains(file + ":2: it has a control character U+001F");
    assertThat(messages("t")).hasSize(1);
  }

  @Test
  void aNumberBeyondAllMeasureIsABadRow() throws IOException {
    String mapping =
        mapping(
            "columns: {n: {type: decimal}, t: {}, i: {type: integer}}\n"
                + "message: {n: '${n + 1}', t: '${t}', i: '${i}'}");
    Path csv = folder.resolve("a.csv");
    Files.writeString(
        csv, "n,t,i\n1e200,a,1\n1e-200,a,1\n%s,a,1\n2,a,1\n".formatted("1".repeat(101)));
    assertThat(importFile(mapping, csv).out()).contains("4 rows of 1 files as 1 messages");
    Path json = folder.resolve("a.jsonl");
    Files.writeString(json, "{\"n\": 1e200}\n{\"t\": 1e200}\n{\"i\": 1e200}\n{\"n\": 1e2}\n");
    assertThat(importFile(mapping, json).out()).contains("4 rows of 1 files as 1 messages");
    assertThat(messages("t.bad"))
        .extracting(line -> line.get("detail").asText())
        .containsExactly(
            "n is no decimal number", "t is no decimal number", "i is no decimal number");
  }

  @Test
  void aTextThatIsANumberBeyondAllMeasureIsABadRowWhereItIsCalculatedWith() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "t\n1e999999999\n2\n");
    Run run = importFile(mapping("columns: {t: {}}\nmessage: {t: '${first(t, 1) + 1}'}"), file);
    assertThat(run.err())
        .contains(file + ":2: t: a part of the calculation is '1e999999999', which is no number");
    assertThat(messages("t").get(0)).hasToString("{\"t\":3}");
  }

  @Test
  void aTextBeyondAllMeasureIsABadRow() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "{\"t\": \"%s\"}\n{\"t\": \"x\"}\n".formatted("x".repeat(20_100_000)));
    Run run = importFile(mapping("columns: {t: {}}\nmessage: {t: '${t}'}"), file);
    assertThat(run.err()).contains(file + ":1: it holds a value that is too large");
    assertThat(messages("t")).hasSize(1);
  }

  @Test
  void aDayThatIsNotInTheCalendarIsABadRow() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file, "at\n2026-02-31\n2026-02-28\n2026-02-28 10:00\n2026-02-28T10:00:00.5+01:00\n");
    Run run =
        importFile(
            mapping("columns: {at: {type: timestamp, format: iso}}\nmessage: {at: '${at}'}"), file);
    assertThat(run.err()).contains(file + ":2: at is '2026-02-31', which is no time");
    assertThat(messages("t"))
        .extracting(message -> message.get("at").asText())
        .containsExactly(
            "2026-02-28T00:00:00Z", "2026-02-28T10:00:00Z", "2026-02-28T09:00:00.500Z");
  }

  @Test
  void twoColumnsMayReadTheSameHeader() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "x\n2026-11-01\n");
    importFile(
        mapping(
            "columns: {a: {from: x}, b: {from: x, type: timestamp, format: iso}}\n"
                + "message: {a: '${a}', b: '${b}'}"),
        file);
    assertThat(messages("t").get(0))
        .hasToString("{\"a\":\"2026-11-01\",\"b\":\"2026-11-01T00:00:00Z\"}");
  }

  @Test
  void aBadRowWithASecretThatTheMappingDoesNotReadIsMarkedWithoutItsContent() throws IOException {
    String mapping =
        mapping("columns: {n: {type: integer}, p: {type: json}}\nmessage: {n: '${n}'}");
    Path csv = folder.resolve("a.csv");
    Files.writeString(csv, "n,p,card_number\nx,1,4111\n");
    importFile(mapping, csv);
    assertThat(raw()).containsExactly("");
    Files.writeString(csv, "n,p,colour\nx,1,red\n");
    importFile(mapping, csv);
    assertThat(raw()).containsExactly("x,1,red");
    Path json = folder.resolve("a.jsonl");
    List<String> kept = List.of("{\"n\":\"x\",\"p\":{\"token\":\"t\"}}", "[\"password\"]");
    Files.writeString(
        json,
        """
        %s
        {"n":"x","password":"p"}
        {"n":"x","a":[{"password":"p"}]}
        {"n":"x","password":"p"
        """
            .formatted(String.join("\n", kept)));
    importFile(mapping, json);
    assertThat(raw()).containsExactly(kept.get(0), kept.get(1), "", "", "");
  }

  private List<String> raw() {
    return messages("t.bad").stream().map(line -> line.get("raw").asText()).toList();
  }

  private String mistake(String rest) throws IOException {
    Path mapping =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            "topic: t\ncolumns: {n: {type: decimal}, t: {}}\n" + rest + "\n");
    Run run = importFile(mapping.toString(), SAMPLES.resolve("invoices.csv"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    return run.err();
  }

  private Run importNested(Path file) {
    return importFile(SAMPLES.resolve("nested.yaml").toString(), file);
  }

  private Run importFile(String mapping, Path file) {
    return importFiles(mapping, file);
  }

  private Run importFiles(String mapping, Path... files) {
    List<String> words =
        new ArrayList<>(List.of("import", "--mapping", mapping, "--to", folder.toString()));
    List.of(files).forEach(file -> words.add(file.toString()));
    return Run.of(new Ingest(), words.toArray(String[]::new));
  }

  private List<JsonNode> messages(String name) {
    return ImportTest.read(folder.resolve(name + ".jsonl"));
  }
}
