package io.shoplake.parsing;

import static io.shoplake.parsing.PostHogShopping.put;
import static io.shoplake.parsing.PostHogShopping.take;
import static io.shoplake.parsing.PostHogShopping.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import io.shoplake.parsing.EventReader.Form;
import io.shoplake.parsing.Json.Members;
import io.shoplake.parsing.Json.Scalar;
import io.shoplake.parsing.ShopEvent.Tie;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A message of PostHog as the event of Shoplake that says the same. */
final class PostHogTranslation {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** A time without an offset, which PostHog takes for UTC. */
  private static final Pattern WITHOUT_OFFSET =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?");

  private static final Pattern MILLISECONDS = Pattern.compile("-?\\d{1,15}");
  private static final int END_OF_DATE = "2026-01-01".length();

  /** Ids and keys, which have columns of their own or may not be kept. */
  private static final List<String> NOT_KEPT =
      List.of(
          "distinct_id",
          "$distinct_id",
          "$device_id",
          "$anon_distinct_id",
          "$user_id",
          "$ip",
          "token",
          "$token",
          "api_key");

  private final PostHogMessage message;
  private final Map<String, Json> properties;
  private final Map<String, Json> event = new LinkedHashMap<>();

  /** What differs between two sendings of one event, and between the ways it may come. */
  private final Map<String, Json> arrival = new LinkedHashMap<>();

  private final Form form;

  private PostHogTranslation(
      PostHogMessage message, Shops shops, Pseudonyms pseudonyms, Instant kafkaTime) {
    this.message = message;
    this.properties = new LinkedHashMap<>(message.properties());
    String name = Json.text(message.event().get("event"));
    String type = name == null ? null : PostHogNames.type(name);
    moveTime(kafkaTime);
    PostHogClient said = PostHogClient.of(name, message);
    PostHogClient client =
        said.isCookieless() ? PostHogClient.nameless(ofOneDay(pseudonyms)) : said;
    moveIds(name, type, client, shop(shops));
    movePage("page_view".equals(type));
    moveCampaign();
    moveClient();
    PostHogShopping.move(type, properties, event);
    moveRest(name, type);
    this.form =
        new Form(
            pseudonyms.id(client.lookedUp()),
            client.ties().isEmpty() ? null : pseudonymous(client.ties(), pseudonyms),
            ContentHash.of(bytes(event), true));
  }

  static PostHogTranslation of(
      PostHogMessage message, Shops shops, Pseudonyms pseudonyms, Instant kafkaTime) {
    return new PostHogTranslation(message, shops, pseudonyms, kafkaTime);
  }

  /** What is known of the event beside its text. */
  Form form() {
    return form;
  }

  /** The event. */
  byte[] json() {
    Map<String, Json> all = new LinkedHashMap<>(event);
    all.putAll(arrival);
    return bytes(all);
  }

  private static byte[] bytes(Map<String, Json> members) {
    StringBuilder text = new StringBuilder(1024);
    new Members(members).write(text);
    return text.toString().getBytes(UTF_8);
  }

  private static List<Tie> pseudonymous(List<Tie> ties, Pseudonyms pseudonyms) {
    return ties.stream()
        .map(tie -> new Tie(pseudonyms.id(tie.distinctId()), pseudonyms.id(tie.anonymousId())))
        .toList();
  }

  // As PostHog does it: who comes again on the same day looks the same, on another day not.
  private String ofOneDay(Pseudonyms pseudonyms) {
    String time = Json.text(event.getOrDefault("event_time", arrival.get("event_time")));
    String day = time == null ? "" : time.substring(0, Math.min(END_OF_DATE, time.length()));
    Stream<Json> traits =
        Stream.of(
            properties.getOrDefault("$ip", message.facts().get("ip")),
            properties.getOrDefault("$raw_user_agent", properties.get("$user_agent")),
            properties.get("$host"));
    return pseudonyms.of(day + ' ' + traits.map(Json::text).toList());
  }

