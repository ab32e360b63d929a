package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** An order as it really went, which is what the truth is computed from. */
final class Order {

  /**
   * A line.
   *
   * @param cost of one piece, null where it is not known
   * @param statedProfit what the order system says of the line's profit, null where it says nothing
   */
  record Line(String id, Item item, BigDecimal cost, BigDecimal statedProfit) {

    boolean isSelling() {
      return item.quantity() > 0 && item.amount().signum() >= 0;
    }

    /** The profit of the line, null where neither it nor the cost is known. */
    BigDecimal profit() {
      if (statedProfit != null) {
        return statedProfit;
      }
      return cost == null
          ? null
          : item.price()
              .subtract(cost)
              .multiply(BigDecimal.valueOf(item.quantity()))
              .subtract(item.discount());
    }
  }

  /** Money given back; {@code lines} may be empty. */
  record Refund(String id, long at, BigDecimal amount, List<Line> lines) {}

  /**
   * How the tracker heard of an order.
   *
   * @param at when the thank-you page was shown first, epoch milliseconds
   * @param total what that page said
   */
  record Tracking(long at, BigDecimal total) {}

  /** Money lost by a cancellation; negative where one was taken back. */
  record Cancellation(long at, BigDecimal amount) {}

  private final String id;
  private final long placedAt;
  private final String customerId;
  private final String currency;
  private final List<Refund> refunds = new ArrayList<>();
  private final List<Cancellation> cancellations = new ArrayList<>();
  private List<Line> lines;
  private final BigDecimal shipping;
  private final BigDecimal discount;
  private final BigDecimal taxRate;
  private Shopper buyer;
  private Tracking tracking;
  private boolean isOnlyTracked;

  Order(
      String id,
      long placedAt,
      String customerId,
      String currency,
      List<Line> lines,
      BigDecimal shipping,
      BigDecimal discount,
      BigDecimal taxRate) {
    this.id = id;
    this.placedAt = placedAt;
    this.customerId = customerId;
    this.currency = currency;
    this.lines = List.copyOf(lines);
    this.shipping = shipping;
    this.discount = discount;
    this.taxRate = taxRate;
  }

  String id() {
    return id;
  }

  long placedAt() {
    return placedAt;
  }

  /** The customer; null for a guest. */
  String customerId() {
    return customerId;
  }

  String currency() {
    return currency;
  }

  List<Line> lines() {
    return lines;
  }

  void correct(List<Line> correctedLines) {
    lines = List.copyOf(correctedLines);
  }

  /** Names the visitor whom the order system knows it from. */
  void boughtBy(Shopper shopper) {
    buyer = shopper;
  }

  /** The tracker heard of it. */
  void track(Shopper shopper, Tracking heard) {
    buyer = shopper;
    tracking = heard;
  }

  /** The visitor who placed it; null where nobody can tell. */
  Shopper buyer() {
    return buyer;
  }

  /** How the tracker heard of it; null if it did not. */
  Tracking tracking() {
    return tracking;
  }

  /** When the visitor placed it, as far as can be told from outside; epoch milliseconds. */
  long boughtAt() {
    return tracking == null ? placedAt : tracking.at();
  }

  void keepFromOrderSystem() {
    isOnlyTracked = true;
  }

  /** Whether the order system never heard of it. */
  boolean isOnlyTracked() {
    return isOnlyTracked;
  }

  boolean isReturn() {
    return lines.stream().noneMatch(Line::isSelling);
  }

  long units() {
    return lines.stream().filter(Line::isSelling).mapToLong(line -> line.item().quantity()).sum();
  }

  BigDecimal gross() {
    return amounts().filter(amount -> amount.signum() > 0).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal returned() {
    return amounts()
        .filter(amount -> amount.signum() < 0)
        .map(BigDecimal::negate)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Stream<BigDecimal> amounts() {
    return lines.stream().map(line -> line.item().amount());
  }

  /** On lines and on the whole order. */
  BigDecimal discounts() {
    return lines.stream().map(line -> line.item().discount()).reduce(discount, BigDecimal::add);
  }

  /** On the whole order only. */
  BigDecimal orderDiscount() {
    return discount;
  }

  BigDecimal merchandise() {
    return gross().subtract(returned()).subtract(discounts());
  }

  BigDecimal shipping() {
    return shipping;
  }

  BigDecimal tax() {
    return Prices.cents(merchandise().multiply(taxRate));
  }

  BigDecimal total() {
    return merchandise().add(shipping).add(tax());
  }

  /** Money is given back; a refund of the same id is replaced and stays on its first day. */
  void refund(Refund refund) {
    for (int index = 0; index < refunds.size(); index++) {
      Refund earlier = refunds.get(index);
      if (earlier.id().equals(refund.id())) {
        refunds.set(index, new Refund(refund.id(), earlier.at(), refund.amount(), refund.lines()));
        return;
      }
    }
    refunds.add(refund);
  }

  void cancel(Cancellation cancellation) {
    cancellations.add(cancellation);
  }

  List<Refund> refunds() {
    return refunds;
  }

  List<Cancellation> cancellations() {
    return cancellations;
  }

  BigDecimal refunded() {
    return refunds.stream().map(Refund::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  BigDecimal cancelled() {
    return cancellations.stream()
        .map(Cancellation::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Profit of the lines whose cost is known. */
  BigDecimal profit() {
    return lines.stream()
        .map(Line::profit)
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
