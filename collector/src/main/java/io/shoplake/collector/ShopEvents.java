package io.shoplake.collector;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Takes events in our own format and passes each on byte for byte. */
final class ShopEvents {

  static final String FORMAT = "shoplake";

  private final Intake intake;

  ShopEvents(Intake intake) {
    this.intake = intake;
  }

  /** Sends the event or the batch in {@code body} and answers when each has arrived. */
  CompletableFuture<Answer> take(Exchange exchange, byte[] body, Memory.Share memory)
      throws Refusal {
    String sender = intake.keys().require(exchange.key());
    List<JsonSlice> events = events(JsonSlice.of(intake.unpacked(body, memory)));
    intake.admit(sender, events.size());
    boolean isTracked = intake.isTracked(exchange);
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    for (JsonSlice event : events) {
      verdicts.add(isTracked ? take(event) : intake.verdict(Verdict.NOT_TRACKED));
    }
    return intake.all(FORMAT, verdicts).thenApply(ShopEvents::answer);
  }

  private CompletableFuture<Verdict> take(JsonSlice event) {
    if (!event.isObject()) {
      return intake.verdict(Verdict.NOT_AN_OBJECT);
    }
    if (event.size() > intake.limits().maxEventBytes()) {
      return intake.verdict(Verdict.TOO_LARGE);
    }
    return intake.send(Topics.SHOP_EVENTS, event.bytes());
  }

  private List<JsonSlice> events(JsonSlice whole) throws Refusal {
    int most = intake.limits().maxEvents();
    if (whole.isArray()) {
      return whole.elements(most);
    }
    if (!whole.isObject()) {
      throw new Refusal(400, Verdict.NOT_AN_OBJECT.code(), Verdict.NOT_AN_OBJECT.detail());
    }
    Map<String, JsonSlice> members = whole.members(Set.of("batch", "event_id", "event_type"));
    JsonSlice batch = members.get("batch");
    // An event may have a list of that name among its fields.
    boolean isEvent = members.containsKey("event_id") || members.containsKey("event_type");
    return batch != null && batch.isArray() && !isEvent ? batch.elements(most) : List.of(whole);
  }

  private static Answer answer(List<Verdict> verdicts) {
    var counts = verdicts.stream().collect(groupingBy(verdict -> verdict, counting()));
    boolean mustRetry = counts.containsKey(Verdict.RETRY);
    return Answer.json(
        mustRetry ? 503 : status(verdicts),
        mustRetry ? Intake.RETRY_AFTER_SECONDS : 0,
        json -> {
          json.writeNumberField("accepted", counts.getOrDefault(Verdict.ACCEPTED, 0L));
          json.writeArrayFieldStart("results");
          for (Verdict verdict : verdicts) {
            write(json, verdict);
          }
          json.writeEndArray();
        });
  }

  private static int status(List<Verdict> verdicts) {
    if (verdicts.stream().anyMatch(Verdict::isFine)) {
      return 202;
    }
    return verdicts.stream().allMatch(verdict -> verdict == Verdict.TOO_LARGE) ? 413 : 400;
  }

  private static void write(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeStartObject();
    switch (verdict) {
      case ACCEPTED, NOT_TRACKED, RETRY -> json.writeStringField("status", verdict.code());
      case TOO_LARGE, NOT_AN_OBJECT, NOT_UTF8, INVALID -> {
        json.writeStringField("status", "refused");
        json.writeStringField("error", verdict.code());
        json.writeStringField("detail", verdict.detail());
      }
    }
    json.writeEndObject();
  }
}
