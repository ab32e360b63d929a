package io.shoplake.parsing;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * One accepted change of an order; the components are the columns of {@code silver.order_changes}
 * that the message itself decides, in their order.
 *
 * <p>Times are microseconds since 1970-01-01 UTC, amounts have four digits after the point, and
 * what the message does not say is null.
 *
 * @param lines all lines of the order; null where the change does not speak of them
 * @param properties everything else that was sent, as JSON text
 * @param contentHash hash of the message without insignificant white space
 */
public record OrderChange(
    String shopId,
    String orderId,
    String changeId,
    long changedAt,
    String status,
    Long placedAt,
    String customerId,
    String anonymousId,
    String currency,
    List<Line> lines,
    BigDecimal shipping,
    BigDecimal tax,
    BigDecimal discount,
    BigDecimal total,
    Refund refund,
    Ship ship,
    String segment,
    String paymentMethod,
    String channel,
    String properties,
    long contentHash)
    implements Serializable {

  /** One line; {@code discount}, {@code tax} and {@code profit} are for the whole line. */
  public record Line(
      String lineId,
      String productId,
      String name,
      String category,
      String subCategory,
      long quantity,
      BigDecimal unitPrice,
      BigDecimal discount,
      BigDecimal tax,
      BigDecimal unitCost,
      BigDecimal profit)
      implements Serializable {}

  /** Money given back; a later change with the same {@code refundId} replaces it. */
  public record Refund(String refundId, BigDecimal amount, List<Line> lines)
      implements Serializable {}

  /** How and where the order is sent. */
  public record Ship(
      String mode, Long shippedAt, String country, String region, String city, String postalCode)
      implements Serializable {}
}