  private String shop(Shops shops) {
    Map<String, Json> facts = message.facts();
    return Stream.of("token", "$token", "api_key", "team_id")
        .flatMap(name -> Stream.of(facts, properties).map(place -> Json.text(place.get(name))))
        .filter(Objects::nonNull)
        .map(shops::ofPostHog)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Shop.MAIN);
  }

  private void moveIds(String name, String type, PostHogClient client, String shop) {
    String uuid = Json.text(message.event().get("uuid"));
    boolean isUuid = uuid != null && UUID.matcher(uuid).matches();
    putText(event, "event_id", isUuid ? uuid.toLowerCase(Locale.ROOT) : uuid);
    putText(event, "event_type", type);
    putText(event, "shop_id", shop);
    putText(event, "anonymous_id", client.anonymousId());
    putText(event, "user_id", client.userId());
    put(event, "client_session_id", text(take(properties, "$session_id")));
    if (PostHogClient.isAlias(name)) {
      properties.remove("alias");
    }
    NOT_KEPT.forEach(properties::remove);
  }

  /** As PostHog does it: the time of the event, else its age, else that of its arrival. */
  private void moveTime(Instant kafkaTime) {
    Json now = time(message.facts().get("now"));
    put(arrival, "received_at", now);
    Json stated = message.event().get("timestamp");
    if (!Json.isAbsent(stated) && !Json.ofText("").equals(stated)) {
      put(event, "event_time", time(stated));
      if (!Json.isTrue(properties.get("$ignore_sent_at"))) {
        put(arrival, "sent_at", time(message.facts().get("sent_at")));
      }
      return;
    }
    String text = Json.text(now);
    long micros = text == null ? Instants.NONE : micros(text);
    Instant arrived =
        micros == Instants.NONE ? kafkaTime : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    String offset = Json.text(message.event().get("offset"));
    boolean isAge = offset != null && MILLISECONDS.matcher(offset).matches();
    Instant happened = isAge ? arrived.minusMillis(Long.parseLong(offset)) : arrived;
    putText(arrival, "event_time", happened.toString());
  }

  /** The same time for the same moment, whichever way it is written. */
  private static Json time(Json value) {
    if (!(value instanceof Scalar scalar) || scalar.kind() != JsonToken.VALUE_STRING) {
      return present(value);
    }
    String text = scalar.text();
    boolean isUtc = WITHOUT_OFFSET.matcher(text).matches();
    boolean isSpaced = text.length() > END_OF_DATE && text.charAt(END_OF_DATE) == ' ';
    String iso =
        isSpaced ? text.substring(0, END_OF_DATE) + 'T' + text.substring(END_OF_DATE + 1) : text;
    long micros = micros(isUtc ? iso + 'Z' : iso);
    return micros == Instants.NONE
        ? value
        : Json.ofText(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
  }

  private static long micros(String text) {
    return Instants.parse(text.toCharArray(), 0, text.length());
  }

  private void movePage(boolean isPageView) {
    Map<String, Json> page = new LinkedHashMap<>();
    put(page, "url", text(take(properties, "$current_url")));
    String title = isPageView ? "title" : "$title";
    put(page, "title", text(take(properties, "$title", title, "$screen_name")));
    Json referrer = take(properties, "$referrer");
    if (!Json.ofText("$direct").equals(referrer)) {
      put(page, "referrer", text(referrer));
    }
    if (!page.isEmpty()) {
      event.put("page", new Members(page));
    }
  }

  private void moveCampaign() {
    Map<String, String> parameters = new HashMap<>();
    for (String name : List.copyOf(properties.keySet())) {
      if (Campaign.isParameter(name)) {
        String value = Json.text(properties.get(name));
        if (value != null) {
          parameters.put(name, value);
        } else if (Json.isAbsent(properties.get(name))) {
          // The client for browsers sends all the names it knows, most of them without a value.
          properties.remove(name);
        }
      }
    }
    properties.keySet().removeAll(Campaign.taken(parameters));
    Campaign campaign = Campaign.of(parameters);
    if (!campaign.equals(Campaign.NONE)) {
      Map<String, Json> said = new LinkedHashMap<>();
      putText(said, "source", campaign.source());
      putText(said, "medium", campaign.medium());
      putText(said, "name", campaign.name());
      putText(said, "term", campaign.term());
      putText(said, "content", campaign.content());
      putText(said, "click_id", campaign.clickId());
      event.put("campaign", new Members(said));
    }
  }

  private void moveClient() {
    putText(event, "platform", platform());
    put(event, "user_agent", text(take(properties, "$raw_user_agent", "$user_agent")));
    put(event, "language", text(take(properties, "$browser_language", "$locale")));
    Json ip = present(message.properties().get("$ip"));
    put(arrival, "ip", text(ip == null ? present(message.facts().get("ip")) : ip));
  }

  private static Json present(Json value) {
    return Json.isAbsent(value) ? null : value;
  }

  private String platform() {
    String library = String.valueOf(Json.text(properties.get("$lib")));
    String system = String.valueOf(Json.text(properties.get("$os_name")));
    if (Json.isTrue(properties.get("$is_server"))) {
      return "server";
    }
    return switch (library) {
      case "web", "js", "posthog-js" -> "web";
      case "posthog-ios" -> "ios";
      case "posthog-android" -> "android";
      case "posthog-react-native", "posthog-flutter" ->
          system.equals("null") ? null : system.toLowerCase(Locale.ROOT);
      default -> null;
    };
  }

  private void moveRest(String name, String type) {
    if (message.hasBadProperties()) {
      event.put("properties", message.event().get("properties"));
      return;
    }
    if (name != null && !name.equals(type)) {
      properties.put("event", Json.ofText(name));
    }
    if (!properties.isEmpty()) {
      event.put("properties", new Members(properties));
    }
  }

  private static void putText(Map<String, Json> members, String name, String text) {
    put(members, name, text == null ? null : Json.ofText(text));
  }
}
