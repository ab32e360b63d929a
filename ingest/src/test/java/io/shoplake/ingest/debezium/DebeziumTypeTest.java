package io.shoplake.ingest.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.extract.RowJson;
import io.shoplake.ingest.template.BadRowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Debezium writes is what the database holds, in the form in which JDBC brings it. */
class DebeziumTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int32|io.debezium.time.Date|19782|\"2024-02-29\"",
        "int32|org.apache.kafka.connect.data.Date|-1|\"1969-12-31\"",
        "int64|io.debezium.time.Timestamp|1774751400500|\"2026-03-29T02:30:00.5\"",
        "int64|io.debezium.time.MicroTimestamp|-1|\"1969-12-31T23:59:59.999999\"",
        "int64|io.debezium.time.MicroTimestamp|1774751400000000|\"2026-03-29T02:30:00\"",
        "int64|io.debezium.time.NanoTimestamp|1774751400123456000|\"2026-03-29T02:30:00.123456\"",
        "int64|org.apache.kafka.connect.data.Timestamp|0|\"1970-01-01T00:00:00\"",
        "string|io.debezium.time.ZonedTimestamp|\"2026-03-29T03:30:00.120+02:00\"|\"2026-03-29T01:30:00.12Z\"",
        "int32|io.debezium.time.Time|86399999|\"23:59:59.999\"",
        "int64|io.debezium.time.MicroTime|-3020399500000|\"-838:59:59.5\"",
        "int64|io.debezium.time.NanoTime|1000|\"00:00:00.000001\"",
        "int32|io.debezium.time.Year|2026|2026",
        "bytes|io.debezium.data.Bits|\"AQI=\"|513",
        "bytes||\"AP8Q\"|{\"base64\":\"AP8Q\"}",
        "float||0.1|0.1",
        "float||14|14.0",
        "double||1e-5|0.000010",
        "string|io.debezium.data.Json|\"{}\"|\"{}\"",
        "boolean||true|true",
        "int64||9223372036854775807|9223372036854775807",
        "int64||1e999999999|\"1E+999999999\"",
        "decimal||\"1e999999999\"|\"1e999999999\"",
        "io.debezium.data.VariableScaleDecimal||{\"scale\": 999999999, \"value\": \"AQ==\"}|\"1E-999999999\"",
        "string||null|null"
      })
  void aValueComesOutAsTheDatabaseHoldsIt(String type, String name, String written, String expected)
      throws Exception {
    String meaning = name == null ? "" : ", \"name\": \"%s\"".formatted(name);
    JsonNode field = json("{\"type\": \"%s\"%s}".formatted(type, meaning));
    assertThat(text(DebeziumType.of(field).read(json(written)))).isEqualTo(expected);
  }

  @Test
  void decimalsKeepTheirDigitsHoweverTheyAreWritten() throws Exception {
    DebeziumType bytes =
        DebeziumType.of(
            json(
                """
                {"type": "bytes", "name": "org.apache.kafka.connect.data.Decimal",
                 "parameters": {"scale": "2"}}"""));
    assertThat(text(bytes.read(json("\"B88=\"")))).isEqualTo("19.99");
    assertThat(text(bytes.read(json("\"/w==\"")))).isEqualTo("-0.01");
    assertThat(text(bytes.read(json("19.90")))).as("as a double").isEqualTo("19.90");
    DebeziumType variable =
        DebeziumType.of(json("{\"name\": \"io.debezium.data.VariableScaleDecimal\"}"));
    assertThat(text(variable.read(json("{\"scale\": 3, \"value\": \"B88=\"}")))).isEqualTo("1.999");
    assertThat(
            text(
                DebeziumType.named("org.apache.kafka.connect.data.Decimal:1")
                    .read(json("\"B88=\""))))
        .isEqualTo("199.9");
    assertThat(text(DebeziumType.named("decimal").read(json("\"12.30\"")))).isEqualTo("12.30");
  }

  @Test
  void aListIsReadElementByElement() throws Exception {
    DebeziumType dates =
        DebeziumType.of(
            json("{\"type\": \"array\", \"items\": {\"name\": \"io.debezium.time.Date\"}}"));
    assertThat(text(dates.read(json("[0, null]")))).isEqualTo("[\"1970-01-01\",null]");
  }

  @Test
  void whatIsWrittenOtherwiseThanTheSchemaSaysIsNamed() throws Exception {
    DebeziumType date = DebeziumType.named("io.debezium.time.Date");
    assertThatThrownBy(() -> date.read(json("\"yesterday\"")))
        .isInstanceOf(BadRowException.class)
        .hasMessage("it is 'yesterday', which is no io.debezium.time.Date")
        .hasFieldOrPropertyWithValue("detail", "it is no io.debezium.time.Date");
  }

  private static JsonNode json(String text) throws Exception {
    return RowJson.JSON.readTree(text);
  }

  private static String text(JsonNode value) throws Exception {
    return RowJson.JSON.writeValueAsString(value);
  }
}
