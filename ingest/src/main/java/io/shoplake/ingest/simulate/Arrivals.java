package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Campaign;
import java.net.URI;
import java.util.List;

/** How people find the shop. */
final class Arrivals {

  static final String SITE = "https://shop.example.com";

  /**
   * One way to the shop.
   *
   * @param channel what analysts call it
   * @param source where the visitor comes from: the campaign's source, else the host with the link,
   *     else empty
   * @param medium the campaign's medium, empty for none
   * @param name the campaign's name, empty for none
   * @param referrer the page with the link, null for none
   * @param query what the link appends to the address, empty for nothing
   * @param campaign what the tracker sends apart from the address, null for nothing
   */
  record Arrival(
      String channel,
      String source,
      String medium,
      String name,
      String referrer,
      String query,
      Campaign campaign,
      double weight) {}

  private static final Arrival DIRECT = new Arrival("Direct", "", "", "", null, "", null, 27);

  private static final Arrival PEAK =
      tagged("Email", "newsletter", "email", "big-sale", null, "", 0);

  private static final List<Arrival> WAYS =
      List.of(
          DIRECT,
          linked("Organic Search", "https://www.google.com/", 22),
          linked("Organic Search", "https://www.bing.com/", 3),
          linked("Organic Search", "https://duckduckgo.com/", 2),
          tagged(
              "Paid Search",
              "google",
              "cpc",
              "brand",
              "https://www.google.com/",
              "&gclid=EAIaIQobChMI",
              9),
          told("Paid Search", "bing", "cpc", "generic-outdoor", "https://www.bing.com/", 3),
          linked("Organic Social", "https://www.instagram.com/", 5),
          linked("Organic Social", "https://www.facebook.com/", 3),
          tagged(
              "Paid Social",
              "facebook",
              "paid_social",
              "autumn",
              "https://www.facebook.com/",
              "",
              7),
          tagged("Email", "newsletter", "email", "weekly", null, "", 8),
          told("Affiliates", "dealsite", "affiliate", "deals", "https://deals.example.net/", 3),
          linked("Referral", "https://blog.example.org/best-tents", 5),
          tagged("Display", "adnetwork", "display", "retarget", null, "", 2),
          told("Unassigned", "catalogue", "print", "winter", null, 1));

  private static final double[] WEIGHTS = WAYS.stream().mapToDouble(Arrival::weight).toArray();

  private Arrivals() {}

  /** By a link that says nothing of a campaign. */
  private static Arrival linked(String channel, String referrer, double weight) {
    String host = URI.create(referrer).getHost();
    return new Arrival(channel, host, "", "", referrer, "", null, weight);
  }

  /** By a link whose address names the campaign. */
  private static Arrival tagged(
      String channel,
      String source,
      String medium,
      String name,
      String referrer,
      String click,
      double weight) {
    String query = "?utm_source=%s&utm_medium=%s&utm_campaign=%s%s";
    return new Arrival(
        channel,
        source,
        medium,
        name,
        referrer,
        query.formatted(source, medium, name, click),
        null,
        weight);
  }

  /** By a link of a campaign that the tracker tells apart from the address. */
  private static Arrival told(
      String channel, String source, String medium, String name, String referrer, double weight) {
    Campaign campaign = new Campaign(source, medium, name);
    return new Arrival(channel, source, medium, name, referrer, "", campaign, weight);
  }

  static Arrival any(Dice dice) {
    return WAYS.get(dice.weighted(WEIGHTS));
  }

  /** Without a link: by an address the person knows, or inside an app. */
  static Arrival direct() {
    return DIRECT;
  }

  /** By the campaign that brings a crowd. */
  static Arrival peak() {
    return PEAK;
  }
}
