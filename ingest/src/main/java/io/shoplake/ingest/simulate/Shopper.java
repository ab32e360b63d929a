package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;

/** Someone, or some program, who visits the shop with one device. */
final class Shopper {

  /** How the device writes down the moment of an event. */
  enum Clock {
    UTC_TEXT,
    LOCAL_TEXT,
    EPOCH_MILLIS
  }

  /**
   * What does not change from visit to visit.
   *
   * @param anonymousId null where only signed-in people are known
   * @param customerId null for someone without an account
   * @param platform null where the client does not say it
   * @param userAgent null where the client does not say it
   * @param device what the platform and the agent mean: desktop, mobile, tablet or unknown
   * @param countsEvents whether its event ids are a plain count, as some apps send
   */
  record Profile(
      String anonymousId,
      String customerId,
      boolean staysSignedIn,
      String platform,
      String userAgent,
      String device,
      boolean isBot,
      String currency,
      String language,
      String ip,
      Clock clock,
      boolean countsEvents) {}

  private final Profile profile;
  private final Dice dice;
  private final TreeSet<LocalDate> activeDays = new TreeSet<>();
  private String customerId;
  private long lastEventAt = Long.MIN_VALUE;
  private long eventCount;
  private int visits;
  private List<Item> savedCart = List.of();
  private TrackedOrder receipt;
  private boolean hasBought;

  Shopper(Profile profile, Dice dice) {
    this.profile = profile;
    this.dice = dice;
    this.customerId = profile.customerId();
  }

  Profile profile() {
    return profile;
  }

  Dice dice() {
    return dice;
  }

  /** The key of this visitor's messages. */
  String key() {
    return profile.anonymousId() != null ? profile.anonymousId() : profile.customerId();
  }

  /** The customer account; null for a guest. */
  String customerId() {
    return customerId;
  }

  void signUp(String newCustomerId) {
    customerId = newCustomerId;
  }

  /** An event id that is new for this visitor. */
  String nextEventId() {
    eventCount++;
    return profile.countsEvents() ? "e" + eventCount : dice.uuid();
  }

  int nextVisit() {
    return ++visits;
  }

  /** The moment of the last event so far, or {@link Long#MIN_VALUE}. */
  long lastEventAt() {
    return lastEventAt;
  }

  void acted(long at, LocalDate day) {
    lastEventAt = at;
    activeDays.add(day);
  }

  /** The shop-local days with an event. */
  TreeSet<LocalDate> activeDays() {
    return activeDays;
  }

  void buys() {
    hasBought = true;
  }

  boolean hasBought() {
    return hasBought;
  }

  List<Item> savedCart() {
    return savedCart;
  }

  void saveCart(List<Item> cart) {
    savedCart = List.copyOf(cart);
  }

  /** The thank-you page stays open in the browser. */
  void keepReceipt(TrackedOrder order) {
    receipt = order;
  }

  /** The order whose thank-you page was left open, null for none; only once. */
  TrackedOrder forgetReceipt() {
    TrackedOrder kept = receipt;
    receipt = null;
    return kept;
  }
}
