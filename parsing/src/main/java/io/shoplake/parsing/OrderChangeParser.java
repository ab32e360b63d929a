package io.shoplake.parsing;

import java.io.Serializable;
import java.time.Instant;

/** Reads changes of orders; thread-safe, and small enough to travel with a Spark task. */
public final class OrderChangeParser implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public OrderChangeParser(Pseudonyms pseudonyms, Limits limits) {
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  /**
   * The change in {@code value}, or why there is none; never throws because of what was sent.
   *
   * @param value the bytes of the message; null is an empty value
   * @param kafkaTime when Kafka took the message
   */
  public Parsed<OrderChange> parse(byte[] value, Instant kafkaTime) {
    return new OrderChangeReader(pseudonyms, limits, kafkaTime).read(value);
  }
}
