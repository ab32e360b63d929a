package io.shoplake.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {

  @Test
  void theDefaultsAreThoseOfTheContract() {
    assertThat(Rules.DEFAULT.fingerprint())
        .isEqualTo(
            "gap=PT30M max_duration=PT24H cut_on_campaign=false cut_at_midnight=false"
                + " cut_on_login=false"
                + " funnel=[visit, view_item, add_to_cart, begin_checkout, purchase]");
  }

  @Test
  void theTimeZoneMattersOnlyToShopsThatCutAtMidnight() {
    Rules inBerlin =
        new Rules(
            Rules.DEFAULT.gap(),
            Rules.DEFAULT.maxDuration(),
            false,
            false,
            false,
            ZoneId.of("Europe/Berlin"),
            Rules.DEFAULT.funnel());
    assertThat(inBerlin.fingerprint()).isEqualTo(Rules.DEFAULT.fingerprint());
    assertThat(inBerlin.cuttingAtMidnight(ZoneId.of("Europe/Berlin")).fingerprint())
        .contains("cut_at_midnight=Europe/Berlin");
    assertThat(inBerlin.cuttingAtMidnight(ZoneId.of("UTC")).fingerprint())
        .isEqualTo(inBerlin.cuttingAtMidnight(ZoneOffset.UTC).fingerprint());
  }

  @Test
  void aGapMustBeAPositiveTime() {
    assertThatThrownBy(() -> Rules.DEFAULT.withGap(Duration.ZERO))
        .hasMessageContaining("gap must be between")
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> Rules.DEFAULT.withMaxDuration(Duration.ofDays(31)))
        .hasMessageContaining("max_duration must be between");
  }

  @Test
  void aFunnelNamesEachStepOnceAndBeginsWithTheVisit() {
    assertThatThrownBy(() -> Rules.DEFAULT.withFunnel(List.of("a", "a")))
        .hasMessageContaining("[a, a]");
    assertThatThrownBy(() -> Rules.DEFAULT.withFunnel(List.of("a", "visit")))
        .hasMessageContaining("'visit'");
  }
}
