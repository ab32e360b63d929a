package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageKeysTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "none",
      value = {
        "shop.events | {\"user_id\":\"u\",\"anonymous_id\":\"a\"} | a",
        "shop.events | {\"items\":[{\"anonymous_id\":\"x\"}],\"user_id\":\"u\"} | u",
        "shop.events | {\"anonymous_id\":\"\",\"user_id\":\"u\"} | u",
        "shop.events | {\"anonymous_id\":null} | none",
        "shop.events | [1] | none",
        "shop.events | {\"anonymous_id\" | none",
        "shop.events | {\"anonymous_id\":\"a\", broken | a",
        "shop.orders | {\"order_id\":17} | 17",
        "shop.products | {\"product_id\":\"p\"} | p",
        "shop.customers | {\"customer_id\":\"c\",\"deleted\":true} | c",
        "posthog.events | {\"distinct_id\":\"d\"} | d",
        "source.rows | {\"table\":\"t\",\"key\":\"k\"} | t/k",
        "source.rows | {\"table\":\"t\"} | none",
        "my.own.topic | {\"order_id\":\"o\"} | none"
      })
  void theKeyIsWhatTheMessageSays(String topic, String value, String key) {
    byte[] found = MessageKeys.of(topic).of(value.getBytes(UTF_8));
    assertThat(found == null ? null : new String(found, UTF_8)).isEqualTo(key);
  }
}
