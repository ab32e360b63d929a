package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Campaign;
import java.util.List;

/** How people find the shop. */
final class Arrivals {

  static final String SITE = "https://shop.example.com";

  /**
   * One way to the shop.
   *
   * @param channel what analysts call it
   * @param referrer the page with the link, null for none
   * @param query what the link appends to the address, empty for nothing
   * @param campaign what the tracker sends apart from the address, null for nothing
   */
  record Arrival(String channel, String referrer, String query, Campaign campaign, double weight) {}

  private static final List<Arrival> WAYS =
      List.of(
          new Arrival("Direct", null, "", null, 27),
          new Arrival("Organic Search", "https://www.google.com/", "", null, 22),
          new Arrival("Organic Search", "https://www.bing.com/", "", null, 3),
          new Arrival("Organic Search", "https://duckduckgo.com/", "", null, 2),
          new Arrival(
              "Paid Search",
              "https://www.google.com/",
              "?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=EAIaIQobChMI",
              null,
              9),
          new Arrival(
              "Paid Search",
              "https://www.bing.com/",
              "",
              new Campaign("bing", "cpc", "generic-outdoor"),
              3),
          new Arrival("Organic Social", "https://www.instagram.com/", "", null, 5),
          new Arrival("Organic Social", "https://www.facebook.com/", "", null, 3),
          new Arrival(
              "Paid Social",
              "https://www.facebook.com/",
              "?utm_source=facebook&utm_medium=paid_social&utm_campaign=autumn",
              null,
              7),
          new Arrival(
              "Email",
              null,
              "?utm_source=newsletter&utm_medium=email&utm_campaign=weekly",
              null,
              8),
          new Arrival(
              "Affiliates",
              "https://deals.example.net/",
              "",
              new Campaign("dealsite", "affiliate", "deals"),
              3),
          new Arrival("Referral", "https://blog.example.org/best-tents", "", null, 5),
          new Arrival(
              "Display",
              null,
              "?utm_source=adnetwork&utm_medium=display&utm_campaign=retarget",
              null,
              2),
          new Arrival("Unassigned", null, "", new Campaign("catalogue", "print", "winter"), 1));

  private static final double[] WEIGHTS = WAYS.stream().mapToDouble(Arrival::weight).toArray();

  private Arrivals() {}

  static Arrival any(Dice dice) {
    return WAYS.get(dice.weighted(WEIGHTS));
  }

  /** Without a link: by an address the person knows, or inside an app. */
  static Arrival direct() {
    return WAYS.get(0);
  }
}
