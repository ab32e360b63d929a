package io.shoplake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  @TempDir private Path folder;

  @Test
  void linesAreSettingsAndCommentsAreNot() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("kafka.properties"), "# ours\nsecurity.protocol=SASL_SSL\n");
    assertThat(SettingsFile.read(file)).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
    assertThat(SettingsFile.read(null)).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path file = folder.resolve("absent");
    assertThatThrownBy(() -> SettingsFile.read(file))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining(file.toString());
  }
}
