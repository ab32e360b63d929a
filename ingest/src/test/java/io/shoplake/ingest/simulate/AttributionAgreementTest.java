package io.shoplake.ingest.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.ShopEvent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Attribution as the messages of more than thirty days tell it, against the truth. */
class AttributionAgreementTest {

  private static final long DAY_MICROS = 86_400_000_000L;
  private static final long REACH_MICROS = 30 * DAY_MICROS;

  private final Messages messages = new Messages();

  @Test
  void everyModelSharesAnOrderAmongTheTouchesOfThirtyDays() {
    Truth truth =
        messages.run(
            new Simulation.Plan(
                List.of(new Simulation.Place(Messages.MAIN, 1500, Messages.END)),
                8,
                45,
                0.05,
                Messages.FAULTS,
                Pseudonyms.forDevelopment()));
    Received received = new Received(messages, Messages.MAIN.gap());
    Map<String, List<List<ShopEvent>>> sessions = new HashMap<>();
    for (List<ShopEvent> session : received.sessions()) {
      sessions.computeIfAbsent(session.get(0).visitorId(), fresh -> new ArrayList<>()).add(session);
    }
    Map<String, BigDecimal> found = new TreeMap<>();
    int beyondReach = 0;
    for (Map.Entry<String, ShopEvent> order : received.purchases().entrySet()) {
      ShopEvent purchase = order.getValue();
      List<List<ShopEvent>> own = sessions.get(purchase.visitorId());
      List<String> touches = touches(own, purchase.eventTime(), REACH_MICROS);
      beyondReach += touches.equals(touches(own, purchase.eventTime(), Long.MAX_VALUE / 2)) ? 0 : 1;
      LocalDate day = placedDay(received, order.getKey(), purchase);
      credit(found, day + " first ", touches, alone(0, touches));
      int last = touches.size() - 1;
      boolean isDirect = last > 0 && touches.get(last).equals("Direct");
      credit(found, day + " last_non_direct ", touches, alone(isDirect ? last - 1 : last, touches));
      credit(found, day + " linear ", touches, linear(touches.size()));
      credit(found, day + " position ", touches, position(touches.size()));
    }
    assertThat(beyondReach).as("orders with a touch that is too old").isPositive();
    assertThat(found).isEqualTo(simulated(truth));
  }

  /** Channels of the sessions that led to a purchase, equal neighbours as one. */
  private static List<String> touches(List<List<ShopEvent>> sessions, long boughtAt, long reach) {
    List<String> touches = new ArrayList<>();
    for (List<ShopEvent> session : sessions) {
      long start = session.get(0).eventTime();
      String channel = Received.channel(session);
      boolean isSame = !touches.isEmpty() && touches.get(touches.size() - 1).equals(channel);
      if (start <= boughtAt && boughtAt - start <= reach && !isSame) {
        touches.add(channel);
      }
    }
    return touches;
  }

  private static List<BigDecimal> alone(int credited, List<String> touches) {
    List<BigDecimal> shares = new ArrayList<>(Collections.nCopies(touches.size(), BigDecimal.ZERO));
    shares.set(credited, BigDecimal.ONE);
    return shares;
  }

  private static List<BigDecimal> linear(int touches) {
    return Collections.nCopies(
        touches, BigDecimal.ONE.divide(BigDecimal.valueOf(touches), MathContext.DECIMAL128));
  }

  /** Two fifths for each end, a fifth for all between them. */
  private static List<BigDecimal> position(int touches) {
    if (touches <= 2) {
      return linear(touches);
    }
    BigDecimal end = new BigDecimal("0.4");
    BigDecimal between =
        new BigDecimal("0.2").divide(BigDecimal.valueOf(touches - 2L), MathContext.DECIMAL128);
    List<BigDecimal> shares = new ArrayList<>(Collections.nCopies(touches, between));
    shares.set(0, end);
    shares.set(touches - 1, end);
    return shares;
  }

  /** In four digits, which together are the whole order. */
  private static void credit(
      Map<String, BigDecimal> sums, String key, List<String> channels, List<BigDecimal> shares) {
    BigDecimal all = BigDecimal.ZERO;
    BigDecimal given = BigDecimal.ZERO.setScale(4);
    for (int touch = 0; touch < channels.size(); touch++) {
      all = all.add(shares.get(touch));
      BigDecimal upTo = all.setScale(4, RoundingMode.HALF_UP);
      if (upTo.compareTo(given) > 0) {
        sums.merge(key + channels.get(touch), upTo.subtract(given), BigDecimal::add);
      }
      given = upTo;
    }
  }

  private static LocalDate placedDay(Received received, String orderId, ShopEvent purchase) {
    return received.changes.values().stream()
        .filter(change -> change.orderId().equals(orderId) && change.placedAt() != null)
        .findFirst()
        .map(change -> LocalDate.ofEpochDay(Math.floorDiv(change.placedAt(), DAY_MICROS)))
        .orElse(LocalDate.ofEpochDay(purchase.day()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, BigDecimal> simulated(Truth truth) {
    Map<String, BigDecimal> simulated = new TreeMap<>();
    var tables = (Map<String, List<Map<String, Object>>>) truth.content().get("tables");
    for (Map<String, Object> row : tables.get("daily_attribution")) {
      BigDecimal orders = new BigDecimal((String) row.get("credited_orders")).setScale(4);
      if (!row.get("channel").equals("unattributed") && orders.signum() > 0) {
        simulated.merge(
            row.get("day") + " " + row.get("model") + " " + row.get("channel"),
            orders,
            BigDecimal::add);
      }
    }
    return simulated;
  }
}
