package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  @Test
  void theDemoProvesItsNumbersAndLeavesAReport(@TempDir Path folder) throws IOException {
    Path home = folder.resolve("a home");
    Shop.Outcome outcome =
        Shop.execute(
            home,
            List.of(
                Shop.repository().resolve("shoplake").toString(),
                "demo",
                "--down",
                "--home",
                home.toString()),
            java.util.Map.of());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    try (var files = Files.walk(home)) {
      Path report = files.filter(file -> file.endsWith("report.html")).findFirst().orElseThrow();
      assertThat(outcome.output()).contains(report.toString());
      assertThat(report).content().contains("<canvas").doesNotContain("https://");
    }
  }
}
