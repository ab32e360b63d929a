package io.shoplake.parsing;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names the channel that brought a visitor, after GA4's default channel group. */
public final class Channels {

  private static final Set<String> SEARCH_ENGINES =
      Set.of(
          "google",
          "bing",
          "yahoo",
          "duckduckgo",
          "baidu",
          "yandex",
          "ecosia",
          "qwant",
          "startpage",
          "naver",
          "seznam",
          "brave",
          "aol",
          "sogou",
          "daum");

  /** Video sites are counted here too. */
  private static final Set<String> SOCIAL_NETWORKS =
      Set.of(
          "facebook",
          "fb",
          "instagram",
          "ig",
          "messenger",
          "twitter",
          "linkedin",
          "lnkd",
          "pinterest",
          "reddit",
          "tiktok",
          "youtube",
          "youtu",
          "vimeo",
          "snapchat",
          "whatsapp",
          "telegram",
          "threads",
          "quora",
          "tumblr",
          "vk",
          "weibo",
          "bsky",
          "mastodon");

  /** Hosts whose names would say nothing without their ending. */
  private static final Set<String> SOCIAL_HOSTS = Set.of("x.com", "t.co", "t.me", "wa.me");

  /** Parts of a search engine's domain where nothing is searched for. */
  private static final Set<String> NOT_SEARCH =
      Set.of("mail", "accounts", "docs", "drive", "calendar", "groups");

  private static final Pattern PAID = Pattern.compile(".*cp.*|ppc|retargeting|paid.*");
  private static final Set<String> DISPLAY =
      Set.of("display", "banner", "expandable", "interstitial", "cpm");
  private static final Set<String> SOCIAL =
      Set.of("social", "social-network", "social-media", "sm", "social network", "social media");
  private static final Set<String> EMAIL = Set.of("email", "e-mail", "e_mail", "e mail");
  private static final Set<String> AFFILIATES = Set.of("affiliate", "affiliates");
  private static final Set<String> REFERRAL = Set.of("referral", "app", "link");
  private static final Set<String> NO_SOURCE = Set.of("", "(direct)", "direct");
  private static final Set<String> NO_MEDIUM = Set.of("", "(none)", "(not set)", "none");

  private Channels() {}

  /**
   * The channel: Direct, Organic Search, Paid Search, Organic Social, Paid Social, Email,
   * Affiliates, Referral, Display or Unassigned; anything may be null.
   *
   * @param referrer address of the page before
   * @param pageHost host of the page itself; a referrer on it is no referrer
   */
  public static String of(
      String source, String medium, String clickId, String referrer, String pageHost) {
    String from = lowered(source);
    String by = lowered(medium);
    if (!NO_SOURCE.contains(from) || !NO_MEDIUM.contains(by)) {
      return ofCampaign(from, by);
    }
    String site = host(referrer).filter(host -> !isSame(host, pageHost)).orElse("");
    if (clickId != null) {
      return isSocial(site) ? "Paid Social" : "Paid Search";
    }
    if (site.isEmpty()) {
      return "Direct";
    }
    if (isSearch(site)) {
      return "Organic Search";
    }
    return isSocial(site) ? "Organic Social" : "Referral";
  }

  /** The host of {@code url} in lower case, without port; empty if it has none. */
  public static Optional<String> host(String url) {
    int start = url == null ? -1 : url.indexOf("://");
    if (start < 0) {
      return Optional.empty();
    }
    int end = start + 3;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(start + 3, end);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int port = host.lastIndexOf(':');
    String name = port < 0 ? host : host.substring(0, port);
    return name.isEmpty() ? Optional.empty() : Optional.of(lowered(name));
  }

  private static String ofCampaign(String source, String medium) {
    boolean isPaid = PAID.matcher(medium).matches();
    if (isPaid && isSearch(source)) {
      return "Paid Search";
    }
    if (isPaid && isSocial(source)) {
      return "Paid Social";
    }
    if (DISPLAY.contains(medium)) {
      return "Display";
    }
    // A paid click of which no network is known is none of the channels.
    if (isPaid) {
      return "Unassigned";
    }
    if (isSocial(source) || SOCIAL.contains(medium)) {
      return "Organic Social";
    }
    if (isSearch(source) || medium.equals("organic")) {
      return "Organic Search";
    }
    if (EMAIL.contains(source) || EMAIL.contains(medium)) {
      return "Email";
    }
    if (AFFILIATES.contains(medium)) {
      return "Affiliates";
    }
    return REFERRAL.contains(medium) ? "Referral" : "Unassigned";
  }

  private static boolean isSearch(String site) {
    String[] parts = site.split("\\.");
    boolean isSearch = false;
    for (String part : parts) {
      if (NOT_SEARCH.contains(part)) {
        return false;
      }
      isSearch |= SEARCH_ENGINES.contains(part);
    }
    return isSearch;
  }

  private static boolean isSocial(String site) {
    if (SOCIAL_HOSTS.contains(site)) {
      return true;
    }
    for (String part : site.split("\\.")) {
      if (SOCIAL_NETWORKS.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(String host, String pageHost) {
    return pageHost != null && withoutWww(host).equals(withoutWww(lowered(pageHost)));
  }

  private static String withoutWww(String host) {
    return host.startsWith("www.") ? host.substring(4) : host;
  }

  private static String lowered(String text) {
    return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
  }
}
