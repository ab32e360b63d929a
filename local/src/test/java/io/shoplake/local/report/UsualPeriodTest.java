package io.shoplake.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualPeriodTest {

  private static final LocalDate LAST = LocalDate.parse("2026-11-20");

  @ParameterizedTest(name = "of {0} known days the report tells of {1}")
  @CsvSource({"400, 28", "56, 28", "55, 21", "42, 21", "28, 14", "14, 7", "13, 13", "1, 1"})
  void thePeriodLeavesAsMuchTimeBeforeItAsThereIs(int known, int told) {
    assertThat(Report.usualFirst(LAST.minusDays(known - 1L), LAST))
        .isEqualTo(LAST.minusDays(told - 1L));
  }
}
