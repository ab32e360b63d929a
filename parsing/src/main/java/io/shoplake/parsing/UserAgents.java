package io.shoplake.parsing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the agent text of a browser or program tells about it; thread-safe. */
public final class UserAgents {

  /**
   * What sent an event.
   *
   * @param device desktop, mobile, tablet or unknown
   * @param isBot whether it is a robot, a headless browser or a programming library
   */
  public record Agent(String device, boolean isBot) {}

  /** The traits of an agent text alone. */
  private record Traits(String device, boolean isRobot, boolean isLibrary) {}

  /** Crawlers, link previews, monitors and browsers that no person looks at. */
  private static final List<String> ROBOTS =
      List.of(
          "bot",
          "crawl",
          "spider",
          "slurp",
          "scrapy",
          "headless",
          "phantomjs",
          "puppeteer",
          "playwright",
          "selenium",
          "webdriver",
          "prerender",
          "lighthouse",
          "pagespeed",
          "gtmetrix",
          "pingdom",
          "statuscake",
          "monitor",
          "facebookexternalhit",
          "meta-externalagent",
          "mediapartners-google",
          "google-inspectiontool",
          "feedfetcher",
          "google-read-aloud",
          "bingpreview",
          "skypeuripreview",
          "embedly",
          "whatsapp/",
          "ia_archiver",
          "archive.org",
          "chatgpt-user",
          "perplexity",
          "claude-web",
          "bytedance",
          "ahrefs",
          "semrush",
          "wordpress/");

  /** Programming libraries and tools; an app may use one, a browser never. */
  private static final List<String> LIBRARIES =
      List.of(
          "curl/",
          "wget/",
          "python",
          "aiohttp",
          "httpx",
          "httpie",
          "okhttp",
          "httpclient",
          "java/",
          "go-http-client",
          "node-fetch",
          "axios/",
          "undici",
          "got (",
          "libwww-perl",
          "lwp::",
          "ruby",
          "guzzle",
          "php/",
          "postman",
          "insomnia/",
          "k6/",
          "jmeter",
          "reactornetty",
          "dart/");

  private static final int MOST_CACHED = 4096;
  private static final int LONGEST_READ = 512;
  private static final Traits NOTHING = new Traits("unknown", false, false);
  private static final Map<String, Traits> CACHE = new ConcurrentHashMap<>();

  private UserAgents() {}

  /** What {@code userAgent} on {@code platform} is; either may be null, no agent is no bot. */
  public static Agent of(String platform, String userAgent) {
    boolean isApp = "ios".equalsIgnoreCase(platform) || "android".equalsIgnoreCase(platform);
    Traits traits = userAgent == null || userAgent.isEmpty() ? NOTHING : traits(userAgent);
    return new Agent(
        isApp ? "mobile" : traits.device(), traits.isRobot() || (traits.isLibrary() && !isApp));
  }

  private static Traits traits(String userAgent) {
    String read =
        userAgent.length() <= LONGEST_READ ? userAgent : userAgent.substring(0, LONGEST_READ);
    Traits cached = CACHE.get(read);
    if (cached == null) {
      if (CACHE.size() >= MOST_CACHED) {
        CACHE.clear();
      }
      cached = read(read.toLowerCase(Locale.ROOT));
      CACHE.put(read, cached);
    }
    return cached;
  }

  private static Traits read(String agent) {
    // A maker of telephones, not a robot.
    String withoutMaker = agent.replace("cubot", "");
    return new Traits(device(agent), hasAny(withoutMaker, ROBOTS), hasAny(agent, LIBRARIES));
  }

  private static String device(String agent) {
    if (hasAny(agent, List.of("ipad", "tablet", "kindle", "silk/", "playbook"))
        || (agent.contains("android") && !agent.contains("mobile"))) {
      return "tablet";
    }
    if (hasAny(agent, List.of("iphone", "ipod", "android", "mobi"))) {
      return "mobile";
    }
    return hasAny(agent, List.of("windows nt", "macintosh", "x11", "linux", "cros"))
        ? "desktop"
        : "unknown";
  }

  private static boolean hasAny(String text, List<String> parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
