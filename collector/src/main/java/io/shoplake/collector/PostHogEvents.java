package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.collector.PostHogMessages.Facts;
import io.shoplake.layout.Topics;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Takes events as PostHog's clients send them. */
final class PostHogEvents {

  static final String FORMAT = "posthog";

  private static final List<String> TOKEN_NAMES = List.of("api_key", "token", "$token");

  /** What is asked of a body, of its first event, and of the properties of that. */
  private static final Set<String> NAMES =
      Set.of(
          "api_key",
          "token",
          "$token",
          "batch",
          "data",
          "properties",
          "sent_at",
          "created_at",
          "historical_migration");

  /**
   * As PostHog reads times: in UTC unless they say otherwise, with a colon in the offset or not.
   */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter(Locale.ROOT);

  private final Intake intake;

  PostHogEvents(Intake intake) {
    this.intake = intake;
  }

  /** Sends the events of a request of the first protocol, which has one answer for all. */
  CompletableFuture<Answer> take(Exchange exchange, byte[] body, Memory.Share memory)
      throws Refusal {
    JsonSlice whole = JsonSlice.of(decoded(exchange, body, memory));
    Map<String, JsonSlice> members = whole.isObject() ? whole.members(NAMES) : Map.of();
    List<JsonSlice> events = events(whole, members);
    String token = token(exchange, members, events);
    String sentAt = sentAt(text(members, "sent_at"), exchange.parameter("_"));
    Facts facts = facts(exchange, token, sentAt, members, "");
    return send(exchange, events, facts, false)
        .thenApply(verdicts -> answer(verdicts, exchange.parameter("beacon").equals("1")));
  }

  /** Sends the events of a request of capture v1, which has an answer for each. */
  CompletableFuture<Answer> takeV1(Exchange exchange, byte[] body, Memory.Share memory)
      throws Refusal {
    JsonSlice whole = JsonSlice.of(decoded(exchange, body, memory));
    Map<String, JsonSlice> members = whole.isObject() ? whole.members(NAMES) : Map.of();
    JsonSlice batch = members.get("batch");
    if (batch == null || !batch.isArray()) {
      throw new Refusal(400, "no_batch", "The body has no list 'batch'.");
    }
    List<JsonSlice> events = batch.elements(intake.limits().maxEvents());
    String token = exchange.key();
    String sentAt =
        sentAt(exchange.header("PostHog-Request-Timestamp"), text(members, "created_at"));
    Facts facts = facts(exchange, token, sentAt, members, exchange.header("PostHog-Sdk-Info"));
    return send(exchange, events, facts, true).thenApply(verdicts -> answerV1(events, verdicts));
  }

  private CompletableFuture<List<Verdict>> send(
      Exchange exchange, List<JsonSlice> events, Facts facts, boolean isCaptureV1) throws Refusal {
    intake.admit(intake.keys().require(facts.token()), events.size());
    boolean isTracked = intake.isTracked(exchange);
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    for (JsonSlice event : events) {
      verdicts.add(
          isTracked ? send(event, facts, isCaptureV1) : intake.verdict(Verdict.NOT_TRACKED));
    }
    return intake.all(FORMAT, verdicts);
  }

  private CompletableFuture<Verdict> send(JsonSlice event, Facts facts, boolean isCaptureV1) {
    if (!event.isObject()) {
      return intake.verdict(Verdict.NOT_AN_OBJECT);
    }
    if (event.size() > intake.limits().maxEventBytes()) {
      return intake.verdict(Verdict.TOO_LARGE);
    }
    return PostHogMessages.of(event, facts, isCaptureV1)
        .map(message -> intake.send(Topics.POSTHOG_EVENTS, message))
        .orElseGet(() -> intake.verdict(Verdict.NOT_UTF8));
  }

  private Facts facts(
      Exchange exchange,
      String token,
      String sentAt,
      Map<String, JsonSlice> members,
      String client) {
    JsonSlice historical = members.get("historical_migration");
    return new Facts(
        token,
        exchange.address(),
        exchange.began().toString(),
        sentAt,
        historical != null && historical.isTrue(),
        client);
  }

