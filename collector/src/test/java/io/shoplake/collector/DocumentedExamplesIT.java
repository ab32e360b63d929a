package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of docs/sources/collector.md give what stands there. */
@ExtendWith(Kafka.Shared.class)
class DocumentedExamplesIT {

  @Test
  void everyExampleGivesWhatThePageSays(Kafka kafka) throws Exception {
    assumeTrue(Clients.found("curl").isPresent(), "Skipped: curl is not installed");
    List<String> lines = Files.readAllLines(Path.of("../docs/sources/collector.md"));
    int examples = 0;
    try (Client collector = Client.start(kafka)) {
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("$ ")) {
          String command =
              lines
                  .get(i)
                  .substring(2)
                  .replace("http://localhost:8000", collector.address().toString())
                  .replace("some-key", Client.KEY);
          assertThat(run(command)).as(lines.get(i)).isEqualTo(lines.get(i + 1) + "\n");
          examples++;
        }
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(9);
  }

  /** What {@code command} prints, with a line break at its end. */
  private static String run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return printed.endsWith("\n") ? printed : printed + "\n";
  }
}
