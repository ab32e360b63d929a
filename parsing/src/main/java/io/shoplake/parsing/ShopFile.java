package io.shoplake.parsing;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.parsing.Shop.RevenueBasis;
import io.shoplake.parsing.Shop.SessionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code shops.yaml}; whatever it does not understand is a mistake with its line. */
final class ShopFile {

  private final Path file;
  private final JsonParser yaml;
  private final Set<String> postHogKeysSeen = new HashSet<>();

  private ShopFile(Path file, JsonParser yaml) {
    this.file = file;
    this.yaml = yaml;
  }

  /** What {@code file} says, the shops in its order. */
  static Shops read(Path file) {
    YAMLFactory factory =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser yaml = factory.createParser(Files.newBufferedReader(file))) {
      return new ShopFile(file, yaml).shops();
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String problem = e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "%s, line %d, is not valid YAML: %s.".formatted(file, line, problem),
          e);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The shop file %s cannot be read; correct --shops or SHOPLAKE_SHOPS.".formatted(file),
          e);
    }
  }

  private Shops shops() throws IOException {
    if (yaml.nextToken() != JsonToken.START_OBJECT) {
      throw mistake("the file must begin with 'shops:'");
    }
    Map<String, Shop> shops = new LinkedHashMap<>();
    List<String> topics = new ArrayList<>();
    for (String key = yaml.nextFieldName(); key != null; key = yaml.nextFieldName()) {
      switch (key) {
        case "shops" -> {
          beginObject(key);
          for (String id = yaml.nextFieldName(); id != null; id = yaml.nextFieldName()) {
            shops.put(id, shop(id));
          }
        }
        case "topics" -> {
          beginObject(key);
          for (String name = yaml.nextFieldName(); name != null; name = yaml.nextFieldName()) {
            realTopics(name).forEach(topics::add);
          }
        }
        default -> throw unknown(key, "shops, topics");
      }
    }
    return new Shops(shops, topics);
  }

  /** One real topic or a list of them, each as NAME=REAL. */
  private List<String> realTopics(String name) throws IOException {
    try {
      TopicNames.named(name);
    } catch (UserMistake e) {
      throw mistake(e.getMessage().replaceAll("\\.$", ""));
    }
    List<String> real = new ArrayList<>();
    JsonToken token = yaml.nextToken();
    boolean isList = token == JsonToken.START_ARRAY;
    for (token = isList ? yaml.nextToken() : token;
        token == JsonToken.VALUE_STRING;
        token = isList ? yaml.nextToken() : null) {
      real.add(name + "=" + yaml.getText());
    }
    if (real.isEmpty() || (isList && yaml.currentToken() != JsonToken.END_ARRAY)) {
      throw mistake("'%s' needs the name of a real topic, or a list of them".formatted(name));
    }
    return real;
  }

  private Shop shop(String id) throws IOException {
    Shop shop = Shop.withDefaults(id);
    ZoneId timeZone = shop.timeZone();
    String currency = shop.currency();
    RevenueBasis revenueBasis = shop.revenueBasis();
    Duration finalAfter = shop.finalAfter();
    SessionRules sessions = shop.sessions();
    List<String> funnel = shop.funnel();
    List<String> postHogKeys = shop.postHogKeys();
    beginObject(id);
    for (String key = yaml.nextFieldName(); key != null; key = yaml.nextFieldName()) {
      switch (key) {
        case "time_zone" -> timeZone = timeZone(key);
        case "currency" -> currency = currency(key);
        case "revenue_basis" -> revenueBasis = revenueBasis(key);
        case "final_after" -> finalAfter = duration(key);
        case "sessions" -> sessions = sessions(key);
        case "funnel" -> funnel = steps(key);
        case "posthog" -> postHogKeys = postHogKeys(key);
        default ->
            throw unknown(
                key, "time_zone, currency, revenue_basis, final_after, sessions, funnel, posthog");
      }
    }
    return new Shop(
        id, timeZone, currency, revenueBasis, finalAfter, sessions, funnel, postHogKeys);
  }

  private List<String> postHogKeys(String name) throws IOException {
    List<String> keys = new ArrayList<>();
    beginObject(name);
    for (String key = yaml.nextFieldName(); key != null; key = yaml.nextFieldName()) {
      if (!key.equals("tokens") && !key.equals("team_ids")) {
        throw unknown(key, "tokens, team_ids");
      }
      if (yaml.nextToken() != JsonToken.START_ARRAY) {
        throw mistake(key + " must be a list such as [phc_abc]");
      }
      while (yaml.nextToken() != JsonToken.END_ARRAY) {
        if (!yaml.currentToken().isScalarValue() || !postHogKeysSeen.add(yaml.getText())) {
          throw mistake(key + " must name each project once, in one shop");
        }
        keys.add(yaml.getText());
      }
    }
    return keys;
  }

  private SessionRules sessions(String name) throws IOException {
    Duration gap = SessionRules.DEFAULT.gap();
    Duration maxDuration = SessionRules.DEFAULT.maxDuration();
    boolean cutAtMidnight = false;
    boolean cutOnCampaign = false;
    boolean cutOnLogin = false;
    beginObject(name);
    for (String key = yaml.nextFieldName(); key != null; key = yaml.nextFieldName()) {
      switch (key) {
        case "gap" -> gap = duration(key);
        case "max_duration" -> maxDuration = duration(key);
        case "cut_at_midnight" -> cutAtMidnight = isTrue(key);
        case "cut_on_campaign" -> cutOnCampaign = isTrue(key);
        case "cut_on_login" -> cutOnLogin = isTrue(key);
        default ->
            throw unknown(key, "gap, max_duration, cut_at_midnight, cut_on_campaign, cut_on_login");
      }
    }
    return new SessionRules(gap, maxDuration, cutAtMidnight, cutOnCampaign, cutOnLogin);
  }

  private ZoneId timeZone(String key) throws IOException {
    String text = text(key);
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw mistake("%s '%s' is unknown; write a name such as Europe/Paris".formatted(key, text));
    }
  }

  private String currency(String key) throws IOException {
    String text = text(key);
    if (!Currencies.isCode(text)) {
      throw mistake("%s '%s' is no ISO 4217 code; write one such as EUR".formatted(key, text));
    }
    return text;
  }

  private RevenueBasis revenueBasis(String key) throws IOException {
    String text = text(key);
    return switch (text) {
      case "merchandise" -> RevenueBasis.MERCHANDISE;
      case "total" -> RevenueBasis.TOTAL;
      default -> throw mistake("%s '%s' must be merchandise or total".formatted(key, text));
    };
  }

  private Duration duration(String key) throws IOException {
    String text = text(key);
    try {
      Duration duration = Duration.parse(text);
      if (duration.isZero() || duration.isNegative()) {
        throw mistake("%s '%s' must be longer than nothing".formatted(key, text));
      }
      return duration;
    } catch (DateTimeException e) {
      throw mistake(
          "%s '%s' is no ISO 8601 duration; write PT30M for 30 minutes or P8D for 8 days"
              .formatted(key, text));
    }
  }

  private boolean isTrue(String key) throws IOException {
    JsonToken token = yaml.nextToken();
    if (!token.isBoolean()) {
      throw mistake(key + " must be true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private List<String> steps(String key) throws IOException {
    if (yaml.nextToken() != JsonToken.START_ARRAY) {
      throw mistake(key + " must be a list of event types such as [visit, view_item, purchase]");
    }
    List<String> steps = new ArrayList<>();
    while (yaml.nextToken() != JsonToken.END_ARRAY) {
      if (yaml.currentToken() != JsonToken.VALUE_STRING || steps.contains(yaml.getText())) {
        throw mistake(key + " must name each step once, by its event type");
      }
      steps.add(yaml.getText());
    }
    if (steps.isEmpty()) {
      throw mistake(key + " must name at least one step; leave the key out for the default");
    }
    return steps;
  }

  private String text(String key) throws IOException {
    JsonToken token = yaml.nextToken();
    if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw mistake(key + " needs one value");
    }
    return yaml.getText();
  }

  private void beginObject(String key) throws IOException {
    if (yaml.nextToken() != JsonToken.START_OBJECT) {
      throw mistake("'%s' needs indented keys below it".formatted(key));
    }
  }

  private UserMistake unknown(String key, String known) {
    return mistake("'%s' is no known key; there are %s".formatted(key, known));
  }

  private UserMistake mistake(String problem) {
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "%s, line %d: %s.".formatted(file, yaml.currentTokenLocation().getLineNr(), problem));
  }
}
