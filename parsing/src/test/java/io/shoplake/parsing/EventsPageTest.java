package io.shoplake.parsing;

import static io.shoplake.parsing.Message.EVENTS;
import static io.shoplake.parsing.Message.ORDER_CHANGES;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.Parsed.Accepted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on events and order changes, against the fields that the parser knows. */
class EventsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "events.md");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void everyFieldAndMemberStandsInItsTable() throws IOException {
    assertThat(missing("## An event", EventField.values())).isEmpty();
    assertThat(missing("## An order change", OrderChangeField.values())).isEmpty();
  }

  @Test
  void everyExampleIsAccepted() throws IOException {
    assertThat(examples("## An event")).hasSize(2).allSatisfy(json -> accepts(EVENTS, json));
    assertThat(examples("## An order change"))
        .hasSize(2)
        .allSatisfy(json -> accepts(ORDER_CHANGES, json));
  }

  private static void accepts(MessageParser<?> parser, String json) {
    assertThat(parser.parse(json.getBytes(StandardCharsets.UTF_8), ARRIVAL))
        .isInstanceOf(Accepted.class);
  }

  private static List<String> missing(String heading, DeclaredField... fields) throws IOException {
    List<String> rows = section(heading).lines().filter(line -> line.startsWith("| `")).toList();
    return Stream.of(fields)
        .map(MessageField::path)
        .filter(path -> rows.stream().noneMatch(row -> names(row, path)))
        .toList();
  }

  /** A row tells of a field in its first column, and of members in its second. */
  private static boolean names(String row, String path) {
    String[] cells = row.split("\\|");
    // The lines of a refund have the members of the order's lines.
    String[] steps = path.replace("refund.lines.", "lines.").split("\\.");
    return namesIn(cells[1]).contains(steps[0])
        && (steps.length == 1 || namesIn(cells[2]).contains(steps[1]));
  }

  private static List<String> namesIn(String cell) {
    return NAME.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  private static List<String> examples(String heading) throws IOException {
    return EXAMPLE.matcher(section(heading)).results().map(found -> found.group(1)).toList();
  }

  private static String section(String heading) throws IOException {
    return Arrays.stream(Files.readString(PAGE).split("\n(?=## )"))
        .filter(part -> part.startsWith(heading))
        .findFirst()
        .orElseThrow();
  }
}
