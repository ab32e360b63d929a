package io.shoplake.sessions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The facts of one session, taken up event by event in order. */
final class Fold {

  final StartedBy startedBy;
  final String shopId;
  final String visitorId;
  final String firstEventId;
  final long startedAt;
  String device;
  String clientSessionId;
  String lastEventId;
  long endedAt;
  long events;
  final TreeMap<String, Long> eventsByType;
  final Set<String> productsViewed;
  final List<String> purchaseEventIds;
  final Set<String> orderIds;
  String entryPage;
  String exitPage;
  String referrer;
  boolean hasCampaign;
  String campaignSource;
  String campaignMedium;
  String campaignName;
  String channel;
  String platform;
  String userId;
  boolean isBot;

  final long[] stepFirstAt;
  final long[] stepReachedAt;
  int stepsReached;

  /** Which steps occur at {@code endedAt}: events of one instant have no order in the funnel. */
  private long stepsAtEnd;

  /** A session that this event begins; the event itself is still to be added. */
  Fold(Rules rules, Event first, StartedBy startedBy) {
    this(rules, first.shopId(), first.visitorId(), startedBy, first.eventId(), first.time());
    device = first.device();
    clientSessionId = first.clientSessionId();
  }

  /** A session without facts, for the reader of stored state to fill in. */
  Fold(
      Rules rules,
      String shopId,
      String visitorId,
      StartedBy startedBy,
      String firstEventId,
      long startedAt) {
    this.startedBy = startedBy;
    this.shopId = shopId;
    this.visitorId = visitorId;
    this.firstEventId = firstEventId;
    this.startedAt = startedAt;
    endedAt = startedAt;
    eventsByType = new TreeMap<>();
    productsViewed = new LinkedHashSet<>();
    purchaseEventIds = new ArrayList<>();
    orderIds = new LinkedHashSet<>();
    stepFirstAt = new long[rules.funnel().size()];
    stepReachedAt = new long[rules.funnel().size()];
    Arrays.fill(stepFirstAt, Times.NEVER);
    Arrays.fill(stepReachedAt, Times.NEVER);
  }

  private Fold(Fold other) {
    startedBy = other.startedBy;
    shopId = other.shopId;
    visitorId = other.visitorId;
    firstEventId = other.firstEventId;
    startedAt = other.startedAt;
    device = other.device;
    clientSessionId = other.clientSessionId;
    lastEventId = other.lastEventId;
    endedAt = other.endedAt;
    events = other.events;
    eventsByType = new TreeMap<>(other.eventsByType);
    productsViewed = new LinkedHashSet<>(other.productsViewed);
    purchaseEventIds = new ArrayList<>(other.purchaseEventIds);
    orderIds = new LinkedHashSet<>(other.orderIds);
    entryPage = other.entryPage;
    exitPage = other.exitPage;
    referrer = other.referrer;
    hasCampaign = other.hasCampaign;
    campaignSource = other.campaignSource;
    campaignMedium = other.campaignMedium;
    campaignName = other.campaignName;
    channel = other.channel;
    platform = other.platform;
    userId = other.userId;
    isBot = other.isBot;
    stepFirstAt = other.stepFirstAt.clone();
    stepReachedAt = other.stepReachedAt.clone();
    stepsReached = other.stepsReached;
    stepsAtEnd = other.stepsAtEnd;
  }

  Fold copy() {
    return new Fold(this);
  }

  /** Takes up the next event; never one before an event that was added earlier. */
  void add(Rules rules, Event event) {
    if (event.time() != endedAt) {
      stepsAtEnd = 0;
    }
    endedAt = event.time();
    lastEventId = event.eventId();
    events++;
    eventsByType.merge(event.type(), 1L, Long::sum);
    if (event.type().equals(Event.VIEW_ITEM)) {
      productsViewed.addAll(event.productIds());
    }
    if (event.type().equals(Event.PURCHASE)) {
      purchaseEventIds.add(event.eventId());
      if (event.orderId() != null) {
        orderIds.add(event.orderId());
      }
    }
    if (event.pageUrl() != null) {
      entryPage = entryPage == null ? event.pageUrl() : entryPage;
      exitPage = event.pageUrl();
    }
    addOrigin(event);
    platform = platform == null ? event.platform() : platform;
    userId = event.userId() == null ? userId : event.userId();
    isBot |= event.isBot();
    advanceFunnel(rules.funnel(), event.type());
  }

  private void addOrigin(Event event) {
    referrer = referrer == null ? event.referrer() : referrer;
    String ofEvent = event.channel() == null ? Session.DIRECT : event.channel();
    if (!hasCampaign && event.hasCampaign()) {
      hasCampaign = true;
      campaignSource = event.campaignSource();
      campaignMedium = event.campaignMedium();
      campaignName = event.campaignName();
      channel = ofEvent;
    } else if (channel == null && !ofEvent.equals(Session.DIRECT)) {
      channel = ofEvent;
    }
  }

  private void advanceFunnel(List<String> funnel, String type) {
    if (events == 1 && !funnel.isEmpty() && funnel.get(0).equals(Rules.VISIT)) {
      occurs(0);
    }
    int step = funnel.indexOf(type);
    if (step >= 0) {
      occurs(step);
    }
    while (stepsReached < funnel.size() && (stepsAtEnd & (1L << stepsReached)) != 0) {
      stepReachedAt[stepsReached] = endedAt;
      stepsReached++;
    }
  }

  private void occurs(int step) {
    stepsAtEnd |= 1L << step;
    if (stepFirstAt[step] == Times.NEVER) {
      stepFirstAt[step] = endedAt;
    }
  }

  /** The session as it stands. */
  Session session(Rules rules) {
    List<Session.Step> funnel = new ArrayList<>();
    for (int i = 0; i < stepFirstAt.length; i++) {
      if (stepFirstAt[i] != Times.NEVER) {
        Long reachedAt = i < stepsReached ? stepReachedAt[i] : null;
        funnel.add(new Session.Step(rules.funnel().get(i), stepFirstAt[i], reachedAt));
      }
    }
    return new Session(
        shopId,
        SessionIds.of(shopId, visitorId, firstEventId),
        visitorId,
        startedAt,
        endedAt,
        (endedAt - startedAt) / 1_000_000,
        startedBy,
        firstEventId,
        lastEventId,
        events,
        eventsByType.getOrDefault(Event.PAGE_VIEW, 0L),
        eventsByType.getOrDefault(Event.VIEW_ITEM, 0L),
        eventsByType,
        List.copyOf(productsViewed),
        funnel,
        purchaseEventIds,
        List.copyOf(orderIds),
        entryPage,
        exitPage,
        referrer,
        campaignSource,
        campaignMedium,
        campaignName,
        channel == null ? Session.DIRECT : channel,
        device == null ? Session.UNKNOWN_DEVICE : device,
        platform,
        userId,
        clientSessionId,
        isBot,
        events == 1);
  }
}
