package io.shoplake.ingest.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.extract.RowJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the tables of the documentation gives what it says. */
class TemplatesPageTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("^\\| `(.+?)` \\| (?:`(.+?)` )?\\| .+\\|$", Pattern.MULTILINE);
  private static final Pattern CALL = Pattern.compile("([a-z]+)\\(");

  @TempDir private Path folder;

  @Test
  void everyExampleGivesWhatThePageSays() throws Exception {
    String page = Files.readString(Path.of("../docs/templates.md"));
    Matcher example = EXAMPLE.matcher(page);
    Set<String> functions = new LinkedHashSet<>();
    int examples = 0;
    while (example.find()) {
      JsonNode value = shape(example.group(1)).fill(scope(page));
      assertThat(value == null ? null : RowJson.JSON.writeValueAsString(value))
          .as(example.group(1))
          .isEqualTo(example.group(2));
      CALL.matcher(example.group(1)).results().forEach(call -> functions.add(call.group(1)));
      examples++;
    }
    assertThat(examples)
        .isEqualTo((int) page.lines().filter(line -> line.startsWith("| `")).count());
    assertThat(functions)
        .containsExactlyInAnyOrder(
            "first", "when", "time", "text", "earliest", "latest", "sum", "list");
  }

  /** A part with {@code ${…}} alone would be an object of YAML. */
  private Shape shape(String example) throws IOException {
    boolean isText = !example.startsWith("{") && !example.startsWith("[");
    String yaml = isText ? "|-\n  " + example : example;
    Path file = Files.writeString(folder.resolve("m.yaml"), "message: " + yaml + "\n");
    Names names =
        new Names(
            Map.of(Scope.ROOT, List.of(), "customer", List.of(), "line", List.of("line")),
            Map.of(),
            ZoneId.of("Europe/Berlin"),
            true);
    return SettingsYaml.read(
        "page",
        file.toString(),
        List.of(),
        "none",
        settings -> new ShapeReader(names).read(settings.at("message")));
  }

  private static Scope scope(String page) throws IOException {
    JsonNode row = sample(page, "row");
    JsonNode customer = sample(page, "customer");
    List<Scope> lines = new ArrayList<>();
    for (JsonNode line : sample(page, "line")) {
      lines.add(new Scope(Map.of(Scope.ROOT, row, "line", line), Map.of()));
    }
    return new Scope(Map.of(Scope.ROOT, row, "customer", customer), Map.of("line", lines));
  }

  private static JsonNode sample(String page, String name) throws IOException {
    return RowJson.JSON.readTree(page.split("```json " + name + "\n")[1].split("```")[0]);
  }
}
