package io.shoplake.ingest.simulate;

import io.shoplake.layout.Topics;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was sent and what must become of it, by topic and by event day. */
final class LedgerTruth {

  private static final class Totals {
    private long accepted;
    private long duplicate;
    private long conflicting;
    private long bot;
    private long clockCorrected;
    private final TreeMap<String, Long> rejected = new TreeMap<>();

    private long refused() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    private long sent() {
      return accepted + duplicate + refused();
    }

    Map<String, Object> row() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("sent", sent());
      row.put("accepted", accepted);
      row.put("duplicate", duplicate);
      row.put("conflicting", conflicting);
      row.put("bot", bot);
      row.put("clock_corrected", clockCorrected);
      row.put("rejected", refused());
      row.put("rejected_by_reason", rejected);
      return row;
    }
  }

  private final Map<String, Totals> byTopic = new LinkedHashMap<>();
  private final Tally daily =
      new Tally(
          List.of("shop_id", "day"),
          List.of("accepted", "bot", "clock_corrected", "duplicate", "conflicting"),
          List.of());

  LedgerTruth() {
    byTopic.put(Topics.SHOP_EVENTS.name(), new Totals());
    byTopic.put(Topics.SHOP_ORDERS.name(), new Totals());
    byTopic.put(Topics.SHOP_PRODUCTS.name(), new Totals());
    byTopic.put(Topics.SHOP_CUSTOMERS.name(), new Totals());
  }

  void acceptedEvent(String shopId, LocalDate day, boolean isBot, boolean isCorrected) {
    Totals totals = byTopic.get(Topics.SHOP_EVENTS.name());
    Tally.Row row = daily.row(List.of(shopId, day));
    totals.accepted++;
    row.count("accepted", 1);
    if (isBot) {
      totals.bot++;
      row.count("bot", 1);
    }
    if (isCorrected) {
      totals.clockCorrected++;
      row.count("clock_corrected", 1);
    }
  }

  void duplicateEvent(String shopId, LocalDate day, boolean isConflicting) {
    duplicateRecord(Topics.SHOP_EVENTS.name(), isConflicting);
    List<Object> key = List.of(shopId, day);
    daily.count(key, "duplicate", 1);
    daily.count(key, "conflicting", isConflicting ? 1 : 0);
  }

  void acceptedRecord(String topic) {
    byTopic.get(topic).accepted++;
  }

  void duplicateRecord(String topic, boolean isConflicting) {
    Totals totals = byTopic.get(topic);
    totals.duplicate++;
    totals.conflicting += isConflicting ? 1 : 0;
  }

  void rejected(String topic, String reason) {
    byTopic.get(topic).rejected.merge(reason, 1L, Long::sum);
  }

  /** What the ledger of the events must add up to, and the refused messages of both kinds. */
  Map<String, Object> totals() {
    Totals events = byTopic.get(Topics.SHOP_EVENTS.name());
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("read", events.sent());
    totals.put("accepted", events.accepted);
    totals.put("duplicate", events.duplicate);
    totals.put("conflicting", events.conflicting);
    totals.put("bot", events.bot);
    totals.put("clock_corrected", events.clockCorrected);
    totals.put("rejected", events.refused());
    totals.put("rejected_events", events.refused());
    totals.put("rejected_records", refusedRecords());
    return totals;
  }

  private long refusedRecords() {
    return byTopic.entrySet().stream()
        .filter(topic -> !topic.getKey().equals(Topics.SHOP_EVENTS.name()))
        .mapToLong(topic -> topic.getValue().refused())
        .sum();
  }

  /** What was sent to each topic and what must become of it. */
  Map<String, Object> topics() {
    Map<String, Object> topics = new LinkedHashMap<>();
    byTopic.forEach((topic, sums) -> topics.put(topic, sums.row()));
    return topics;
  }

  /** The totals of each topic in a line. */
  String summary() {
    StringBuilder lines = new StringBuilder();
    byTopic.forEach(
        (topic, sums) ->
            lines.append(
                "%s: %,d sent = %,d accepted + %,d duplicate + %,d rejected%n"
                    .formatted(topic, sums.sent(), sums.accepted, sums.duplicate, sums.refused())));
    return lines.toString();
  }

  /** The rows of {@code daily_quality}, without what depends on the moment of arrival. */
  List<Map<String, Object>> dailyQuality() {
    return daily.rows();
  }
}
