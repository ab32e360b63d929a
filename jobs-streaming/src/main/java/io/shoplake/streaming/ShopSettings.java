package io.shoplake.streaming;

import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shop.SessionRules;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** What of a shop's settings decides rows of silver, by its name in the shop file. */
final class ShopSettings {

  private ShopSettings() {}

  /** What decides the day of a row. */
  static Map<String, String> ofDays(Shop shop) {
    // UTC has many names, and a shop without a time zone has another one than the file would say.
    boolean isUtc = shop.timeZone().normalized().equals(ZoneOffset.UTC);
    return Map.of("time_zone", isUtc ? "UTC" : shop.timeZone().getId());
  }

  /** What decides the day of a row and where its session begins and ends. */
  static Map<String, String> ofSessions(Shop shop) {
    SessionRules rules = shop.sessions();
    Map<String, String> settings = new TreeMap<>(ofDays(shop));
    settings.put("sessions.gap", rules.gap().toString());
    settings.put("sessions.max_duration", rules.maxDuration().toString());
    settings.put("sessions.cut_at_midnight", String.valueOf(rules.cutAtMidnight()));
    settings.put("sessions.cut_on_campaign", String.valueOf(rules.cutOnCampaign()));
    settings.put("sessions.cut_on_login", String.valueOf(rules.cutOnLogin()));
    settings.put("funnel", shop.funnel().toString());
    return settings;
  }
}
