package io.shoplake.parsing;

import java.io.Serializable;
import java.time.Instant;

/** A form in which behavioural events come; small enough to travel with a Spark task. */
public interface EventFormat extends Serializable {

  /**
   * The event in {@code value}, or why there is none; never throws because of what was sent.
   *
   * @param value the bytes of the message; null is an empty value
   * @param kafkaTime when Kafka took the message
   */
  Parsed<ShopEvent> parse(byte[] value, Instant kafkaTime);
}
