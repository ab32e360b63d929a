package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Catalogue.Product;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A cart during one visit. */
final class Cart {

  private final List<Item> items = new ArrayList<>();
  private List<Item> told = List.of();
  private String id;
  private boolean isNew = true;
  private long touchedAt = Long.MIN_VALUE;

  /**
   * An empty cart.
   *
   * @param id null where the client sends none
   */
  Cart(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** Goes on with a cart that was left in an earlier visit. */
  void takeUp(List<Item> saved, String savedId) {
    items.addAll(saved);
    id = savedId;
    isNew = savedId == null;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  List<Item> items() {
    return List.copyOf(items);
  }

  boolean holds(Product product) {
    return items.stream().anyMatch(item -> item.productId().equals(product.id()));
  }

  void add(Item item) {
    items.add(item);
  }

  void remove(Item item) {
    items.remove(item);
  }

  void clear() {
    items.clear();
  }

  /** The visitor changed or looked at it at {@code moment}, epoch milliseconds. */
  void touched(long moment) {
    touchedAt = moment;
    told = List.copyOf(items);
  }

  /** Whether the visitor had to do with it at all. */
  boolean isTouched() {
    return touchedAt != Long.MIN_VALUE;
  }

  /** Whether no visit before had to do with it. */
  boolean isNew() {
    return isNew;
  }

  /** When it was last changed or looked at, epoch milliseconds. */
  long touchedAt() {
    return touchedAt;
  }

  /** What was in it then, at the prices shown, after discounts. */
  BigDecimal value() {
    return told.stream()
        .map(item -> item.amount().subtract(item.discount()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Whether nothing was in it then. */
  boolean wasEmptied() {
    return told.isEmpty();
  }
}
