package io.shoplake.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.shoplake.parsing.Json.Members;
import io.shoplake.parsing.Json.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a message of PostHog says, in whichever of its forms: as a client posts it, in the envelope
 * that the receiver puts around it, or as PostHog publishes it after it was enriched.
 *
 * @param event the event itself; in an enriched one only what a client could have said
 * @param properties its properties, with those that stood beside them
 * @param facts what only the receiver knows: ip, now, sent_at, token, team_id
 */
record PostHogMessage(
    Map<String, Json> event, Map<String, Json> properties, Map<String, Json> facts) {

  /** What stands in an event beside its properties and is none of them. */
  private static final Set<String> OF_EVENT =
      Set.of(
          "uuid",
          "event",
          "distinct_id",
          "$distinct_id",
          "timestamp",
          "offset",
          "properties",
          "ip",
          "now",
          "sent_at",
          "api_key",
          "token",
          "$token",
          "team_id",
          "type",
          "library",
          "library_version",
          "messageId",
          "send_feature_flags");

  private static final List<String> OF_ENRICHED_EVENT =
      List.of("uuid", "event", "distinct_id", "timestamp", "team_id");

  /** Escapes may double the text of an event, and the envelope has some of its own. */
  private static final int LARGEST_ENVELOPE = 64 * 1024;

  /**
   * Takes the message apart.
   *
   * @param maxBytes of the event without the envelope; of an enriched one of its properties, since
   *     PostHog adds what it knows of the person
   */
  static PostHogMessage of(byte[] value, int maxBytes) throws RefusedValueException {
    requireSize(value == null ? 0 : value.length, 2L * maxBytes + LARGEST_ENVELOPE, maxBytes);
    Map<String, Json> outer;
    try {
      outer = Json.object(value);
    } catch (RefusedValueException e) {
      requireSize(value == null ? 0 : value.length, maxBytes, maxBytes);
      throw e;
    }
    if (outer.get("data") instanceof Scalar data && data.kind() == JsonToken.VALUE_STRING) {
      byte[] text = data.text().getBytes(UTF_8);
      requireSize(text.length, maxBytes, maxBytes);
      return inEnvelope(Json.object(text), outer);
    }
    if (outer.get("properties") instanceof Scalar text && text.kind() == JsonToken.VALUE_STRING) {
      byte[] properties = text.text().getBytes(UTF_8);
      requireSize(properties.length, maxBytes, maxBytes);
      return enriched(outer, properties);
    }
    requireSize(value.length, maxBytes, maxBytes);
    return posted(outer, outer);
  }

  private static void requireSize(long bytes, long most, int limit) throws RefusedValueException {
    if (bytes > most) {
      throw new RefusedValueException(WholeValueCode.TOO_LARGE, limit);
    }
  }

  // The receiver has made text of the id, whatever the client had sent, and has given a missing id.
  private static PostHogMessage inEnvelope(Map<String, Json> event, Map<String, Json> envelope) {
    Map<String, Json> named = new LinkedHashMap<>(event);
    for (String name : List.of("uuid", "distinct_id")) {
      if (Json.text(envelope.get(name)) != null) {
        named.put(name, envelope.get(name));
      }
    }
    named.putIfAbsent("event", envelope.getOrDefault("event", Json.NULL));
    return posted(named, envelope);
  }

  private static PostHogMessage posted(Map<String, Json> event, Map<String, Json> facts) {
    Json properties = event.get("properties");
    Map<String, Json> all = new LinkedHashMap<>();
    if (properties instanceof Members members) {
      all.putAll(members.byName());
    }
    event.forEach(
        (name, value) -> {
          if (!OF_EVENT.contains(name) && !Json.isAbsent(value)) {
            all.putIfAbsent(name, value);
          }
        });
    return new PostHogMessage(event, all, facts);
  }

  /** Everything else that PostHog adds is about the person, or is known from the event. */
  private static PostHogMessage enriched(Map<String, Json> outer, byte[] properties)
      throws RefusedValueException {
    Map<String, Json> event = new LinkedHashMap<>(outer);
    event.keySet().retainAll(OF_ENRICHED_EVENT);
    Map<String, Json> all =
        properties.length == 0 ? new LinkedHashMap<>() : Json.object(properties);
    Map<String, Json> facts = new LinkedHashMap<>(event);
    Json captured = outer.get("captured_at");
    Json received = Json.isAbsent(captured) ? outer.get("created_at") : captured;
    if (received != null) {
      facts.put("now", received);
    }
    return new PostHogMessage(event, all, facts);
  }

  /** The first of these that says something, from the event or else from its properties. */
  String text(String... names) {
    for (String name : names) {
      String text = Json.text(event.get(name));
      if (text != null) {
        return text;
      }
    }
    for (String name : names) {
      String text = Json.text(properties.get(name));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Whether the properties are something else than an object. */
  boolean hasBadProperties() {
    Json sent = event.get("properties");
    return !Json.isAbsent(sent) && !(sent instanceof Members);
  }
}
