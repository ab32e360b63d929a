package io.shoplake.parsing;

import io.shoplake.parsing.ShopEvent.Tie;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who sent an event.
 *
 * @param anonymousId the device, else the anonymous id that the event itself names, else its
 *     distinct id; null where there is none
 * @param userId the person, where the event says that the distinct id is one
 * @param lookedUp the id to look up among ties; null where the event says its device
 * @param ties what the event says about ids of this client
 */
record PostHogClient(String anonymousId, String userId, String lookedUp, List<Tie> ties) {

  private static final String IDENTIFY = "$identify";
  private static final Set<String> ALIASES = Set.of("$create_alias", "$merge_dangerously");

  /** Clients whose alias() posts the anonymous id as the distinct id, and the user as its alias. */
  private static final Set<String> ALIAS_IS_USER =
      Set.of(
          "posthog-python",
          "web",
          "js",
          "posthog-js",
          "posthog-ios",
          "posthog-android",
          "posthog-flutter",
          "posthog-react-native");

  /** The distinct id of every browser that may keep none. */
  private static final String COOKIELESS = "$posthog_cookieless";

  /** Ids that faulty programs send for everybody; a tie would make one visitor of all of them. */
  private static final Set<String> NOBODY =
      Set.of(
          "anonymous",
          "guest",
          "distinctid",
          "distinct_id",
          "id",
          "not_authenticated",
          "email",
          "undefined",
          "true",
          "false",
          "null",
          "none",
          "nan",
          "0",
          "[object object]");

  /** Who sent the event called {@code name}. */
  static PostHogClient of(String name, PostHogMessage message) {
    String distinctId = message.text("distinct_id", "$distinct_id");
    String device = property(message, "$device_id");
    String alias = isAlias(name) ? property(message, "alias") : null;
    boolean isIdentify = IDENTIFY.equals(name);
    boolean isAliasUser =
        alias != null && ALIAS_IS_USER.contains(String.valueOf(property(message, "$lib")));
    String user = isAliasUser ? alias : distinctId;
    String anonymous = isIdentify ? property(message, "$anon_distinct_id") : alias;
    anonymous = isAliasUser ? distinctId : anonymous;
    boolean isUserKnown = isIdentify || alias != null || isIdentified(message, distinctId, device);
    String userId = isUserKnown ? user : null;
    if (device != null) {
      boolean areTied = isIdentify || alias != null;
      return new PostHogClient(device, userId, null, ties(areTied, device, user, anonymous));
    }
    String known = anonymous == null ? distinctId : anonymous;
    return new PostHogClient(known, userId, known, ties(anonymous != null, anonymous, user));
  }

  /** Whether the event says nothing of who sent it. */
  boolean isCookieless() {
    return COOKIELESS.equals(anonymousId);
  }

  /** A client that is known by {@code anonymousId} and by nothing else. */
  static PostHogClient nameless(String anonymousId) {
    return new PostHogClient(anonymousId, null, null, List.of());
  }

  /** Whether an event called {@code name} says that two ids are one client. */
  static boolean isAlias(String name) {
    return name != null && ALIASES.contains(name);
  }

  private static List<Tie> ties(boolean areTied, String anonymousId, String... ids) {
    return areTied
        ? Stream.of(ids)
            .filter(id -> id != null && !id.equals(anonymousId))
            .filter(id -> isSomebody(id) && isSomebody(anonymousId))
            .map(id -> new Tie(id, anonymousId))
            .toList()
        : List.of();
  }

  private static boolean isSomebody(String id) {
    return !id.equals(COOKIELESS) && !NOBODY.contains(id.strip().toLowerCase(Locale.ROOT));
  }

  // Clients that do not say so have another id than that of the device once they are identified.
  private static boolean isIdentified(PostHogMessage message, String distinctId, String device) {
    Json said = message.properties().get("$is_identified");
    return Json.isAbsent(said) ? device != null && !device.equals(distinctId) : Json.isTrue(said);
  }

  private static String property(PostHogMessage message, String name) {
    return Json.text(message.properties().get(name));
  }
}
