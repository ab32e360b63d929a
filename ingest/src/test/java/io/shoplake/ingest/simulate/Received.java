package io.shoplake.ingest.simulate;

import io.shoplake.parsing.Channels;
import io.shoplake.parsing.CustomerParser;
import io.shoplake.parsing.EventParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.ProductParser;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.ShopEvent;
import io.shoplake.parsing.Shops;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The messages of a simulation, read as the product reads them. */
final class Received {

  private static final Instant ARRIVAL =
      Messages.END.plusDays(5).atStartOfDay(ZoneOffset.UTC).toInstant();

  /** How often each reason occurs, by topic. */
  final Map<String, Map<String, Long>> rejects = new TreeMap<>();

  final Map<List<String>, ShopEvent> events = new LinkedHashMap<>();
  final Map<String, OrderChange> changes = new LinkedHashMap<>();
  final long gapMicros;
  long eventCopies;
  long conflictingEvents;
  long orderCopies;

  Received(Messages messages, Duration gap) {
    this.gapMicros = gap.toMillis() * 1000;
    Pseudonyms pseudonyms = Pseudonyms.forDevelopment();
    EventParser eventParser = new EventParser(Shops.DEFAULT, pseudonyms, Limits.DEFAULT);
    OrderChangeParser orderParser = new OrderChangeParser(pseudonyms, Limits.DEFAULT);
    read(messages, "shop.events", eventParser, this::keep);
    read(messages, "shop.orders", orderParser, this::keepChange);
    read(messages, "shop.products", new ProductParser(pseudonyms, Limits.DEFAULT), product -> {});
    read(
        messages, "shop.customers", new CustomerParser(pseudonyms, Limits.DEFAULT), customer -> {});
  }

  private <T> void read(
      Messages messages, String topic, MessageParser<T> parser, Consumer<T> accepting) {
    Map<String, Long> reasons = rejects.computeIfAbsent(topic, fresh -> new TreeMap<>());
    for (byte[] value : messages.values(topic)) {
      Parsed<T> parsed = parser.parse(value, ARRIVAL);
      if (parsed instanceof Parsed.Rejected<T> rejected) {
        reasons.merge(rejected.reason(), 1L, Long::sum);
      } else if (parsed instanceof Parsed.Accepted<T> accepted) {
        accepting.accept(accepted.record());
      }
    }
  }

  private void keep(ShopEvent event) {
    ShopEvent first = events.putIfAbsent(List.of(event.visitorId(), event.eventId()), event);
    if (first != null) {
      eventCopies++;
      conflictingEvents += first.contentHash() == event.contentHash() ? 0 : 1;
    }
  }

  private void keepChange(OrderChange change) {
    orderCopies += changes.putIfAbsent(change.changeId(), change) == null ? 0 : 1;
  }

  /** The events of people, cut by the pause. */
  List<List<ShopEvent>> sessions() {
    List<List<ShopEvent>> sessions = new ArrayList<>();
    for (List<ShopEvent> visitor : visitors()) {
      List<ShopEvent> session = new ArrayList<>();
      for (ShopEvent event : visitor) {
        if (!session.isEmpty()
            && event.eventTime() - session.get(session.size() - 1).eventTime() > gapMicros) {
          sessions.add(session);
          session = new ArrayList<>();
        }
        session.add(event);
      }
      sessions.add(session);
    }
    return sessions;
  }

  /** The first purchase event of each order. */
  Map<String, ShopEvent> purchases() {
    Map<String, ShopEvent> purchases = new TreeMap<>();
    events.values().stream()
        .filter(event -> event.eventType().equals("purchase") && !event.isBot())
        .sorted(Comparator.comparingLong(ShopEvent::eventTime).thenComparing(ShopEvent::eventId))
        .forEach(event -> purchases.putIfAbsent(event.orderId(), event));
    return purchases;
  }

  /** The events of each person, in time order. */
  Iterable<List<ShopEvent>> visitors() {
    Map<String, List<ShopEvent>> visitors = new TreeMap<>();
    events.values().stream()
        .filter(event -> !event.isBot())
        .sorted(Comparator.comparingLong(ShopEvent::eventTime).thenComparing(ShopEvent::eventId))
        .forEach(
            event ->
                visitors.computeIfAbsent(event.visitorId(), fresh -> new ArrayList<>()).add(event));
    return visitors.values();
  }

  static String channel(List<ShopEvent> session) {
    for (ShopEvent event : session) {
      if (event.campaignSource() != null || event.campaignClickId() != null) {
        return Channels.of(
            event.campaignSource(),
            event.campaignMedium(),
            event.campaignClickId(),
            event.pageReferrer(),
            host(event.pageUrl()));
      }
    }
    for (ShopEvent event : session) {
      String channel = Channels.of(null, null, null, event.pageReferrer(), host(event.pageUrl()));
      if (!channel.equals("Direct")) {
        return channel;
      }
    }
    return "Direct";
  }

  static String host(String url) {
    return url == null ? null : URI.create(url).getHost();
  }
}
