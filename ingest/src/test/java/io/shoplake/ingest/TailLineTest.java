package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.layout.Topics;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
import io.shoplake.parsing.TopicParsers;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TailLineTest {

  private static final Instant ARRIVAL = Instant.parse("2026-11-20T10:15:30Z");
  private static final TopicParsers PARSERS =
      new TopicParsers(Shops.DEFAULT, Pseudonyms.forDevelopment(), Limits.DEFAULT);

  @Test
  void theHelpNamesNoDefaultThatIsNone() {
    assertThat(Run.of(new Ingest(), "tail", "--help").out())
        .contains("End after so many lines")
        .doesNotContain("9223372036854775807", "Default: []");
  }

  @Test
  void anEventShowsWhoDidWhat() {
    assertThat(line("page_view", "'page': {'url': 'https://shop.example/p/17?email=x@y.de'}"))
        .isEqualTo("10:15:30 shop.events/1/2345   page_view          a:b-42 /p/17");
    assertThat(line("add_to_cart", "'items': [{'product_id': '17', 'quantity': 3}, {}]"))
        .endsWith("a:b-42 3 × 17 and 1 more");
    assertThat(line("purchase", "'order': {'order_id': 'o1', 'total': '24.90'}"))
        .endsWith("a:b-42 order o1 24.9 EUR");
  }

  @Test
  void aRejectedMessageShowsItsReason() {
    assertThat(line("x", "'currency': 7"))
        .startsWith("10:15:30 shop.events/1/2345 ✗ bad_type_currency  currency must be");
  }

  @Test
  void linesFitATerminalUnlessWideAndForgeNoOthers() {
    assertThat(
            line("x".repeat(64), "'page': {'url': 'https://shop.example/" + "p".repeat(90) + "'}"))
        .hasSize(80)
        .endsWith("…");
    assertThat(line("a\\nb", "'x': 1")).contains("a?b");
    assertThat(new TailLine(false).heading().length()).isLessThanOrEqualTo(80);
  }

  @Test
  void aPersonIsShownByPseudonymOnly() {
    String json =
        "{'event_id':'1','event_type':'login','event_time':'2026-11-20T10:15:00Z',"
            + "'anonymous_id':'ann@example.com'}";
    assertThat(messageOf(Topics.SHOP_EVENTS.name(), json)).contains("a:p1:").doesNotContain("ann");
  }

  @Test
  void anOrderShowsItsStatusAndAMessageOfOtherKindsItsSize() {
    String change =
        "{'change_id':'1','order_id':'o-7','changed_at':'2026-11-20T10:15:00Z','status':'paid',"
            + "'total':9.5,'currency':'SEK','customer_id':'ann@example.com'}";
    assertThat(messageOf(Topics.SHOP_ORDERS.name(), change))
        .endsWith("paid               order o-7 9.5 SEK");
    assertThat(messageOf(Topics.SOURCE_ROWS.name(), "{}")).endsWith("kept               2 bytes");
  }

  private static String line(String type, String more) {
    return messageOf(
        Topics.SHOP_EVENTS.name(),
        "{'event_id':'1','event_type':'%s','event_time':'2026-11-20T10:15:00Z','anonymous_id':'b-42',%s}"
            .formatted(type, more));
  }

  private static String messageOf(String topic, String json) {
    byte[] value = json.replace('\'', '"').getBytes(UTF_8);
    ConsumerRecord<byte[], byte[]> message =
        new ConsumerRecord<>(
            topic,
            1,
            2345,
            ARRIVAL.toEpochMilli(),
            TimestampType.CREATE_TIME,
            0,
            value.length,
            null,
            value,
            new RecordHeaders(),
            Optional.empty());
    return new TailLine(false)
        .of(
            message,
            io.shoplake.layout.Catalog.TOPICS.stream()
                .filter(each -> each.name().equals(topic))
                .findFirst()
                .flatMap(PARSERS::of)
                .map(parser -> parser.parse(value, ARRIVAL)));
  }
}
