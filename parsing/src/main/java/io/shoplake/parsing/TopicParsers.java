package io.shoplake.parsing;

import io.shoplake.layout.Topic;
import io.shoplake.layout.Topics;
import java.util.Map;
import java.util.Optional;

/** The parser of each topic whose messages are parsed, for programs that look at any of them. */
public final class TopicParsers {

  private final Map<Topic, MessageParser<?>> parsers;

  public TopicParsers(Shops shops, Pseudonyms pseudonyms, Limits limits) {
    this.parsers =
        Map.of(
            Topics.SHOP_EVENTS, new EventParser(shops, pseudonyms, limits),
            Topics.POSTHOG_EVENTS, new PostHogParser(shops, pseudonyms, limits),
            Topics.SHOP_ORDERS, new OrderChangeParser(pseudonyms, limits),
            Topics.SHOP_PRODUCTS, new ProductParser(pseudonyms, limits),
            Topics.SHOP_CUSTOMERS, new CustomerParser(pseudonyms, limits));
  }

  /** The parser of {@code topic}; empty where its messages are kept as they are. */
  public Optional<MessageParser<?>> of(Topic topic) {
    return Optional.ofNullable(parsers.get(topic));
  }
}
