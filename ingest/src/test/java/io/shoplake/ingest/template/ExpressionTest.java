package io.shoplake.ingest.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.extract.RowJson;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions make of the columns of rows. */
class ExpressionTest {

  private static final String ROW =
      """
      {"price": 19.90, "rate": 0.15, "quantity": 3, "text": "12.5", "nothing": null, "odd name": 1,
       "day": "2026-03-28", "local": "2026-03-29T02:30:00", "moment": "2026-03-29T00:00:00.1234567Z",
       "spaced": "2026-03-29 10:00:00", "offset": "2026-03-29T10:00:00.1234567+02:00",
       "short": "2026-03-29T10:00Z", "huge": "1e999999999", "february": "2026-02-30",
       "zero": "0000-00-00", "part": "2024-00-15T00:00:00", "never": "infinity", "word": "x"}""";

  private static Scope line(JsonNode row, String line) throws Exception {
    return new Scope(Map.of(Scope.ROOT, row, "line", RowJson.JSON.readTree(line)), Map.of());
  }

  private static String value(String expression) throws Exception {
    JsonNode row = RowJson.JSON.readTree(ROW);
    Scope scope =
        new Scope(
            Map.of(Scope.ROOT, row, "other", RowJson.JSON.readTree("{\"price\": 1}")),
            Map.of(
                "line",
                List.of(
                    line(row, "{\"pieces\": 2, \"at\": \"2026-03-28\"}"),
                    line(row, "{\"pieces\": 5, \"at\": null}"))));
    Names names =
        new Names(
            Map.of(
                Scope.ROOT,
                List.of(),
                "other",
                List.of(),
                "absent",
                List.of(),
                "line",
                List.of("line"),
                "part",
                List.of("line", "part")),
            Map.of(),
            ZoneId.of("Europe/Berlin"),
            true);
    JsonNode value = new ExpressionReader(expression, names).read().of(scope);
    return value == null ? null : RowJson.JSON.writeValueAsString(value).replace("\"", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
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
        "time(spaced)|2026-03-29T08:00:00Z",
        "time(offset)|2026-03-29T08:00:00.123456Z",
        "time(offset, 'iso')|2026-03-29T08:00:00.123456Z",
        "time(short)|2026-03-29T10:00:00Z",
        "latest(day, moment, nothing)|2026-03-29T00:00:00.123456Z",
        "earliest(day, moment)|2026-03-27T23:00:00Z",
        "price / quantity|6.6333",
        "8 / 2 / 2 - 1|1.0000",
        "text(quantity)|3",
        "text(moment, 'yyyy-MM-dd HH:mm:ss.SSS')|2026-03-29 00:00:00.123",
        "text(day, 'epoch_seconds')|1774652400",
        "time('28.3.2026', 'd.M.yyyy')|2026-03-27T23:00:00Z",
        "'it''s'|it's",
        "sum(line.pieces)|7",
        "sum(line.pieces * price)|139.30",
        "sum(line.pieces, quantity) + 1|11",
        "sum(price, nothing)|19.90",
        "list(line.pieces)|[2,5]",
        "list(line.at)|[2026-03-28]",
        "latest(line.at, local)|2026-03-29T01:30:00Z",
        "when(sum(line.pieces), 'some', 'none')|some"
      })
  void anExpressionGivesItsValue(String expression, String expected) throws Exception {
    assertThat(value(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing * 2",
        "absent.price",
        "time(nothing)",
        "time(zero)",
        "time(part)",
        "time(never)",
        "text(never, 'iso')",
        "sum(nothing)",
        "price / nothing"
      })
  void whatIsMadeOfNothingIsNothing(String expression) throws Exception {
    assertThat(value(expression)).isNull();
  }

  @Test
  void whatCannotBeMadeIsNamed() {
    assertThatThrownBy(() -> value("word * 2"))
        .hasMessage("a part of the calculation is 'x', which is no number")
        .hasFieldOrPropertyWithValue("detail", "a part of the calculation is no number");
    for (String calculation : List.of("huge + 1", "1 - huge", "sum(huge, 1)")) {
      assertThatThrownBy(() -> value(calculation))
          .hasMessage("a part of the calculation is '1e999999999', which is no number");
    }
    assertThatThrownBy(() -> value("time(february)"))
        .hasMessage("it is '2026-02-30', which is no time");
    assertThatThrownBy(() -> value("time(word)")).hasMessage("it is 'x', which is no time");
    assertThatThrownBy(() -> value("time(word, 'iso')"))
        .hasMessage("it is 'x', which is no time of the given format");
    assertThatThrownBy(() -> value("price / (quantity - 3)")).hasMessage("it divides by zero");
    assertThatThrownBy(() -> value("prize")).hasMessage("there is no column 'prize'");
    assertThatThrownBy(() -> value("other.prize"))
        .hasMessage("there is no column 'prize' in the rows of 'other'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "line.pieces|'line.pieces' stands outside of each: line, sum, list, earliest and latest",
        "sum(part.pieces)|'part.pieces' stands outside of each: line",
        "text(day, word)|a format in '' is missing",
        "time(day, 'no')|Unknown pattern letter",
        "sum(price|')' is missing",
        "2 +* 3|'*' is no column"
      })
  void whatCannotBeUnderstoodIsNamed(String expression, String why) {
    assertThatThrownBy(() -> value(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
