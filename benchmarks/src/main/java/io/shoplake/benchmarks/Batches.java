package io.shoplake.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Events of a made-up shop, from a seed; about 400 bytes each, as browsers send them. */
final class Batches {

  private static final int VISITORS = 10_000;
  private static final String EVENT =
      """
      {"event_id":"%016x%016x","event_type":"%s","event_time":"2026-03-01T10:%02d:%02d.%03dZ",\
      "anonymous_id":"a-%d","platform":"web","user_agent":"Mozilla/5.0 (X11; Linux x86_64)\
       AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36","language":"de-DE",\
      "page":{"url":"https://shop.example/p/%d?utm_source=news","title":"Product %d"},\
      "items":[{"product_id":"p-%d","name":"Product %d","quantity":1,"unit_price":"%d.99"}]}""";
  private static final List<String> TYPES = List.of("page_view", "view_item", "add_to_cart");

  private Batches() {}

  /** The bytes of {@code count} lists of {@code events} events each. */
  static List<byte[]> of(int count, int events, long seed) {
    Random dice = new Random(seed);
    List<byte[]> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(
          dice.ints(events, 0, VISITORS)
              .mapToObj(visitor -> event(visitor, dice))
              .collect(Collectors.joining(",", "[", "]"))
              .getBytes(UTF_8));
    }
    return batches;
  }

  /** One event of {@code visitor}. */
  static String event(int visitor, Random dice) {
    int product = dice.nextInt(1_000);
    return EVENT.formatted(
        dice.nextLong(),
        dice.nextLong(),
        TYPES.get(dice.nextInt(TYPES.size())),
        dice.nextInt(60),
        dice.nextInt(60),
        dice.nextInt(1000),
        visitor,
        product,
        product,
        product,
        product,
        1 + dice.nextInt(99));
  }
}
