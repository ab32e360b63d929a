package io.shoplake.sessions;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The stored form of a bucket, version 1.
 *
 * <p>Magic, version, lateness, watermark, counters; per shop its rules, the visitors who are away
 * and those with live sessions; a checksum. Times are stored as their distance from the watermark.
 */
final class BucketFormat {

  private static final int MAGIC = 0x53_4c_53_42;
  private static final int VERSION = 1;

  /** The least that a visitor or an event can take; guards against absurd counts. */
  private static final int LEAST_BYTES = 4;

  private final long base;

  private BucketFormat(long base) {
    this.base = base;
  }

  static byte[] encode(Bucket bucket) {
    StateWriter out = new StateWriter();
    out.fixed32(MAGIC);
    out.count(VERSION);
    out.count(bucket.lateness);
    for (long time : List.of(bucket.watermark, bucket.greatest, bucket.lastSweep)) {
      out.fixed64(time);
    }
    for (long count :
        List.of(bucket.accepted, bucket.duplicates, bucket.conflicting, bucket.late)) {
      out.count(count);
    }
    BucketFormat format = new BucketFormat(base(bucket.watermark));
    out.count(bucket.shops.size());
    bucket.shops.forEach(
        (shopId, shop) -> {
          out.text(shopId);
          out.text(shop.rules.fingerprint());
          format.writeShop(out, shop);
        });
    return out.closed();
  }

  static Bucket decode(byte[] state, Duration lateness, Function<String, Rules> rules) {
    StateReader in = new StateReader(state);
    if (in.fixed32() != MAGIC) {
      throw in.corrupt("these bytes are something else");
    }
    long version = in.count();
    if (version != VERSION) {
      throw in.corrupt("its version is %d, known here is %d".formatted(version, VERSION));
    }
    Bucket bucket = new Bucket(lateness, rules);
    requireSame("lateness", duration(in.count()), duration(bucket.lateness));
    bucket.watermark = timeOrNever(in, in.fixed64());
    bucket.greatest = timeOrNever(in, in.fixed64());
    bucket.lastSweep = timeOrNever(in, in.fixed64());
    bucket.accepted = in.count();
    bucket.duplicates = in.count();
    bucket.conflicting = in.count();
    bucket.late = in.count();
    BucketFormat format = new BucketFormat(base(bucket.watermark));
    int shops = in.size(LEAST_BYTES);
    for (int i = 0; i < shops; i++) {
      String shopId = in.text();
      String fingerprint = in.text();
      Shop shop = bucket.shop(shopId);
      requireSame(
          "session rules of shop '%s'".formatted(shopId), fingerprint, shop.rules.fingerprint());
      format.readShop(in, shopId, shop);
    }
    in.requireEnd();
    return bucket;
  }