  /** JSON out of all the wrappings that clients have used: gzip, a form, base64, in any order. */
  private byte[] decoded(Exchange exchange, byte[] body, Memory.Share memory) throws Refusal {
    byte[] unpacked = intake.unpacked(body, memory);
    if (unpacked.length == 0) {
      unpacked = ("data=" + exchange.parameter("data")).getBytes(UTF_8);
    }
    if (isJson(unpacked)) {
      return unpacked;
    }
    String text = Parameters.text(unpacked);
    String data = Parameters.of(text).get("data");
    String value = data == null ? text : Parameters.decoded(data);
    if (isJson(value.getBytes(UTF_8))) {
      return Parameters.decoded(data == null ? text : data.replace('+', ' ')).getBytes(UTF_8);
    }
    String base64 = value.replace(' ', '+').replace('-', '+').replace('_', '/');
    try {
      byte[] inside = intake.unpacked(Base64.getMimeDecoder().decode(base64), memory);
      // That decoder passes over what is none of its letters.
      if (inside.length > 0 || base64.isBlank()) {
        return inside;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for any other text.
    }
    throw new Refusal(400, "not_json", "The body is neither JSON nor a known wrapping of it.");
  }

  private static boolean isJson(byte[] text) {
    for (byte character : text) {
      if (character > ' ') {
        return character == '{' || character == '[';
      }
    }
    return false;
  }

  private List<JsonSlice> events(JsonSlice whole, Map<String, JsonSlice> members) throws Refusal {
    int most = intake.limits().maxEvents();
    if (whole.isArray()) {
      return whole.elements(most);
    }
    if (!whole.isObject()) {
      throw new Refusal(400, Verdict.NOT_AN_OBJECT.code(), Verdict.NOT_AN_OBJECT.detail());
    }
    for (String name : List.of("batch", "data")) {
      JsonSlice list = members.get(name);
      if (list != null && list.isArray()) {
        return list.elements(most);
      }
    }
    return List.of(whole);
  }

  private static String token(
      Exchange exchange, Map<String, JsonSlice> members, List<JsonSlice> events) {
    List<Map<String, JsonSlice>> places = new ArrayList<>(List.of(members));
    if (!events.isEmpty() && events.get(0).isObject()) {
      Map<String, JsonSlice> first = events.get(0).members(NAMES);
      places.add(first);
      JsonSlice properties = first.get("properties");
      if (properties != null && properties.isObject()) {
        places.add(properties.members(NAMES));
      }
    }
    for (Map<String, JsonSlice> place : places) {
      for (String name : TOKEN_NAMES) {
        if (!text(place, name).isEmpty()) {
          return text(place, name);
        }
      }
    }
    String inAddress = Parameters.decoded(exchange.parameter("token"));
    return inAddress.isEmpty() ? exchange.key() : inAddress;
  }

  private static String text(Map<String, JsonSlice> members, String name) {
    JsonSlice value = members.get(name);
    return value == null ? "" : value.scalar();
  }

  /** The first of {@code candidates} that is a time: ISO 8601, or milliseconds. */
  private static String sentAt(String... candidates) {
    for (String candidate : candidates) {
      try {
        return candidate.matches("\\d{12,14}")
            ? Instant.ofEpochMilli(Long.parseLong(candidate)).toString()
            : OffsetDateTime.parse(candidate.replaceFirst("^(.{10}) ", "$1T"), TIME)
                .toInstant()
                .toString();
      } catch (DateTimeException e) {
        // Events without it are taken at their own word.
        continue;
      }
    }
    return "";
  }

  private static Answer answer(List<Verdict> verdicts, boolean isBeacon) {
    if (verdicts.contains(Verdict.RETRY)) {
      return later();
    }
    if (verdicts.stream().noneMatch(Verdict::isFine)) {
      Verdict first = verdicts.get(0);
      int status = first == Verdict.TOO_LARGE ? 413 : 400;
      return Answer.of(new Refusal(status, first.code(), first.detail()));
    }
    return isBeacon ? Answer.nothing(204) : PostHogAnswers.taken();
  }

  private static Answer later() {
    return Answer.of(
        Refusal.until(
            503, Verdict.RETRY.code(), Verdict.RETRY.detail(), Intake.RETRY_AFTER_SECONDS));
  }

  private static Answer answerV1(List<JsonSlice> events, List<Verdict> verdicts) {
    if (verdicts.stream().allMatch(verdict -> verdict == Verdict.RETRY)) {
      return later();
    }
    Map<String, Verdict> results = new LinkedHashMap<>();
    for (int i = 0; i < events.size(); i++) {
      Verdict verdict = verdicts.get(i);
      JsonSlice event = events.get(i);
      Optional<String> uuid =
          event.isObject()
              ? PostHogMessages.uuid(event, PostHogMessages.members(event))
              : Optional.empty();
      // Of two events with one id, the client must hear of the one that is not stored.
      uuid.ifPresent(id -> results.merge(id, verdict, (a, b) -> a.isFine() ? b : a));
    }
    return Answer.json(
        200,
        verdicts.contains(Verdict.RETRY) ? Intake.RETRY_AFTER_SECONDS : 0,
        json -> {
          json.writeObjectFieldStart("results");
          for (Map.Entry<String, Verdict> result : results.entrySet()) {
            json.writeObjectFieldStart(result.getKey());
            switch (result.getValue()) {
              case ACCEPTED, NOT_TRACKED -> json.writeStringField("result", "ok");
              case RETRY -> json.writeStringField("result", "retry");
              case TOO_LARGE, NOT_AN_OBJECT, NOT_UTF8, INVALID -> {
                json.writeStringField("result", "drop");
                json.writeStringField("details", result.getValue().code());
              }
            }
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }
}
