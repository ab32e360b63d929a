package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed files that break off, or are not packed at all. */
class DamagedFileTest {

  private static final Path SAMPLES = Path.of("src/test/resources/import");

  @TempDir private Path folder;

  @Test
  void whatStandsBeforeTheDamageIsReplayedAndTheFileIsNamed() throws IOException {
    Path cut = cut("a.jsonl.gz", events(2000));
    Path whole = Files.writeString(folder.resolve("b.jsonl"), events(2));
    Run run = run("replay", "--topic=shop.events", "--dry-run", cut.toString(), whole.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("'" + cut + "' is damaged").doesNotContain("\tat ");
    long line =
        Long.parseLong(run.err().replaceAll("(?s).*from line ([\\d,]+) .*", "$1").replace(",", ""));
    assertThat(line).isBetween(500L, 1900L);
    assertThat(run.err()).contains("before, %,d messages would be sent".formatted(line - 1));
    assertThat(run.out()).contains("Would send %,d messages".formatted(line + 1));
  }

  @Test
  void whatStandsBeforeTheDamageIsChecked() throws IOException {
    Path cut = cut("a.jsonl.gz", events(2000));
    Run run = run("check", cut.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("'" + cut + "' is damaged").doesNotContain("\tat ");
    assertThat(run.out()).contains(" 0 rejected.");
  }

  @Test
  void aTextFileNamedLikeAPackedOneIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("a.csv.gz"), "a,b\n");
    for (List<String> words :
        List.of(
            List.of("replay", "--topic=shop.events", "--dry-run"),
            List.of("check"),
            List.of("import", "--mapping=rees46", "--dry-run"))) {
      Run run = Run.of(new Ingest(), with(words, text));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
      assertThat(run.err())
          .contains("'" + text + "' is not packed with gzip")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void rowsBeforeTheDamageAreImportedAndTheLastIsNamed() throws IOException {
    StringBuilder rows =
        new StringBuilder(
            "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,"
                + "user_session\n");
    Random random = new Random(1);
    for (int row = 0; row < 2000; row++) {
      rows.append(
          "2019-10-01 00:00:00 UTC,view,%d,2,a.b,c,1.50,7,s\n".formatted(random.nextInt(1 << 30)));
    }
    Path cut = cut("a.csv.gz", rows.toString());
    Run run = run("import", "--mapping=rees46", "--to=" + folder, cut.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    int sent = Files.readAllLines(folder.resolve("shop.events.jsonl")).size();
    assertThat(sent).isBetween(500, 1900);
    assertThat(run.err())
        .contains("'" + cut + "' is damaged", "before, %,d messages were sent".formatted(sent))
        .contains("a.csv.gz:%d: the file breaks off in it".formatted(sent + 2))
        .doesNotContain("\tat ");
    assertThat(run.out()).endsWith("; 1 were bad; 1 files could not be read to their end.\n");
    assertThat(Files.readAllLines(folder.resolve("shop.events.bad.jsonl"))).hasSize(1);
  }

  @Test
  void ofOrdersInAFileThatBreaksOffNoneIsSentAsEachMayBeHalf() throws IOException {
    List<String> sample = Files.readAllLines(SAMPLES.resolve("invoices.csv"));
    StringBuilder rows = new StringBuilder(sample.get(0)).append('\n');
    Random random = new Random(1);
    for (int row = 0; row < 500; row++) {
      rows.append(random.nextInt(1 << 30)).append(sample.get(1).replaceFirst("[^,]*", ""));
      rows.append('\n');
    }
    Path cut = cut("a.csv.gz", rows.toString());
    Run run = run("import", "--mapping=online-retail", "--to=" + folder, cut.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err())
        .contains("'" + cut + "' is damaged", "before, 0 messages were sent")
        .contains("a.csv.gz:2: the file breaks off, and rows of its group may be missing");
    assertThat(folder.resolve("shop.orders.jsonl")).isEmptyFile();
  }

  @Test
  void anArrayThatBreaksOffIsDamagedAndNotWithoutItsEnd() throws IOException {
    String array = events(2000).strip().replace('\n', ',');
    Path cut = cut("a.json.gz", "[" + array + "]");
    Path mapping =
        Files.writeString(
            folder.resolve("m.yaml"),
            "topic: t\ncolumns: {event_id: {}}\nmessage: {id: '${event_id}'}\n");
    Run run = run("import", "--mapping=" + mapping, "--to=" + folder, cut.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    int sent = Files.readAllLines(folder.resolve("t.jsonl")).size();
    assertThat(sent).isBetween(500, 1900);
    assertThat(run.err())
        .contains("'" + cut + "' is damaged", "before, %,d messages were sent".formatted(sent))
        .contains("a.json.gz, element:%d: it is no JSON".formatted(sent + 1))
        .doesNotContain("ends within");
  }

  private static String events(int count) {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder();
    for (int event = 0; event < count; event++) {
      lines.append(
          """
          {"event_id": "%d", "event_type": "x", "event_time": 1767225600000, "user_id": "u"}
          """
              .formatted(random.nextLong()));
    }
    return lines.toString();
  }

  private Path cut(String name, String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return Files.write(
        folder.resolve(name), Arrays.copyOf(packed.toByteArray(), packed.size() * 2 / 3));
  }

  private static String[] with(List<String> words, Path file) {
    String[] all = words.toArray(new String[words.size() + 1]);
    all[words.size()] = file.toString();
    return all;
  }

  private static Run run(String... words) {
    return Run.of(new Ingest(), words);
  }
}
