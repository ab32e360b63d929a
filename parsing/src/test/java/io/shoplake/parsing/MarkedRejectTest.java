package io.shoplake.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkedRejectTest {

  @Test
  void theReasonAndThePlaceComeBackFromTheHeaders() {
    MarkedReject mark = new MarkedReject("bad_line", "price is no number", "a.csv", 7);
    assertThat(MarkedReject.in(mark.headers()::get))
        .contains(new Parsed.Rejected<>("bad_line", "a.csv:7: price is no number", "main"));
    MarkedReject without = new MarkedReject("bad_line", "no number", null, 0);
    assertThat(MarkedReject.in(without.headers()::get))
        .contains(new Parsed.Rejected<>("bad_line", "no number", "main"));
  }

  @Test
  void aMessageWithoutTheMarkIsParsed() {
    assertThat(MarkedReject.in(Map.of("shoplake.line", "7".getBytes(UTF_8))::get)).isEmpty();
  }

  @Test
  void headersThatAnybodyWroteCannotForgeCodesOrCarryPersonalData() {
    Map<String, byte[]> headers = new HashMap<>();
    headers.put("shoplake.reject", "Robert'); DROP".getBytes(UTF_8));
    headers.put("shoplake.detail", "\0\nann@example.com".getBytes(UTF_8));
    headers.put("shoplake.file", "x".repeat(10_000).getBytes(UTF_8));
    headers.put("shoplake.line", null);
    Parsed.Rejected<?> rejected = MarkedReject.in(headers::get).orElseThrow();
    assertThat(rejected.reason()).isEqualTo("bad_line");
    assertThat(rejected.detail())
        .hasSizeLessThan(700)
        .doesNotContain("ann", "\0", "\n")
        .contains("left out");
  }
}
