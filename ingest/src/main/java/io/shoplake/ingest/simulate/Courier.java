package io.shoplake.ingest.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.ingest.simulate.EventJson.Copy;
import io.shoplake.ingest.simulate.EventJson.Stamp;
import io.shoplake.ingest.simulate.Malformed.Kind;
import io.shoplake.layout.Topics;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Takes messages to the outbox, and loses time, sends twice and spoils some on the way. */
final class Courier {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private record Sent(String topic, long sendAt, byte[] key, byte[] value) {}

  private final SimulatedShop shop;
  private final Faults faults;
  private final Dice dice;
  private final Outbox outbox;
  private final LedgerTruth ledger;
  private final EventJson eventJson;
  private final Map<Kind, Malformer> malformers = new EnumMap<>(Kind.class);
  private final Map<Kind, Sent> last = new EnumMap<>(Kind.class);

  Courier(
      SimulatedShop shop,
      Faults faults,
      Drift drift,
      Dice dice,
      Outbox outbox,
      LedgerTruth ledger) {
    this.shop = shop;
    this.faults = faults;
    this.dice = dice;
    this.outbox = outbox;
    this.ledger = ledger;
    this.eventJson = new EventJson(shop, drift);
    for (Kind kind : Kind.values()) {
      malformers.put(kind, new Malformer(Malformed.of(kind)));
    }
  }

  /** Sends what a visitor did, from a device whose clock is {@code skew} milliseconds ahead. */
  void sendEvent(Action action, long skew) {
    long sendAt = action.at() + delay();
    Stamp stamp = stamp(action.at(), sendAt, skew);
    String topic = Topics.SHOP_EVENTS.name();
    byte[] key = action.shopper().key().getBytes(UTF_8);
    byte[] value = eventJson.write(action, stamp, Copy.SAME);
    outbox.post(sendAt, topic, key, value);
    LocalDate day = action.day();
    boolean isDeclaredBot = action.shopper().profile().nature() == Shopper.Nature.PROGRAM;
    ledger.acceptedEvent(shop.id(), day, isDeclaredBot, skew != 0);
    if (dice.chance(faults.duplicates())) {
      Copy copy = anyCopy();
      long again = sendAt + 1 + (long) dice.around(20_000, 2);
      outbox.post(again, topic, key, eventJson.write(action, stamp, copy));
      ledger.duplicateEvent(shop.id(), day, copy == Copy.CHANGED);
    }
    sometimesSpoiled(Kind.EVENT, new Sent(topic, sendAt, key, value));
  }

  /** Sends a change of an order. */
  void sendOrderChange(String orderId, long at, byte[] value) {
    sendRecord(Kind.ORDER, Topics.SHOP_ORDERS.name(), orderId, at, value);
  }

  /** Sends the record of a product. */
  void sendProduct(String productId, long at, byte[] value) {
    sendRecord(Kind.PRODUCT, Topics.SHOP_PRODUCTS.name(), productId, at, value);
  }

  /** Sends the record of a customer. */
  void sendCustomer(String customerId, long at, byte[] value) {
    sendRecord(Kind.CUSTOMER, Topics.SHOP_CUSTOMERS.name(), customerId, at, value);
  }

  private void sendRecord(Kind kind, String topic, String id, long at, byte[] value) {
    long sendAt = at + delay();
    byte[] key = id.getBytes(UTF_8);
    outbox.post(sendAt, topic, key, value);
    ledger.acceptedRecord(topic);
    if (dice.chance(faults.duplicates())) {
      // Full records have no id, so other content is another record.
      Copy copy = kind == Kind.ORDER ? anyCopy() : equalCopy();
      outbox.post(sendAt + 1 + (long) dice.around(20_000, 2), topic, key, copied(value, copy));
      ledger.duplicateRecord(topic, copy == Copy.CHANGED);
    }
    sometimesSpoiled(kind, new Sent(topic, sendAt, key, value));
  }

  private void sometimesSpoiled(Kind kind, Sent sent) {
    last.put(kind, sent);
    if (dice.chance(faults.malformed())) {
      post(malformers.get(kind).spoil(sent.value()), sent);
    }
  }

  /** Spoils a last message of each kind in every way that did not occur yet. */
  void end() {
    if (faults.malformed() > 0) {
      last.forEach(
          (kind, sent) ->
              malformers.get(kind).complete(sent.value()).forEach(spoiled -> post(spoiled, sent)));
    }
  }

  private void post(Malformer.Rejectable spoiled, Sent after) {
    outbox.post(after.sendAt() + 1, after.topic(), after.key(), spoiled.value());
    ledger.rejected(after.topic(), spoiled.reason());
  }

  private Copy anyCopy() {
    if (dice.chance(faults.conflicting())) {
      return Copy.CHANGED;
    }
    return equalCopy();
  }

  private Copy equalCopy() {
    return dice.chance(0.2) ? Copy.SPACED : Copy.SAME;
  }

  private static byte[] copied(byte[] value, Copy copy) {
    return switch (copy) {
      case SAME -> value;
      case SPACED -> (" " + new String(value, UTF_8) + " ").getBytes(UTF_8);
      case CHANGED -> {
        byte[] open = Arrays.copyOf(value, value.length - 1);
        yield (new String(open, UTF_8) + ",\"note\":\"sent again\"}").getBytes(UTF_8);
      }
    };
  }

  /** Milliseconds until a message is sent: the network, or for some an outage of up to days. */
  private long delay() {
    long network = dice.between(60, 3_000);
    if (!dice.chance(faults.late())) {
      return network;
    }
    List<Long> longest = List.of(30 * MINUTE, 6 * 60 * MINUTE, 3 * DAY);
    return dice.between(2 * MINUTE, dice.pick(longest));
  }

  private Stamp stamp(long at, long sendAt, long skew) {
    if (skew != 0) {
      // Without a moment on the network the correction gives back the true time exactly.
      return new Stamp(at + skew, sendAt + skew, sendAt);
    }
    // A device that kept its events for over a day had stamped them before it lost the network.
    boolean stampedEarly = sendAt - at > 25 * 60 * MINUTE && dice.chance(0.5);
    return new Stamp(at, stampedEarly ? at + 40 : sendAt - dice.between(5, 50), sendAt);
  }
}
