package io.shoplake.parsing;

import java.time.Instant;

/** Reads one message. */
final class EventReader {

  EventReader(Shops shops, Pseudonyms pseudonyms, Limits limits, Instant kafkaTime) {}

  Parsed<ShopEvent> read(byte[] value) {
    throw new UnsupportedOperationException();
  }
}
