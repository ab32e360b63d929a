package io.shoplake.parsing;

import io.shoplake.parsing.Parsed.Rejected;
import java.time.Instant;

/** Reads events of PostHog in all their forms; thread-safe. */
public final class PostHogParser implements MessageParser<ShopEvent> {

  private static final long serialVersionUID = 1L;

  private final Shops shops;
  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public PostHogParser(Shops shops, Pseudonyms pseudonyms, Limits limits) {
    this.shops = shops;
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  @Override
  public Parsed<ShopEvent> parse(byte[] value, Instant kafkaTime) {
    PostHogMessage message;
    try {
      message = PostHogMessage.of(value, limits.maxEventBytes());
    } catch (RefusedValueException e) {
      return new Rejected<>(e.code(), e.detail(), Shop.MAIN);
    }
    PostHogTranslation event = PostHogTranslation.of(message, shops, pseudonyms, kafkaTime);
    // The size was that of the message; its translation may be longer.
    Limits ofTranslation = new Limits(Integer.MAX_VALUE, limits.maxFuture());
    return new EventReader(shops, pseudonyms, ofTranslation, kafkaTime, event.form())
        .read(event.json());
  }
}
