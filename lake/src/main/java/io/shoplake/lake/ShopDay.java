package io.shoplake.lake;

import java.time.LocalDate;
import java.util.Comparator;

/** A shop-local day of a shop. */
public record ShopDay(String shop, LocalDate day) implements Comparable<ShopDay> {

  private static final Comparator<ShopDay> ORDER =
      Comparator.comparing(ShopDay::shop).thenComparing(ShopDay::day);

  @Override
  public int compareTo(ShopDay other) {
    return ORDER.compare(this, other);
  }
}
