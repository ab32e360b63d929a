package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run reads and counts everything, and needs neither a broker nor a folder. */
class DryRunTest {

  @TempDir private Path folder;

  @Test
  void aReplayCountsItsMessages() throws IOException {
    Path file = Files.writeString(folder.resolve("a.jsonl"), "{}\n\n{\"a\": 1}\n");
    Run run = Run.of(new Replay(), "--topic=shop.events", "--dry-run", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Would send 2 messages to shop.events");
  }

  @Test
  void anImportNamesBadLinesAndWritesNothing() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.csv"),
            """
            event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
            2019-10-01 00:00:00 UTC,view,1,2,a.b,c,1.50,7,s
            never,view,1,2,a.b,c,1.50,7,s
            """);
    Path to = folder.resolve("to");
    Run run = Run.of(new Import(), "--mapping=rees46", "--dry-run", "--to=" + to, file.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("a.csv:3: ");
    assertThat(run.out())
        .contains("Would import 2 rows of 1 files as 1 messages to shop.events; 1 were bad");
    assertThat(to).doesNotExist();
  }

  @Test
  void aSimulationWritesItsTruthOnly() {
    Path truth = folder.resolve("truth.json");
    Run run =
        Run.of(
            new Simulate(),
            "--visitors=10",
            "--end=2026-11-01",
            "--dry-run",
            "--to=" + folder.resolve("to"),
            "--truth=" + truth);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(folder.resolve("to")).doesNotExist();
    assertThat(truth).isNotEmptyFile();
  }
}
