package io.shoplake.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.ShopEvent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traffic and carts as the messages tell them, against the truth. */
class FiguresAgreementTest {

  private static final long WEEK_MICROS = 7L * 86_400_000_000L;

  private static Received received;
  private static Map<String, List<Map<String, Object>>> tables;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void simulateAndRead() {
    Messages messages = new Messages();
    Truth truth = messages.run(Messages.plan(21, Messages.MAIN, 4000));
    tables = (Map<String, List<Map<String, Object>>>) truth.content().get("tables");
    received = new Received(messages, Messages.MAIN.gap());
  }

  @Test
  void everySessionComesFromWhereItsFirstCampaignOrReferrerSays() {
    Map<List<String>, Long> found = new HashMap<>();
    for (List<ShopEvent> session : received.sessions()) {
      found.merge(origin(session), 1L, Long::sum);
    }
    Map<List<String>, Long> simulated = new HashMap<>();
    for (Map<String, Object> row : tables.get("daily_traffic")) {
      if ((Long) row.get("sessions") > 0) {
        List<String> key = new ArrayList<>();
        for (String column : List.of("day", "channel", "source", "medium", "campaign")) {
          key.add((String) row.get(column));
        }
        simulated.put(key, (Long) row.get("sessions"));
      }
    }
    assertThat(found).isEqualTo(simulated);
  }

  private static List<String> origin(List<ShopEvent> session) {
    String source = "";
    String medium = "";
    String name = "";
    for (ShopEvent event : session) {
      String referrer = Received.host(event.pageReferrer());
      boolean isForeign = referrer != null && !referrer.equals(Received.host(event.pageUrl()));
      if (event.campaignSource() != null) {
        source = event.campaignSource();
        medium = event.campaignMedium();
        name = event.campaignName();
        break;
      }
      source = source.isEmpty() && isForeign ? referrer : source;
    }
    return List.of(day(session.get(0)) + "", Received.channel(session), source, medium, name);
  }

  @Test
  void cartsEndAsTheirLastEventsSay() {
    Map<String, TreeSet<Long>> bought = bought();
    Set<String> known = new HashSet<>();
    Map<String, BigDecimal> found = new TreeMap<>();
    for (List<ShopEvent> session : received.sessions()) {
      carts(session)
          .forEach(
              (id, touches) -> {
                boolean isNew = known.add(id);
                ShopEvent last = touches.get(touches.size() - 1);
                Map<String, BigDecimal> content = content(touches);
                long over = session.get(session.size() - 1).eventTime() + received.gapMicros;
                Long next =
                    bought.getOrDefault(last.visitorId(), new TreeSet<>()).higher(last.eventTime());
                boolean isOrdered = next != null && next <= over;
                boolean isLeft = !isOrdered && !content.isEmpty();
                boolean isBack = isLeft && next != null && next <= last.eventTime() + WEEK_MICROS;
                BigDecimal value =
                    content.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                String day = day(session.get(0)) + " " + last.currency() + " ";
                add(found, day + "carts", true, BigDecimal.ONE);
                add(found, day + "created", isNew, BigDecimal.ONE);
                add(found, day + "ordered", isOrdered, BigDecimal.ONE);
                add(found, day + "abandoned", isLeft, BigDecimal.ONE);
                add(found, day + "recovered", isBack, BigDecimal.ONE);
                add(found, day + "abandoned_value", isLeft, value);
                add(found, day + "recovered_value", isBack, value);
              });
    }
    Map<String, BigDecimal> simulated = new TreeMap<>();
    for (Map<String, Object> row : tables.get("daily_carts")) {
      row.forEach(
          (column, value) -> {
            if (!List.of("shop_id", "day", "currency").contains(column)) {
              String key = row.get("day") + " " + row.get("currency") + " " + column;
              add(simulated, key, true, new BigDecimal(value + ""));
            }
          });
    }
    simulated.values().removeIf(value -> value.signum() == 0);
    assertThat(found).isEqualTo(simulated);
  }

  private static void add(
      Map<String, BigDecimal> sums, String key, boolean applies, BigDecimal amount) {
    if (applies) {
      sums.merge(key, amount.stripTrailingZeros(), (a, b) -> a.add(b).stripTrailingZeros());
    }
  }

  /** The events that touch each cart of a session, in order. */
  private static Map<String, List<ShopEvent>> carts(List<ShopEvent> session) {
    Map<String, List<ShopEvent>> carts = new LinkedHashMap<>();
    String sessionId = session.get(0).visitorId() + session.get(0).eventId();
    for (ShopEvent event : session) {
      boolean touches =
          List.of("add_to_cart", "remove_from_cart", "view_cart").contains(event.eventType())
              && !event.items().isEmpty();
      if (touches) {
        String id = event.cartId() == null ? sessionId : event.cartId();
        carts.computeIfAbsent(id, fresh -> new ArrayList<>()).add(event);
      }
    }
    return carts;
  }

  /** What is in a cart after all, by product. */
  private static Map<String, BigDecimal> content(List<ShopEvent> touches) {
    Map<String, BigDecimal> content = new HashMap<>();
    for (ShopEvent event : touches) {
      if (event.eventType().equals("view_cart")) {
        content.clear();
      }
      for (ShopEvent.Item item : event.items()) {
        if (event.eventType().equals("remove_from_cart")) {
          content.remove(item.productId());
        } else {
          BigDecimal discount = item.discount() == null ? BigDecimal.ZERO : item.discount();
          BigDecimal amount = item.unitPrice().multiply(BigDecimal.valueOf(item.quantity()));
          content.put(item.productId(), amount.subtract(discount));
        }
      }
    }
    return content;
  }

  /** When each visitor ordered something. */
  private static Map<String, TreeSet<Long>> bought() {
    Map<String, ShopEvent> purchases = received.purchases();
    Map<String, TreeSet<Long>> bought = new HashMap<>();
    purchases
        .values()
        .forEach(
            event ->
                bought
                    .computeIfAbsent(event.visitorId(), fresh -> new TreeSet<>())
                    .add(event.eventTime()));
    Map<String, String> visitors = new HashMap<>();
    received.events.values().forEach(e -> visitors.put(e.anonymousId(), e.visitorId()));
    for (OrderChange change : received.changes.values()) {
      if (change.anonymousId() != null && !purchases.containsKey(change.orderId())) {
        bought
            .computeIfAbsent(visitors.get(change.anonymousId()), fresh -> new TreeSet<>())
            .add(change.placedAt());
      }
    }
    return bought;
  }

  private static LocalDate day(ShopEvent event) {
    return LocalDate.ofEpochDay(event.day());
  }
}