  private static String duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS).toString();
  }

  private static long base(long watermark) {
    return watermark == Times.NEVER ? 0 : watermark;
  }

  private static void requireSame(String what, String stored, String wanted) {
    if (!stored.equals(wanted)) {
      throw new IllegalStateException(
          "The %s has changed since its state was stored: it was '%s', now it is '%s'. Put it back, or start with a new state."
              .formatted(what, stored, wanted));
    }
  }

  private void writeShop(StateWriter out, Shop shop) {
    out.count(shop.away.size());
    shop.away.forEach(
        (hash, time) -> {
          out.fixed64(hash);
          writeTime(out, time);
        });
    out.count(shop.visitors.size());
    shop.visitors.forEach(
        (visitorId, visitor) -> {
          out.text(visitorId);
          writeVisitor(out, visitor);
        });
  }

  private void readShop(StateReader in, String shopId, Shop shop) {
    int away = in.size(Long.BYTES + 1);
    for (int i = 0; i < away; i++) {
      shop.away.put(in.fixed64(), readTime(in));
    }
    int visitors = in.size(LEAST_BYTES);
    for (int i = 0; i < visitors; i++) {
      String visitorId = in.text();
      shop.visitors.put(visitorId, readVisitor(in, shop.rules, shopId, visitorId));
    }
  }

  private void writeVisitor(StateWriter out, Visitor visitor) {
    out.flag(visitor.frozen != null);
    if (visitor.frozen != null) {
      writeFold(out, visitor.frozen);
      out.count(visitor.frozenRevision);
    } else {
      writeTimeOrNever(out, visitor.lastSeen);
    }
    out.count(visitor.open.size());
    for (Event event : visitor.open) {
      writeEvent(out, event);
      out.count(visitor.revisions.getOrDefault(event.eventId(), 0L));
    }
  }

  private Visitor readVisitor(StateReader in, Rules rules, String shopId, String visitorId) {
    boolean isFrozen = in.flag();
    Fold frozen = isFrozen ? readFold(in, rules, shopId, visitorId) : null;
    long frozenRevision = isFrozen ? in.count() : 0;
    long lastSeen = isFrozen ? Times.NEVER : readTimeOrNever(in);
    Visitor visitor = new Visitor(frozen, lastSeen, new ArrayList<>(4));
    visitor.frozenRevision = frozenRevision;
    int open = in.size(LEAST_BYTES);
    for (int i = 0; i < open; i++) {
      Event event = readEvent(in, shopId, visitorId);
      visitor.open.add(event);
      long revision = in.count();
      if (revision > 0) {
        visitor.revisions.put(event.eventId(), revision);
      }
    }
    return visitor;
  }

  private void writeEvent(StateWriter out, Event event) {
    out.text(event.eventId());
    out.fixed64(event.contentHash());
    writeTime(out, event.time());
    out.word(event.type());
    out.count(event.productIds().size());
    event.productIds().forEach(out::word);
    out.word(event.orderId());
    out.word(event.pageUrl());
    out.word(event.referrer());
    out.word(event.campaignSource());
    out.word(event.campaignMedium());
    out.word(event.campaignName());
    out.word(event.channel());
    out.word(event.device());
    out.word(event.platform());
    out.word(event.userId());
    out.word(event.clientSessionId());
    out.flag(event.isBot());
  }

  private Event readEvent(StateReader in, String shopId, String visitorId) {
    return new Event(
        shopId,
        visitorId,
        in.text(),
        in.fixed64(),
        readTime(in),
        requireWord(in),
        readWords(in),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.word(),
        in.flag());
  }

  private void writeFold(StateWriter out, Fold fold) {
    out.count(fold.startedBy.ordinal());
    out.text(fold.firstEventId);
    writeTime(out, fold.startedAt);
    out.text(fold.lastEventId);
    writeTime(out, fold.endedAt);
    out.count(fold.events);
    out.count(fold.eventsByType.size());
    fold.eventsByType.forEach(
        (type, count) -> {
          out.word(type);
          out.count(count);
        });
    for (var words : List.of(fold.productsViewed, fold.purchaseEventIds, fold.orderIds)) {
      out.count(words.size());
      words.forEach(out::word);
    }
    out.word(fold.entryPage);
    out.word(fold.exitPage);
    out.word(fold.referrer);
    out.flag(fold.hasCampaign);
    out.word(fold.campaignSource);
    out.word(fold.campaignMedium);
    out.word(fold.campaignName);
    out.word(fold.channel);
    out.word(fold.device);
    out.word(fold.platform);
    out.word(fold.userId);
    out.word(fold.clientSessionId);
    out.flag(fold.isBot);
    out.count(fold.stepsReached);
    for (int i = 0; i < fold.stepFirstAt.length; i++) {
      writeTimeOrNever(out, fold.stepFirstAt[i]);
      writeTimeOrNever(out, fold.stepReachedAt[i]);
    }
  }

  private Fold readFold(StateReader in, Rules rules, String shopId, String visitorId) {
    StartedBy[] reasons = StartedBy.values();
    Fold fold =
        new Fold(
            rules, shopId, visitorId, reasons[in.index(reasons.length)], in.text(), readTime(in));
    fold.lastEventId = in.text();
    fold.endedAt = readTime(in);
    fold.events = in.count();
    int types = in.size(2);
    for (int i = 0; i < types; i++) {
      fold.eventsByType.put(requireWord(in), in.count());
    }
    fold.productsViewed.addAll(readWords(in));
    fold.purchaseEventIds.addAll(readWords(in));
    fold.orderIds.addAll(readWords(in));
    fold.entryPage = in.word();
    fold.exitPage = in.word();
    fold.referrer = in.word();
    fold.hasCampaign = in.flag();
    fold.campaignSource = in.word();
    fold.campaignMedium = in.word();
    fold.campaignName = in.word();
    fold.channel = in.word();
    fold.device = in.word();
    fold.platform = in.word();
    fold.userId = in.word();
    fold.clientSessionId = in.word();
    fold.isBot = in.flag();
    fold.stepsReached = in.index(rules.funnel().size() + 1);
    for (int i = 0; i < fold.stepFirstAt.length; i++) {
      fold.stepFirstAt[i] = readTimeOrNever(in);
      fold.stepReachedAt[i] = readTimeOrNever(in);
    }
    return fold;
  }

  private static List<String> readWords(StateReader in) {
    String[] words = new String[in.size(1)];
    for (int i = 0; i < words.length; i++) {
      words[i] = requireWord(in);
    }
    return Arrays.asList(words);
  }

  private static String requireWord(StateReader in) {
    String word = in.word();
    if (word == null) {
      throw in.corrupt("a text is missing");
    }
    return word;
  }

  private void writeTime(StateWriter out, long time) {
    out.signed(time - base);
  }

  private long readTime(StateReader in) {
    return requireTime(in, base + in.signed());
  }

  private void writeTimeOrNever(StateWriter out, long time) {
    out.flag(time != Times.NEVER);
    if (time != Times.NEVER) {
      writeTime(out, time);
    }
  }

  private long readTimeOrNever(StateReader in) {
    return in.flag() ? readTime(in) : Times.NEVER;
  }

  private static long timeOrNever(StateReader in, long time) {
    if (time == Times.NEVER) {
      return time;
    }
    // The watermark may lie before the first possible event by the lateness.
    return requireTime(in, time / 2) * 2 + time % 2;
  }

  private static long requireTime(StateReader in, long time) {
    if (Math.abs(time) > Event.FURTHEST_TIME || time == Times.NEVER) {
      throw in.corrupt("%d is no time".formatted(time));
    }
    return time;
  }
}
