package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.io.SerializedString;
import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Someone, or some program, who visits the shop with one device. */
final class Shopper {

  /** Who it is. */
  enum Nature {
    PERSON,
    /** A program whose agent text says so. */
    PROGRAM,
    /** A program that looks like a browser and comes around the clock. */
    SLEEPLESS,
    /** A program that looks like a browser and takes a new id for every hit. */
    ONE_HIT
  }

  /** A session as attribution sees it. */
  record Touch(long startedAt, String channel) {}

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
   * @param userAgent encoded once, as many have the same; null where the client does not say it
   * @param housemateId another customer who uses the same device now and then, null for nobody
   * @param device what the platform and the agent mean: desktop, mobile, tablet or unknown
   * @param countsEvents whether its event ids are a plain count, as some apps send
   */
  record Profile(
      String anonymousId,
      String customerId,
      String housemateId,
      boolean staysSignedIn,
      String platform,
      SerializedString userAgent,
      String device,
      Nature nature,
      String currency,
      String language,
      String ip,
      Clock clock,
      boolean countsEvents) {

    /** Whether it is a program, whatever it says of itself. */
    boolean isBot() {
      return nature != Nature.PERSON;
    }

    /** Whether it is an app, which has no pages with addresses. */
    boolean isApp() {
      return "ios".equals(platform) || "android".equals(platform);
    }
  }

  private final Profile profile;
  private final Dice dice;
  private final TreeSet<LocalDate> activeDays = new TreeSet<>();
  private String customerId;
  private long lastEventAt = Long.MIN_VALUE;
  private long eventCount;
  private int visits;
  private List<Item> savedCart = List.of();
  private String savedCartId;
  private final List<Touch> touches = new ArrayList<>(2);
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

  /** Comes once more; on a shared device it may be the other one. */
  int nextVisit() {
    if (profile.housemateId() != null) {
      customerId = dice.chance(0.4) ? profile.housemateId() : profile.customerId();
    }
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

  /** The id under which the saved cart was filled, null where the client sends none. */
  String savedCartId() {
    return savedCartId;
  }

  void saveCart(List<Item> cart, String cartId) {
    savedCart = List.copyOf(cart);
    savedCartId = cartId;
  }

  void remember(Touch touch) {
    touches.add(touch);
  }

  /** The sessions so far, in time order. */
  List<Touch> touches() {
    return touches;
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
