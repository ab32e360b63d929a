package io.shoplake.parsing;

import java.time.Instant;

/** Reads one message. */
final class OrderChangeReader {

  OrderChangeReader(Shops shops, Pseudonyms pseudonyms, Limits limits, Instant kafkaTime) {}

  Parsed<OrderChange> read(byte[] value) {
    throw new UnsupportedOperationException();
  }
}
