package io.shoplake.sessions;

import static io.shoplake.sessions.Events.event;
import static io.shoplake.sessions.Events.micros;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;

/**
 * The bucket that is stored under {@code src/test/resources}, once per version of the format.
 *
 * <p>For a new version, run {@code java -cp target/classes:target/test-classes
 * io.shoplake.sessions.GoldenBucket > src/test/resources/bucket-vN.hex}; files of older versions
 * are never made again, since what matters is that old bytes can still be read.
 */
final class GoldenBucket {

  static final long NOON = micros("2026-03-10T12:00:00Z");
  static final Duration LATENESS = Duration.ofMinutes(10);
  static final Map<String, Rules> RULES =
      Map.of(
          "main",
          Rules.DEFAULT,
          "other",
          Rules.DEFAULT
              .withMaxDuration(Duration.ofMinutes(5))
              .cuttingAtMidnight(ZoneId.of("Europe/Berlin")));

  private static final long MINUTE = 60_000_000L;

  public static void main(String[] args) {
    String hex = HexFormat.of().formatHex(bucket().encode());
    System.out.println(hex.replaceAll(".{100}", "$0\n"));
  }

  static byte[] stored(int version) throws IOException {
    try (InputStream file =
        GoldenBucket.class.getResourceAsStream("/bucket-v%d.hex".formatted(version))) {
      String hex = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }

  /** A bucket with everything that a bucket can hold. */
  static Bucket bucket() {
    Bucket bucket = new Bucket(LATENESS, RULES::get);
    // Away by the end.
    add(bucket, event("1", NOON - 300 * MINUTE).of("main", "a:away"));
    bucket.endBatch(revision -> {});
    // A fold with every fact, and an event since.
    add(
        bucket,
        event("f1", NOON)
            .page("/in")
            .from("https://search/", "Organic Search")
            .device("mobile", "ios")
            .client("c1"));
    add(bucket, event("f1", NOON));
    add(bucket, event("f1", NOON).content(1));
    add(bucket, event("f2", NOON + 1).type("view_item", "p2", "p1").user("ann"));
    add(bucket, event("f3", NOON + 2).campaign("mail", "email", "may", "Email"));
    add(bucket, event("f4", NOON + 3).type("add_to_cart", "p1").bot());
    add(bucket, event("f5", NOON + 4).order("o1").page("/thanks/\u00fc\ud83d\ude00"));
    add(bucket, event("f6", NOON + 15 * MINUTE).type("view_item", "p3").user("ann"));
    // A removed session that may come back: o1 takes in o2.
    add(bucket, event("o2", NOON + 12 * MINUTE).of("other", Events.VISITOR));
    bucket.endBatch(revision -> {});
    add(bucket, event("o1", NOON + 8 * MINUTE).of("other", Events.VISITOR));
    add(bucket, event("late", NOON - MINUTE * 60));
    bucket.endBatch(revision -> {});
    return bucket;
  }

  private static void add(Bucket bucket, Events event) {
    Event built = event.build();
    bucket.add(built, built.time());
  }
}
