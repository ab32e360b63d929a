package io.shoplake.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.cli.Cli;
import io.shoplake.local.warehouse.WarehouseFixture;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class ReportPageIT {
  @Test
  void look() throws Exception {
    try (WarehouseFixture warehouse = new WarehouseFixture()) {
      warehouse.empty();
      new SampleShop(warehouse, "Nordlicht").fill();
      List<String> arguments = new ArrayList<>(warehouse.arguments());
      arguments.addAll(List.of("--out", "/tmp/look/report.html"));
      assertThat(
              Cli.run(
                  new Report(Clock.fixed(Instant.parse("2026-11-21T06:00:00Z"), ZoneOffset.UTC)),
                  arguments.toArray(String[]::new)))
          .isZero();
    }
  }
}
