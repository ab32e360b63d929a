package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * From a moment on some visitors have another version of the tracker: it names the schema, adds a
 * field that nobody declared and writes prices as text.
 *
 * @param share of the visitors
 * @param from epoch milliseconds
 */
record Drift(double share, long from) {

  private static final int PARTS = 1 << 16;

  /** Whether {@code action} is told by the new tracker. */
  boolean has(Action action) {
    return action.at() >= from && (action.shopper().key().hashCode() & (PARTS - 1)) < share * PARTS;
  }

  static void addedField(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("experiment");
    json.writeStringField("name", "checkout");
    json.writeStringField("variant", "b");
    json.writeEndObject();
  }
}
