package io.shoplake.parsing;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shops of the shop file; thread-safe. */
public final class Shops implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Shops.class);
  private static final int MOST_WARNINGS = 100;
  private static final int LONGEST_PRINTED = 64;
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  /** No shop file: one shop, {@code main}, with the defaults. */
  public static final Shops DEFAULT = new Shops(Map.of());

  private final LinkedHashMap<String, Shop> byId = new LinkedHashMap<>();
  private final HashMap<String, String> byPostHogKey = new HashMap<>();
  private final List<String> topics;

  Shops(Map<String, Shop> shops) {
    this(shops, List.of());
  }

  Shops(Map<String, Shop> shops, List<String> topics) {
    byId.put(Shop.MAIN, Shop.withDefaults(Shop.MAIN));
    byId.putAll(shops);
    byId.values()
        .forEach(shop -> shop.postHogKeys().forEach(key -> byPostHogKey.put(key, shop.id())));
    this.topics = List.copyOf(topics);
  }

  /**
   * The shops of {@code file}.
   *
   * @throws io.shoplake.cli.UserMistake if the file cannot be read or says something unknown; the
   *     message names the line
   */
  public static Shops load(Path file) {
    return ShopFile.read(file);
  }

  /** The shops of the file that SHOPLAKE_SHOPS names, or the default where it names none. */
  public static Shops of(Map<String, String> environment) {
    return named(environment.get("SHOPLAKE_SHOPS"));
  }

  /** The shops of {@code file}, or the default where that is null or blank. */
  public static Shops named(String file) {
    return file == null || file.isBlank() ? DEFAULT : load(Path.of(file));
  }

  /** The settings of {@code shopId}; one that the file does not name has the defaults. */
  public Shop shop(String shopId) {
    Shop shop = byId.get(shopId);
    return shop == null ? unknown(shopId) : shop;
  }

  /** The shop of the PostHog project with this token or team id; empty if no shop has it. */
  Optional<String> ofPostHog(String key) {
    return Optional.ofNullable(byPostHogKey.get(key));
  }

  /** Every shop that is known by name. */
  public Collection<Shop> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** Which real topics carry the logical ones, as NAME=REAL. */
  public List<String> topics() {
    return topics;
  }

  private static Shop unknown(String shopId) {
    if (WARNED.size() < MOST_WARNINGS && WARNED.add(printable(shopId))) {
      LOG.warn(
          "The shop '{}' is not in the shop file and gets the defaults; add it there if it is"
              + " yours.",
          printable(shopId));
    }
    return Shop.withDefaults(shopId);
  }

  /** Senders choose the name, so it must not be able to forge or flood the log. */
  private static String printable(String shopId) {
    String start = shopId.substring(0, Math.min(shopId.length(), LONGEST_PRINTED));
    return start.replaceAll("[^\\w.-]", "?");
  }
}
