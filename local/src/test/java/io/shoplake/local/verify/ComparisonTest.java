package io.shoplake.local.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final TableRows NOTHING = rows(Map.of());

  @Test
  void aFurtherRowThatSaysNothingIsNoDifference() {
    TableRows warehouse =
        rows(Map.of(List.of("main"), Map.of("accepted", BigDecimal.ZERO, "bot", BigDecimal.ZERO)));
    assertThat(Comparison.of("daily_quality", NOTHING, warehouse).differences()).isEmpty();
  }

  @Test
  void aFurtherRowWithAnyFigureIsADifference() {
    TableRows warehouse =
        rows(Map.of(List.of("main"), Map.of("accepted", BigDecimal.ZERO, "bot", BigDecimal.ONE)));
    assertThat(Comparison.of("daily_quality", NOTHING, warehouse).differences()).hasSize(1);
  }

  @Test
  void aRowWhoseFiguresAreNotKnownIsADifference() {
    TableRows warehouse = rows(Map.of(List.of("main"), Map.of()));
    assertThat(Comparison.of("daily_quality", NOTHING, warehouse).differences()).hasSize(1);
  }

  private static TableRows rows(Map<List<Object>, Map<String, Object>> rows) {
    return new TableRows(List.of("shop_id"), rows);
  }
}
