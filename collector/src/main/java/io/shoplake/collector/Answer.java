package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * What a client is told.
 *
 * @param retryAfterSeconds when to come back; 0 says nothing about it
 * @param maxAgeSeconds how long browsers may keep it; 0 says not at all
 */
record Answer(
    int status, String contentType, byte[] body, long retryAfterSeconds, long maxAgeSeconds) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the members of a JSON object. */
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  static Answer text(int status, String text) {
    return new Answer(status, "text/plain;charset=utf-8", text.getBytes(UTF_8), 0, 0);
  }

  /** The same, with the time after which it may be another. */
  Answer after(long seconds) {
    return new Answer(status, contentType, body, seconds, maxAgeSeconds);
  }

  /** The same for clients that take gzip. */
  Answer packed() {
    return new Answer(status, contentType, Gzip.packed(body), retryAfterSeconds, maxAgeSeconds);
  }

  boolean isPacked() {
    return Gzip.isPacked(body);
  }

  static Answer nothing(int status) {
    return new Answer(status, null, new byte[0], 0, 0);
  }

  static Answer script(String text) {
    return script(text.getBytes(UTF_8), 0);
  }

  static Answer script(byte[] text, long maxAgeSeconds) {
    return new Answer(200, "text/javascript;charset=utf-8", text, 0, maxAgeSeconds);
  }

  static Answer json(int status, Members members) {
    return json(status, 0, members);
  }

  static Answer json(int status, long retryAfterSeconds, Members members) {
    byte[] body = object(members).getBytes(UTF_8);
    return new Answer(status, "application/json", body, retryAfterSeconds, 0);
  }

  static Answer of(Refusal refusal) {
    return json(
        refusal.status(),
        refusal.retryAfterSeconds(),
        json -> {
          json.writeStringField("error", refusal.code());
          json.writeStringField("detail", refusal.getMessage());
        });
  }

  /** The text of a JSON object; half of a surrogate pair in it is no error. */
  static String object(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
