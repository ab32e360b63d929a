package io.shoplake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir private Path folder;

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "from the file\n");
    assertThat(Secrets.of(Map.of("KEY", "given", "KEY_FILE", file.toString()), "KEY"))
        .isEqualTo("given");
    assertThat(Secrets.of(Map.of("KEY_FILE", file.toString()), "KEY")).isEqualTo("from the file");
    assertThat(Secrets.of(Map.of(), "KEY")).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> Secrets.of(Map.of("KEY_FILE", "/nowhere/key"), "KEY"))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("/nowhere/key")
        .hasMessageContaining("KEY_FILE");
  }
}
