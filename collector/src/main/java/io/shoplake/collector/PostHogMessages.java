package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Puts an event into the envelope in which PostHog itself publishes what it was sent: the event as
 * text, and beside it what only the receiver knows.
 */
final class PostHogMessages {

  private static final int LONGEST_ID = 128;

  /** Of the options that replaced properties, the property each replaced. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "cookieless_mode", "$cookieless_mode",
          "disable_skew_correction", "$ignore_sent_at",
          "product_tour_id", "$product_tour_id",
          "process_person_profile", "$process_person_profile");

  /** What is asked of an event, and of its properties. */
  private static final Set<String> NAMES =
      Set.of(
          "uuid",
          "timestamp",
          "event",
          "distinct_id",
          "$distinct_id",
          "properties",
          "options",
          "session_id",
          "window_id");

  /**
   * What is true of all events of a request.
   *
   * @param now when the request came
   * @param sentAt when the client says that it sent it; empty if it does not
   * @param client name and version of what sent it, as it says once for all events; empty if it
   *     does not
   */
  record Facts(
      String token, String ip, String now, String sentAt, boolean isHistorical, String client) {}

  private PostHogMessages() {}

  /** The message of {@code event}; empty if it is not UTF-8 and thus no text. */
  static Optional<byte[]> of(JsonSlice event, Facts facts, boolean isCaptureV1) {
    Map<String, JsonSlice> members = members(event);
    String text;
    try {
      text =
          UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(event.text(), event.start(), event.size()))
              .toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    String data = isCaptureV1 ? asBefore(event, members, facts) : text;
    String message = Answer.object(json -> write(json, data, event, members, facts));
    return Optional.of(message.getBytes(UTF_8));
  }

  /** What is asked of an event. */
  static Map<String, JsonSlice> members(JsonSlice event) {
    return event.members(NAMES);
  }

  private static void write(
      JsonGenerator json, String data, JsonSlice event, Map<String, JsonSlice> members, Facts facts)
      throws IOException {
    json.writeStringField("uuid", uuid(event, members).orElse(UUID.randomUUID().toString()));
    JsonSlice distinctId = distinctId(members);
    if (distinctId != null) {
      json.writeFieldName("distinct_id");
      writeText(json, distinctId);
    }
    json.writeStringField("ip", facts.ip());
    json.writeStringField("data", data);
    json.writeStringField("now", facts.now());
    if (!facts.sentAt().isEmpty()) {
      json.writeStringField("sent_at", facts.sentAt());
    }
    json.writeStringField("token", facts.token());
    if (members.containsKey("event") && members.get("event").isString()) {
      json.writeFieldName("event");
      writeText(json, members.get("event"));
    }
    if (facts.isHistorical()) {
      json.writeBooleanField("historical_migration", true);
    }
  }

  // A string stays as it was written, since half of a surrogate pair has no other form.
  private static void writeText(JsonGenerator json, JsonSlice value) throws IOException {
    if (value.isString()) {
      json.writeRawValue(value.raw());
    } else {
      json.writeString(value.scalar());
    }
  }

  /**
   * The event's own id; of an event without one that has its time, an id that its repetition will
   * have too; else empty.
   */
  static Optional<String> uuid(JsonSlice event, Map<String, JsonSlice> members) {
    JsonSlice own = members.get("uuid");
    String id = own != null && own.isString() ? own.scalar() : "";
    if (!id.isEmpty() && id.length() <= LONGEST_ID) {
      return Optional.of(id);
    }
    return Optional.ofNullable(members.get("timestamp"))
        .filter(time -> !time.scalar().isEmpty())
        .map(time -> UUID.nameUUIDFromBytes(event.bytes()).toString());
  }

  private static JsonSlice distinctId(Map<String, JsonSlice> members) {
    JsonSlice properties = members.get("properties");
    Map<String, JsonSlice> inner =
        properties != null && properties.isObject() ? properties.members(NAMES) : Map.of();
    for (JsonSlice candidate :
        new JsonSlice[] {
          members.get("distinct_id"),
          members.get("$distinct_id"),
          inner.get("distinct_id"),
          inner.get("$distinct_id")
        }) {
      if (candidate != null && !candidate.scalar().isEmpty()) {
        return candidate;
      }
    }
    return null;
  }

  /** The text of an event of the later protocol with what was moved back among its properties. */
  private static String asBefore(JsonSlice event, Map<String, JsonSlice> members, Facts facts) {
    JsonSlice properties = members.get("properties");
    if (properties != null && !properties.isObject()) {
      return event.raw();
    }
    Map<String, String> moved = moved(members, facts);
    if (properties != null) {
      moved.keySet().removeAll(properties.members(Set.copyOf(moved.keySet())).keySet());
    }
    StringBuilder added = new StringBuilder();
    moved.forEach(
        (name, value) ->
            added.append(added.isEmpty() ? "" : ",").append('"' + name + "\":").append(value));
    if (properties == null) {
      String before = event.raw();
      return before.substring(0, before.length() - 1)
          + (event.isEmpty() ? "" : ",")
          + "\"properties\":{%s}}".formatted(added);
    }
    return slice(event, event.start(), properties.start() + 1)
        + added
        + (added.isEmpty() || properties.isEmpty() ? "" : ",")
        + slice(event, properties.start() + 1, event.end());
  }

  private static Map<String, String> moved(Map<String, JsonSlice> members, Facts facts) {
    Map<String, String> moved = new LinkedHashMap<>();
    putScalar(moved, "$session_id", members.get("session_id"));
    putScalar(moved, "$window_id", members.get("window_id"));
    JsonSlice options = members.get("options");
    if (options != null && options.isObject()) {
      options
          .members(OPTIONS.keySet())
          .forEach((name, value) -> putScalar(moved, OPTIONS.get(name), value));
    }
    int slash = facts.client().indexOf('/');
    if (facts.client().matches("[A-Za-z0-9._-]+/[A-Za-z0-9._+-]+")) {
      moved.put("$lib", '"' + facts.client().substring(0, slash) + '"');
      moved.put("$lib_version", '"' + facts.client().substring(slash + 1) + '"');
    }
    return moved;
  }

  private static void putScalar(Map<String, String> moved, String name, JsonSlice value) {
    if (value != null && !value.scalar().isEmpty()) {
      moved.put(name, value.raw());
    }
  }

  private static String slice(JsonSlice event, int start, int end) {
    return new String(event.text(), start, end - start, UTF_8);
  }
}
