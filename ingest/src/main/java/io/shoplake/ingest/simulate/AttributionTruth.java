package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Shopper.Touch;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The true rows of {@code daily_attribution}. */
final class AttributionTruth {

  private static final long REACH = Duration.ofDays(30).toMillis();
  private static final int SCALE = 4;
  private static final String UNATTRIBUTED = "unattributed";

  /** How an order is shared among the channels that led to it. */
  private enum Model {
    FIRST {
      @Override
      BigDecimal upTo(int touch, List<String> channels) {
        return BigDecimal.ONE;
      }
    },
    LAST_NON_DIRECT {
      @Override
      BigDecimal upTo(int touch, List<String> channels) {
        int credited = channels.size();
        if (credited > 1 && channels.get(credited - 1).equals("Direct")) {
          // Equal neighbours are one touch, so the one before is not direct.
          credited--;
        }
        return touch >= credited ? BigDecimal.ONE : BigDecimal.ZERO;
      }
    },
    LINEAR {
      @Override
      BigDecimal upTo(int touch, List<String> channels) {
        return part(touch, channels.size());
      }
    },
    POSITION {
      @Override
      BigDecimal upTo(int touch, List<String> channels) {
        int touches = channels.size();
        if (touch == touches) {
          return BigDecimal.ONE;
        }
        if (touches == 2) {
          return new BigDecimal("0.5");
        }
        return new BigDecimal("0.4")
            .add(new BigDecimal("0.2").multiply(part(touch - 1, touches - 2)));
      }
    };

    /** The share of the first {@code touch} of the touches together. */
    abstract BigDecimal upTo(int touch, List<String> channels);

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal part(int of, int all) {
      return BigDecimal.valueOf(of).divide(BigDecimal.valueOf(all), MathContext.DECIMAL128);
    }
  }

  private final SimulatedShop shop;
  private final Tally tally =
      new Tally(
          List.of("shop_id", "day", "model", "channel", "currency"),
          List.of(),
          List.of("credited_orders", "credited_revenue"));

  AttributionTruth(SimulatedShop shop) {
    this.shop = shop;
  }

  void order(Order order) {
    BigDecimal orders = order.isReturn() ? BigDecimal.ZERO : BigDecimal.ONE;
    List<String> channels = channels(order);
    for (Model model : Model.values()) {
      for (int touch = 1; touch <= channels.size(); touch++) {
        BigDecimal before = touch == 1 ? BigDecimal.ZERO : model.upTo(touch - 1, channels);
        BigDecimal after = model.upTo(touch, channels);
        if (after.compareTo(before) > 0) {
          String channel = channels.get(touch - 1);
          List<Object> key =
              List.of(
                  shop.id(), shop.day(order.placedAt()), model.label(), channel, order.currency());
          tally.add(key, "credited_orders", between(before, after, orders));
          tally.add(key, "credited_revenue", between(before, after, order.merchandise()));
        }
      }
    }
  }

  /** Rounded sums are subtracted, not shares rounded, so that all shares add up to the whole. */
  private static BigDecimal between(BigDecimal before, BigDecimal after, BigDecimal whole) {
    return whole
        .multiply(after)
        .setScale(SCALE, RoundingMode.HALF_UP)
        .subtract(whole.multiply(before).setScale(SCALE, RoundingMode.HALF_UP));
  }

  /** What led to the order, in time order, without equal neighbours. */
  private static List<String> channels(Order order) {
    if (order.tracking() == null) {
      return List.of(UNATTRIBUTED);
    }
    long boughtAt = order.tracking().at();
    List<String> channels = new ArrayList<>();
    for (Touch touch : order.buyer().touches()) {
      boolean isInReach = touch.startedAt() <= boughtAt && touch.startedAt() >= boughtAt - REACH;
      boolean isSame =
          !channels.isEmpty() && channels.get(channels.size() - 1).equals(touch.channel());
      if (isInReach && !isSame) {
        channels.add(touch.channel());
      }
    }
    return channels;
  }

  List<Map<String, Object>> rows() {
    return tally.rows();
  }
}
