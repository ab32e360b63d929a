package io.shoplake.streaming;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import io.shoplake.parsing.MarkedReject;
import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.Shops;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Where a message came from, and its bytes.
 *
 * @param arrival when Kafka took it, microseconds since 1970 UTC
 * @param value its bytes, null for a message without a value
 * @param headers by name, as they came
 */
record Origin(
    String topic,
    int partition,
    long offset,
    long arrival,
    byte[] value,
    Map<String, byte[]> headers) {

  /** The columns of a bronze table that {@link #of} reads. */
  static Column[] columns() {
    return new Column[] {
      col("topic"),
      col("partition"),
      col("offset"),
      unix_micros(col("kafka_time")).as("arrival"),
      col("value"),
      col("headers")
    };
  }

  static Origin of(Row row) {
    return new Origin(
        row.getString(0),
        row.getInt(1),
        row.getLong(2),
        row.getLong(3),
        row.getAs(4),
        row.isNullAt(5) ? Map.of() : headers(row.getList(5)));
  }

  private static Map<String, byte[]> headers(List<Row> headers) {
    Map<String, byte[]> byName = new HashMap<>();
    headers.forEach(header -> byName.put(header.getString(0), header.getAs(1)));
    return byName;
  }

  /** What became of the message: the reject that its headers ask for, else what it parses to. */
  <T> Parsed<T> parsed(MessageParser<T> parser) {
    Optional<Rejected<T>> marked = MarkedReject.in(headers::get);
    return marked.isPresent() ? marked.get() : parser.parse(value, kafkaTime());
  }

  Instant kafkaTime() {
    return Instants.of(arrival);
  }

  /** The row of silver.rejects, but for what the batch adds. */
  Object[] reject(String query, Rejected<?> rejected, Shops shops) {
    return new Object[] {
      rejected.shopId(),
      LocalDate.ofInstant(kafkaTime(), shops.shop(rejected.shopId()).timeZone()),
      query,
      rejected.reason(),
      rejected.detail(),
      "new",
      value == null ? 0 : value.length,
      topic,
      partition,
      offset,
      kafkaTime()
    };
  }

  /** Times in microseconds since 1970 UTC. */
  static final class Instants {
    private Instants() {}

    static Instant of(long micros) {
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static Instant ofNullable(Long micros) {
      return micros == null ? null : of(micros);
    }
  }
}
