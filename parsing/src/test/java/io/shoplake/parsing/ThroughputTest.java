package io.shoplake.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Prints what parsing costs; a machine's speed is nothing to assert. */
class ThroughputTest {

  private static final int EVENTS = 20_000;

  @Test
  void aTypicalEventIsParsedAndItsCostPrinted() {
    byte[] value =
        Message.event()
            .with("event_id", "'0b54c1f2-6f0e-4c5e-9d3b-1c2f3a4b5c6d'")
            .with("event_type", "'view_item'")
            .with("user_agent", "'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'")
            .with("page", "{'url':'https://shop.example/p/17','title':'Kettle'}")
            .with("items", "[{'product_id':'p17','category':'Kitchen','unit_price':19.95}]")
            .with("platform", "'web'")
            .with("language", "'en-GB'")
            .bytes();
    int accepted = 0;
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 6; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        accepted +=
            Message.EVENTS.parse(value, Message.ARRIVAL) instanceof Parsed.Accepted<ShopEvent>
                ? 1
                : 0;
      }
      best = Math.min(best, (System.nanoTime() - start) / 1000.0 / EVENTS);
    }
    System.out.printf("An event of %d bytes takes %.2f microseconds.%n", value.length, best);
    assertThat(accepted).isEqualTo(6 * EVENTS);
  }
}
