package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.io.SerializedString;
import io.shoplake.ingest.simulate.Shopper.Clock;
import io.shoplake.ingest.simulate.Shopper.Nature;
import io.shoplake.ingest.simulate.Shopper.Profile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the people and the programs that visit, each on the first visit. */
final class Shoppers {

  private record Agent(
      String platform, String text, SerializedString encoded, String device, double weight) {

    Agent(String platform, String text, String device, double weight) {
      this(platform, text, text == null ? null : new SerializedString(text), device, weight);
    }
  }

  private static final List<Agent> BROWSERS =
      List.of(
          new Agent(
              "web",
              "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/131.0.0.0 Safari/537.36",
              "desktop",
              26),
          new Agent(
              "web",
              "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
                  + " Gecko) Version/17.6 Safari/605.1.15",
              "desktop",
              9),
          new Agent(
              "web",
              "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
              "desktop",
              4),
          new Agent(
              "web",
              "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
                  + " like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
              "mobile",
              22),
          new Agent(
              "web",
              "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " Chrome/131.0.0.0 Mobile Safari/537.36",
              "mobile",
              20),
          new Agent(
              null,
              "Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
                  + " Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
              "tablet",
              5),
          new Agent("ios", "ShopApp/4.2 (iOS 17.6)", "mobile", 6),
          new Agent("android", null, "mobile", 6),
          new Agent("web", null, "unknown", 1));

  private static final List<SerializedString> CRAWLERS =
      Stream.of(
              "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
              "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
              "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
              "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2;"
                  + " +https://openai.com/gptbot)",
              "python-requests/2.32.3",
              "curl/8.5.0",
              "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                  + " HeadlessChrome/131.0.0.0 Safari/537.36")
          .map(SerializedString::new)
          .toList();

  private static final List<String> LANGUAGES =
      List.of("de-DE", "de-DE", "en-GB", "fr-FR", "en-US");

  private static final double[] BROWSER_WEIGHTS =
      BROWSERS.stream().mapToDouble(Agent::weight).toArray();

  private final long seed;
  private final String ownCurrency;
  private final Map<Integer, Shopper> people = new HashMap<>();
  private final Map<Integer, Shopper> programs = new HashMap<>();
  private final Map<Integer, Shopper> disguised = new TreeMap<>();

  Shoppers(long seed, String ownCurrency) {
    this.seed = seed;
    this.ownCurrency = ownCurrency;
  }

  /** The person of that number. */
  Shopper person(int number) {
    return people.computeIfAbsent(number, this::makePerson);
  }

  /** The program of that number. */
  Shopper program(int number) {
    return programs.computeIfAbsent(number, this::makeProgram);
  }

  /** The program of that number that looks like a browser. */
  Shopper disguised(int number) {
    return disguised.computeIfAbsent(number, this::makeDisguised);
  }

  /** The programs that look like browsers. */
  Iterable<Shopper> disguised() {
    return disguised.values();
  }

  /** All people who came. */
  Iterable<Shopper> people() {
    return people.values();
  }

  private Shopper makePerson(int number) {
    Dice dice = Dice.of(seed, "person", number);
    Agent agent = BROWSERS.get(dice.weighted(BROWSER_WEIGHTS));
    boolean hasAccount = isLoyal(number) || dice.chance(0.25);
    boolean isApp = agent.device().equals("mobile") && !"web".equals(agent.platform());
    // Some people come with a second device, known by the same account.
    int customer = number > 0 && dice.chance(0.08) ? number - 1 : number;
    // Without a cookie the account is the visitor, so nobody else may have it.
    boolean isKiosk = hasAccount && customer == number && dice.chance(0.02);
    boolean isShared = hasAccount && !isKiosk && dice.chance(0.04);
    Shopper person =
        new Shopper(
            new Profile(
                isKiosk ? null : dice.uuid(),
                hasAccount ? customerId(customer) : null,
                isShared ? customerId(number + 1) : null,
                isKiosk || dice.chance(0.6),
                agent.platform(),
                agent.encoded(),
                agent.device(),
                Nature.PERSON,
                dice.chance(0.05) ? dice.pick(Prices.foreign(ownCurrency)) : ownCurrency,
                dice.pick(LANGUAGES),
                dice.between(11, 190) + "." + dice.below(256) + ".17." + dice.below(256),
                isApp
                    ? (agent.text() == null ? Clock.EPOCH_MILLIS : Clock.LOCAL_TEXT)
                    : Clock.UTC_TEXT,
                isApp),
            dice);
    if (isLoyal(number)) {
      person.buys();
    }
    return person;
  }

  private Shopper makeProgram(int number) {
    Dice dice = Dice.of(seed, "program", number);
    return new Shopper(
        new Profile(
            dice.uuid(),
            null,
            null,
            false,
            "web",
            dice.pick(CRAWLERS),
            "unknown",
            Nature.PROGRAM,
            ownCurrency,
            null,
            "203.0.113." + dice.below(256),
            Clock.UTC_TEXT,
            false),
        dice);
  }

  /** Negative numbers are ids of a single hit. */
  private Shopper makeDisguised(int number) {
    Dice dice = Dice.of(seed, "disguised", number);
    Agent agent = BROWSERS.get(0);
    boolean isOneHit = number < 0;
    return new Shopper(
        new Profile(
            dice.uuid(),
            null,
            null,
            false,
            agent.platform(),
            agent.encoded(),
            agent.device(),
            isOneHit ? Nature.ONE_HIT : Nature.SLEEPLESS,
            ownCurrency,
            "en-US",
            // Its many ids share a network, which is what gives it away.
            isOneHit ? "198.51.100." + dice.below(8) : "192.0.2." + dice.below(256),
            Clock.UTC_TEXT,
            false),
        dice);
  }

  /** Whether the person of that number has bought here before and comes often. */
  static boolean isLoyal(int number) {
    return number % 12 == 5;
  }

  /** The account of a person; some shops use the e-mail address. */
  static String customerId(int number) {
    return number % 40 == 7 ? "person%d@example.com".formatted(number) : "c-%06d".formatted(number);
  }
}
