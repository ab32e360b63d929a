package io.shoplake.parsing;

import java.time.Instant;

/** Reads changes of orders; thread-safe, and small enough to travel with a Spark task. */
public final class OrderChangeParser implements MessageParser<OrderChange> {

  private static final long serialVersionUID = 1L;

  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public OrderChangeParser(Pseudonyms pseudonyms, Limits limits) {
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  @Override
  public Parsed<OrderChange> parse(byte[] value, Instant kafkaTime) {
    return new OrderChangeReader(pseudonyms, limits, kafkaTime).read(value);
  }
}
