package io.shoplake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest {

  @TempDir private Path folder;

  @Test
  void theExitCodeIsInTheFileThatWasAskedFor() throws IOException {
    Path file = folder.resolve("outcome");
    assertThat(Outcome.read(file)).isEmpty();
    Outcome.write(Map.of(Outcome.VARIABLE, file.toString()), 4);
    assertThat(Outcome.read(file)).hasValue(4);
    assertThat(folder)
        .isDirectoryContaining("glob:**outcome")
        .isDirectoryNotContaining("glob:**partial");
  }
}
