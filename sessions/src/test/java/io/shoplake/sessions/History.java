package io.shoplake.sessions;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A made-up stretch of traffic with everything that makes sessions hard: ties, pauses of exactly
 * the gap, long chains, bridges, repeated and conflicting copies.
 *
 * @param arriving events in order of arrival; copies of an event are equal to it or differ in their
 *     content
 */
record History(Map<String, Rules> rules, Duration lateness, List<Event> arriving) {

  private static final List<String> TYPES =
      List.of(
          "page_view", "page_view", "view_item", "add_to_cart", "begin_checkout", "purchase", "x");
  private static final List<Rules> RULES =
      List.of(
          Rules.DEFAULT,
          Rules.DEFAULT.withMaxDuration(Duration.ofHours(2)),
          Rules.DEFAULT.withMaxDuration(Duration.ofMinutes(45)).cuttingOnCampaign(),
          Rules.DEFAULT.cuttingOnCampaign().cuttingOnLogin(),
          Rules.DEFAULT.cuttingAtMidnight(ZoneId.of("Europe/Berlin")).cuttingOnLogin(),
          Rules.DEFAULT
              .withGap(Duration.ofMinutes(7))
              .cuttingAtMidnight(ZoneId.of("Asia/Kathmandu")),
          Rules.DEFAULT.withFunnel(List.of("page_view", "add_to_cart", "purchase")));

  /** Traffic of which every event arrives in time; only copies may be late. */
  static History inTime(long seed) {
    return new Maker(seed).history(false);
  }

  /** Traffic in an order of which many events are late. */
  static History withLate(long seed) {
    return new Maker(seed).history(true);
  }

  private static final class Maker {

    private final Random random;
    private final Map<String, Rules> rules;

    Maker(long seed) {
      random = new Random(seed);
      rules = Map.of("main", any(RULES), "other", any(RULES));
    }

    History history(boolean isLate) {
      long lateness = any(List.of(0L, 1L, 600_000_000L, 600_000_000L, 7_200_000_000L));
      long spread = isLate ? lateness * 3 + 100_000_000_000L * random.nextInt(2) : lateness;
      List<Arrival> arrivals = new ArrayList<>();
      int visitors = 1 + random.nextInt(4);
      for (int i = 0; i < visitors; i++) {
        // The same visitor id in two shops is two visitors.
        String visitorId = "a:" + i / 2;
        for (Event event : events(i % 2 == 0 ? "main" : "other", visitorId)) {
          long arrival = event.time() + (long) (random.nextDouble() * spread);
          arrivals.add(new Arrival(event, arrival));
          while (random.nextInt(6) == 0) {
            long hours = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
            long later = arrival + hours * 3_600_000_000L + random.nextInt(900_000_000);
            arrivals.add(new Arrival(random.nextInt(4) == 0 ? conflicting(event) : event, later));
          }
        }
      }
      Collections.shuffle(arrivals, random);
      arrivals.sort((a, b) -> Long.compare(a.at, b.at));
      List<Event> arriving = arrivals.stream().map(Arrival::event).toList();
      return new History(rules, Duration.ofNanos(lateness * 1000), arriving);
    }

    private record Arrival(Event event, long at) {}

    private List<Event> events(String shop, String visitor) {
      long gap = Times.micros(rules.get(shop).gap());
      long max = Times.micros(rules.get(shop).maxDuration());
      long time = Events.micros("2026-03-28T20:00:00Z") + random.nextInt(3) * 5_000_000_000L;
      int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 150 : 25);
      List<Integer> names = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(names, random);
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        events.add(event(shop, visitor, "e" + names.get(i), time));
        time += pause(gap, max);
      }
      return events;
    }

    private long pause(long gap, long max) {
      return switch (random.nextInt(16)) {
        case 0, 1, 2 -> 0;
        case 3 -> 1;
        case 4 -> gap;
        case 5 -> gap + 1;
        case 6 -> gap * 2;
        case 7 -> max / 2;
        case 8 -> random.nextInt(4) == 0 ? max * 3 : gap - 1;
        case 9 -> random.nextInt(8) == 0 ? Times.micros(Duration.ofDays(30)) : gap;
        case 10 -> random.nextInt(8) == 0 ? Times.micros(Duration.ofDays(30)) + 1 : gap;
        default -> (long) (random.nextDouble() * gap);
      };
    }

    private Event event(String shop, String visitor, String id, long time) {
      Events event =
          Events.event(id, time)
              .of(shop, visitor)
              .content(random.nextLong())
              .type(any(TYPES), any(List.of("p1", "p2", "p3")), "p1")
              .device(any(List.of("mobile", "desktop")), maybe("web", "ios"))
              .user(random.nextInt(3) == 0 ? any(List.of("u1", "u2")) : null)
              .client(maybe("c1", "c2"))
              .page(maybe("https://shop/é", "https://shop/a", "https://shop/b"));
      if (random.nextInt(3) == 0) {
        event.order(maybe("o1", "o2", "\ud83d\ude00"));
      }
      if (random.nextInt(4) == 0) {
        event.from("https://search/", any(List.of("Organic Search", "Direct", "Referral")));
      }
      if (random.nextInt(6) == 0) {
        event.campaign(maybe("google", "mail"), maybe("cpc", "email"), maybe("n"), "Paid Search");
      }
      return random.nextInt(50) == 0 ? event.bot().build() : event.build();
    }

    private Event conflicting(Event event) {
      return Events.event(event.eventId(), event.time())
          .of(event.shopId(), event.visitorId())
          .content(event.contentHash() + 1)
          .type("purchase")
          .build();
    }

    private String maybe(String... values) {
      return random.nextInt(3) == 0 ? null : any(List.of(values));
    }

    private <T> T any(List<T> values) {
      return values.get(random.nextInt(values.size()));
    }
  }
}
