package io.shoplake.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.ingest.extract.CellType;
import io.shoplake.ingest.extract.SourceTable.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Where reading ends and begins again. */
class WatermarkTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static Watermark of(CellType type) {
    return new Watermark(
        type, new Overlap(Duration.ofMinutes(10), 5), ZoneId.of("America/New_York"));
  }

  @Test
  void readingEndsAtTheGreatestValueButNeverInTheFuture() {
    assertThat(of(CellType.INSTANT).reached("2026-11-21T11:00:00Z", NOW))
        .hasValue("2026-11-21T11:00:00Z");
    assertThat(of(CellType.INSTANT).reached("2999-01-01T00:00:00Z", NOW))
        .hasValue("2026-11-21T12:00:00Z");
    assertThat(of(CellType.LOCAL).reached("2999-01-01", NOW))
        .as("in the zone of the table")
        .hasValue("2026-11-21T07:00");
    assertThat(of(CellType.INSTANT).reached("infinity", NOW)).hasValue("2026-11-21T12:00:00Z");
    assertThat(of(CellType.INTEGER).reached(null, NOW)).isEmpty();
  }

  @Test
  void readingBeginsTheOverlapBelow() {
    assertThat(of(CellType.INSTANT).from("2026-11-21T12:00:00Z")).isEqualTo("2026-11-21T11:50:00Z");
    assertThat(of(CellType.LOCAL).from("2026-11-21")).isEqualTo("2026-11-20T23:50");
    assertThat(of(CellType.INTEGER).from("18446744073709551615")).isEqualTo("18446744073709551610");
    assertThat(of(CellType.TEXT).from("abc")).isEqualTo("abc");
  }
}
