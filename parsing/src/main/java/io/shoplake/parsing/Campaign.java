package io.shoplake.parsing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What brought a visitor to a page; what is not known is null. */
record Campaign(
    String source, String medium, String name, String term, String content, String clickId) {

  static final Campaign NONE = new Campaign(null, null, null, null, null, null);

  /** A click id says which network sent the click, whatever else the address says. */
  private record Network(String parameter, String source, String medium) {}

  private static final List<Network> NETWORKS =
      List.of(
          new Network("gclid", "google", "cpc"),
          new Network("gbraid", "google", "cpc"),
          new Network("wbraid", "google", "cpc"),
          new Network("dclid", "google", "display"),
          new Network("msclkid", "bing", "cpc"),
          new Network("yclid", "yandex", "cpc"),
          new Network("ttclid", "tiktok", "cpc"),
          new Network("twclid", "twitter", "cpc"),
          new Network("li_fat_id", "linkedin", "cpc"),
          // Facebook puts it on every link, paid or not.
          new Network("fbclid", "facebook", "social"));

  private static final Set<String> TAGS =
      Set.of("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content");

  /** What the parameters utm_* and the click ids in {@code url} say; null is no address. */
  static Campaign ofUrl(String url) {
    int query = url == null ? -1 : url.indexOf('?');
    if (query < 0) {
      return NONE;
    }
    int fragment = url.indexOf('#', query);
    return of(parameters(url.substring(query + 1, fragment < 0 ? url.length() : fragment)));
  }

  /** Whether {@code parameter} says something about a campaign. */
  static boolean isParameter(String parameter) {
    return parameter.startsWith("utm_")
        || NETWORKS.stream().anyMatch(network -> network.parameter().equals(parameter));
  }

  /** The parameters of which {@link #of} says something. */
  static Set<String> taken(Map<String, String> parameters) {
    Set<String> taken = new HashSet<>(TAGS);
    network(parameters).ifPresent(network -> taken.add(network.parameter()));
    taken.retainAll(parameters.keySet());
    return taken;
  }

  /** What these parameters say; {@link #NONE} where they say nothing. */
  static Campaign of(Map<String, String> parameters) {
    String source = parameters.get("utm_source");
    String medium = parameters.get("utm_medium");
    String clickId = null;
    Network network = network(parameters).orElse(null);
    if (network != null) {
      boolean isTagged = source != null || medium != null;
      source = isTagged ? source : network.source();
      medium = isTagged ? medium : network.medium();
      clickId = parameters.get(network.parameter());
    }
    return new Campaign(
        source,
        medium,
        parameters.get("utm_campaign"),
        parameters.get("utm_term"),
        parameters.get("utm_content"),
        clickId);
  }

  /** That of the click; of several, the first of the list. */
  private static Optional<Network> network(Map<String, String> parameters) {
    return NETWORKS.stream()
        .filter(network -> parameters.containsKey(network.parameter()))
        .findFirst();
  }

  /** Without the values that hold an e-mail address, as newsletters put into their links. */
  Campaign withoutEmailAddresses() {
    return new Campaign(
        EmailAddresses.without(source),
        EmailAddresses.without(medium),
        EmailAddresses.without(name),
        EmailAddresses.without(term),
        EmailAddresses.without(content),
        EmailAddresses.without(clickId));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : query.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0 && equals < part.length() - 1) {
        parameters.putIfAbsent(part.substring(0, equals), decoded(part.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /** Undoes percent encoding; text that is not properly encoded, or hides a NUL, stays as it is. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
        int low = high >= 0 ? Character.digit(encoded[i + 2], 16) : -1;
        if (low < 0 || high + low == 0) {
          return text;
        }
        bytes.put((byte) (high * 16 + low));
        i += 2;
      } else {
        bytes.put(encoded[i] == '+' ? (byte) ' ' : encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }
}
