package io.shoplake.parsing;

import java.io.Serializable;
import java.time.Instant;

/** Reads behavioural events; thread-safe, and small enough to travel with a Spark task. */
public final class EventParser implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Shops shops;
  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public EventParser(Shops shops, Pseudonyms pseudonyms, Limits limits) {
    this.shops = shops;
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  /**
   * The event in {@code value}, or why there is none; never throws because of what was sent.
   *
   * @param value the bytes of the message; null is an empty value
   * @param kafkaTime when Kafka took the message
   */
  public Parsed<ShopEvent> parse(byte[] value, Instant kafkaTime) {
    return new EventReader(shops, pseudonyms, limits, kafkaTime).read(value);
  }
}
