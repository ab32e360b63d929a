package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

  private static final String EVENTS =
      """
      {"event_id": "1", "event_type": "page_view", "event_time": "2026-01-01T00:00:00Z", "user_id": "u"}

      {"event_type": "page_view", "event_time": "2026-01-01T00:00:00Z", "user_id": "u"}
      {"event_id": "3", "event_type": "gift_wrapped", "event_time": 1767225600000, "user_id": "u"}
      no json
      {"event_id": "5", "event_type": "x", "event_time": "tomorrow", "user_id": "ann@example.com"}
      """;

  @TempDir private Path folder;

  @Test
  void whatWouldBeRejectedIsNamedWithItsLineAndReason() throws IOException {
    Path file = Files.writeString(folder.resolve("events.jsonl"), EVENTS);
    Run run = check(file.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.out().lines())
        .containsExactly(
            file + ":3: missing_event_id: event_id is required and is missing.",
            file + ":5: not_json: The value is not JSON at byte 7.",
            file
                + ":6: bad_type_event_time: event_time must be an ISO 8601 time with an offset, or"
                + " whole milliseconds since 1970.",
            "5 messages: 2 would be accepted, 3 rejected (bad_type_event_time 1, missing_event_id"
                + " 1, not_json 1).");
  }

  @Test
  void aPackedFileWithoutAProblemEndsWithZero() throws IOException {
    Path file = folder.resolve("orders.jsonl.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          "{\"change_id\":\"c\",\"order_id\":\"o\",\"changed_at\":\"2026-01-01T00:00:00Z\"}\r\n"
              .getBytes(StandardCharsets.UTF_8));
    }
    Run run = check("--topic", "shop.orders", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("1 messages: 1 would be accepted, 0 rejected.\n");
    assertThat(check(file.toString()).out()).contains(":1: missing_event_id");
  }

  @Test
  void standardInputIsRead() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(EVENTS.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(check("--max", "1", "-").out())
          .contains("line 3: missing_event_id")
          .contains("Further lines are only counted.")
          .doesNotContain("not_json:")
          .contains("3 rejected");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aLineLargerThanAnyLimitIsTooLarge() throws IOException {
    Path file = Files.writeString(folder.resolve("big.jsonl"), "x".repeat(40 << 20) + "\n{}\n");
    assertThat(check(file.toString()).out())
        .contains(":1: too_large")
        .contains(":2: missing_event_id");
  }

  @Test
  void whatCannotBeCheckedIsSaid() {
    assertThat(check("nowhere.jsonl").exitCode()).isEqualTo(3);
    assertThat(check("--topic", "clicks", "-").err()).contains("There is no topic 'clicks'");
    Run rows = check("--topic", "source.rows", "-");
    assertThat(rows.exitCode()).isEqualTo(2);
    assertThat(rows.err()).contains("there is nothing to check");
  }

  @Test
  void topicsMayHaveOtherNames() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("o.jsonl"),
            "{\"change_id\":\"c\",\"order_id\":\"o\",\"changed_at\":\"2026-01-01T00:00:00Z\"}\n");
    Run run =
        check(
            "--topics=shop.events=clicks,shop.orders=orders",
            "--topics=shop.events=views",
            "--topic=orders",
            file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(check("--topics=shop.orders=a", "--topics=shop.events=a", "-").err())
        .contains("The topic a is named twice");
  }

  private static Run check(String... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = "check";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return Run.of(new Ingest(), words);
  }
}
