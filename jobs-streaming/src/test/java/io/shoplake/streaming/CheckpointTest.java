package io.shoplake.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.lake.TempLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  @TempDir Path folder;

  @Test
  void oneThatAnotherVersionMadeIsRefusedInASentence() throws IOException {
    Lake lake = TempLake.in(folder);
    Checkpoint checkpoint =
        Checkpoint.open(lake, folder.toUri().toString(), EventsJob.QUERY, Map.of());
    checkpoint.requireSources(lake, 2);

    Path offsets = Files.createDirectories(folder.resolve("events/offsets"));
    Files.writeString(offsets.resolve("9"), "v1\n{}\n{}\n{}");
    Files.writeString(offsets.resolve("10"), "v1\n{}\n{}");
    assertThatThrownBy(() -> checkpoint.requireSources(lake, 2))
        .isInstanceOfSatisfying(
            UserMistake.class,
            mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("/events was made by another version, which read 1 tables");

    Files.writeString(offsets.resolve("11"), "v1\n{}\n{}\n-");
    checkpoint.requireSources(lake, 2);
  }
}
