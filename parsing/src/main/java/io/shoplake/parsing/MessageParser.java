package io.shoplake.parsing;

import java.io.Serializable;
import java.time.Instant;

/**
 * Reads one kind of message; small enough to travel with a Spark task.
 *
 * @param <T> the record that a message holds
 */
public interface MessageParser<T> extends Serializable {

  /**
   * The record in {@code value}, or why there is none; never throws because of what was sent.
   *
   * @param value the bytes of the message; null is an empty value
   * @param kafkaTime when Kafka took the message
   */
  Parsed<T> parse(byte[] value, Instant kafkaTime);
}
