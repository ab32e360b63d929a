package io.shoplake.ingest.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions make of the columns of rows. */
class ExpressionTest {

  private static final String ROW =
      """
      {"price": 19.90, "rate": 0.15, "quantity": 3, "text": "12.5", "nothing": null, "odd name": 1,
       "day": "2026-03-28", "local": "2026-03-29T02:30:00", "moment": "2026-03-29T00:00:00.1234567Z",
       "zero": "0000-00-00", "part": "2024-00-15T00:00:00", "never": "infinity", "word": "x"}""";

  private static String value(String expression) throws Exception {
    Scope scope =
        new Scope(
            Map.of(
                Scope.ROOT,
                RowJson.JSON.readTree(ROW),
                "other",
                RowJson.JSON.readTree("{\"price\": 1}")),
            Map.of());
    JsonNode value =
        new ExpressionReader(expression, Set.of("other", "absent"), ZoneId.of("Europe/Berlin"))
            .read()
            .of(scope);
    return value == null ? null : RowJson.JSON.writeValueAsString(value).replace("\"", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "price * quantity * rate|8.9550",
        "quantity - 1 - 1|1",
        "price - other.price * 2 + 0.10|18.00",
        "(price - other.price) * 2|37.80",
        "text * 2|25.0",
        "\"odd name\"|1",
        "first(nothing, absent.price, 'none')|none",
        "when(nothing, 'yes', 'no')|no",
        "when(day, 'yes', 'no')|yes",
        "time(day)|2026-03-27T23:00:00Z",
        // There is no half past two on this day: the clock jumps to half past three.
        "time(local)|2026-03-29T01:30:00Z",
        "latest(day, moment, nothing)|2026-03-29T00:00:00.123456Z",
        "earliest(day, moment)|2026-03-27T23:00:00Z"
      })
  void anExpressionGivesItsValue(String expression, String expected) throws Exception {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing * 2",
        "absent.price",
        "time(nothing)",
        "time(zero)",
        "time(part)",
        "time(never)"
      })
  void whatIsMadeOfNothingIsNothing(String expression) throws Exception {
    assertThat(value(expression)).isNull();
  }

  @Test
  void whatCannotBeMadeIsNamed() {
    assertThatThrownBy(() -> value("word * 2")).hasMessage("it calculates with 'x'");
    assertThatThrownBy(() -> value("time(word)")).hasMessage("'x' is no time");
    assertThatThrownBy(() -> value("prize")).hasMessage("there is no column 'prize'");
    assertThatThrownBy(() -> value("other.prize"))
        .hasMessage("there is no column 'prize' in the rows of 'other'");
  }
}
