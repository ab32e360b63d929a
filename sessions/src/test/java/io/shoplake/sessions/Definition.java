package io.shoplake.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sessions straight from their definition: each fact by its own look at all events of the session,
 * nothing carried from event to event. Slow, and shares no code with the engine but the ids.
 */
final class Definition {

  private final Rules rules;
  private final List<Event> events;

  private Definition(Rules rules, List<Event> distinct) {
    this.rules = rules;
    events = new ArrayList<>(distinct);
    events.sort(
        Comparator.comparing(Definition::instant)
            .thenComparing(e -> e.eventId().getBytes(UTF_8), Arrays::compareUnsigned));
  }

  /** The sessions of one visitor's events, of which no two have the same id. */
  static List<Session> sessions(Rules rules, List<Event> distinct) {
    return new Definition(rules, distinct).sessions();
  }

  private List<Session> sessions() {
    List<Session> sessions = new ArrayList<>();
    List<Event> current = new ArrayList<>();
    StartedBy startedBy = null;
    for (Event event : events) {
      StartedBy rule = rule(current, event);
      if (rule != null) {
        if (!current.isEmpty()) {
          sessions.add(session(current, startedBy));
        }
        current = new ArrayList<>();
        startedBy = rule;
      }
      current.add(event);
    }
    sessions.add(session(current, startedBy));
    return sessions;
  }

  private StartedBy rule(List<Event> current, Event next) {
    if (current.isEmpty()) {
      return StartedBy.FIRST;
    }
    Event first = current.get(0);
    Event last = current.get(current.size() - 1);
    if (last.time() == next.time()) {
      return null;
    }
    Duration pause = Duration.between(instant(last), instant(next));
    if (pause.compareTo(Duration.ofDays(30)) > 0) {
      return StartedBy.FIRST;
    }
    if (pause.compareTo(rules.gap()) > 0) {
      return StartedBy.GAP;
    }
    if (Duration.between(instant(first), instant(next)).compareTo(rules.maxDuration()) > 0) {
      return StartedBy.MAX_DURATION;
    }
    List<Event> instant = events.stream().filter(e -> e.time() == next.time()).toList();
    List<String> own =
        current.stream().filter(Definition::isCampaign).limit(1).map(Definition::campaign).toList();
    if (rules.cutOnCampaign()
        && instant.stream()
            .filter(Definition::isCampaign)
            .anyMatch(e -> !own.isEmpty() && !own.contains(campaign(e)))) {
      return StartedBy.CAMPAIGN;
    }
    if (rules.cutAtMidnight() && !day(first, rules.zone()).equals(day(next, rules.zone()))) {
      return StartedBy.MIDNIGHT;
    }
    String person = last(current, Event::userId);
    if (rules.cutOnLogin()
        && person != null
        && instant.stream().anyMatch(e -> e.userId() != null && !e.userId().equals(person))) {
      return StartedBy.LOGIN;
    }
    return null;
  }

  private Session session(List<Event> of, StartedBy startedBy) {
    Event first = of.get(0);
    Event last = of.get(of.size() - 1);
    Event campaign = of.stream().filter(Definition::isCampaign).findFirst().orElse(null);
    List<Event> purchases = ofType(of, "purchase");
    return new Session(
        first.shopId(),
        SessionIds.of(first.shopId(), first.visitorId(), first.eventId()),
        first.visitorId(),
        first.time(),
        last.time(),
        Duration.between(instant(first), instant(last)).toSeconds(),
        startedBy,
        first.eventId(),
        last.eventId(),
        of.size(),
        ofType(of, "page_view").size(),
        ofType(of, "view_item").size(),
        of.stream()
            .collect(Collectors.groupingBy(Event::type, TreeMap::new, Collectors.counting())),
        ofType(of, "view_item").stream().flatMap(e -> e.productIds().stream()).distinct().toList(),
        funnel(of),
        purchases.stream().map(Event::eventId).toList(),
        purchases.stream().map(Event::orderId).filter(Objects::nonNull).distinct().toList(),
        first(of, Event::pageUrl),
        last(of, Event::pageUrl),
        first(of, Event::referrer),
        campaign == null ? null : campaign.campaignSource(),
        campaign == null ? null : campaign.campaignMedium(),
        campaign == null ? null : campaign.campaignName(),
        campaign == null ? channelWithoutCampaign(of) : channel(campaign),
        first.device() == null ? "unknown" : first.device(),
        first(of, Event::platform),
        last(of, Event::userId),
        first.clientSessionId(),
        of.stream().anyMatch(Event::isBot),
        of.size() == 1);
  }

  private List<Session.Step> funnel(List<Event> of) {
    List<Session.Step> steps = new ArrayList<>();
    long reached = of.get(0).time();
    boolean isReached = true;
    for (String step : rules.funnel()) {
      List<Long> times =
          step.equals("visit")
              ? List.of(of.get(0).time())
              : ofType(of, step).stream().map(Event::time).toList();
      long since = reached;
      List<Long> inOrder = times.stream().filter(time -> time >= since).toList();
      isReached = isReached && !inOrder.isEmpty();
      reached = isReached ? inOrder.get(0) : reached;
      if (!times.isEmpty()) {
        steps.add(new Session.Step(step, times.get(0), isReached ? reached : null));
      }
    }
    return steps;
  }

  private static List<Event> ofType(List<Event> of, String type) {
    return of.stream().filter(e -> e.type().equals(type)).toList();
  }

  private static String first(List<Event> of, Function<Event, String> field) {
    return of.stream().map(field).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static String last(List<Event> of, Function<Event, String> field) {
    return of.stream().map(field).filter(Objects::nonNull).reduce((a, b) -> b).orElse(null);
  }

  private static boolean isCampaign(Event e) {
    return e.campaignSource() != null || e.campaignMedium() != null || e.campaignName() != null;
  }

  private static String campaign(Event e) {
    return e.campaignSource() + "\n" + e.campaignMedium();
  }

  private static String channel(Event e) {
    return e.channel() == null ? "Direct" : e.channel();
  }

  private static String channelWithoutCampaign(List<Event> of) {
    return of.stream()
        .map(Definition::channel)
        .filter(channel -> !channel.equals("Direct"))
        .findFirst()
        .orElse("Direct");
  }

  private static Instant instant(Event e) {
    return Instant.EPOCH.plus(e.time(), ChronoUnit.MICROS);
  }

  private static LocalDate day(Event e, ZoneId zone) {
    return instant(e).atZone(zone).toLocalDate();
  }
}
