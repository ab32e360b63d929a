package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What a visitor did, before it is written down.
 *
 * @param at the true moment, epoch milliseconds
 * @param day the shop-local day of that moment
 * @param userId the signed-in customer, null if nobody is signed in
 */
record Action(
    Shopper shopper,
    String sessionLabel,
    String id,
    String type,
    long at,
    LocalDate day,
    String userId,
    Page page,
    Campaign campaign,
    String query,
    String cartId,
    List<Item> items,
    TrackedOrder order) {

  record Page(String url, String title, String referrer) {}

  record Campaign(String source, String medium, String name) {}

  /**
   * A product with the price at which it is shown.
   *
   * @param product null for a service such as gift wrapping
   * @param discount on the whole line
   */
  record Item(
      Catalogue.Product product, String name, int quantity, BigDecimal price, BigDecimal discount) {

    BigDecimal amount() {
      return price.multiply(BigDecimal.valueOf(quantity));
    }

    /** The id of the product, empty for a service. */
    String productId() {
      return product == null ? "" : product.id();
    }
  }

  /** What the page that says thank you knows of the order. */
  record TrackedOrder(
      String id,
      BigDecimal total,
      BigDecimal tax,
      BigDecimal shipping,
      BigDecimal discount,
      String coupon) {}

  /** Whether this is what the type says, such as view_item. */
  boolean is(String otherType) {
    return type.equals(otherType);
  }
}
