package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the shop sells, a few things often and most things seldom. */
final class Catalogue {

  /**
   * A product.
   *
   * @param cost what a piece costs the shop in its own currency, null where it is not known
   */
  record Product(
      String id,
      String name,
      String category,
      String subCategory,
      String brand,
      BigDecimal price,
      BigDecimal cost) {}

  private record Shelf(
      String category, String subCategory, double medianPrice, List<String> things) {}

  private static final List<Shelf> SHELVES =
      List.of(
          new Shelf("Outdoor", "Tents", 189, List.of("Tunnel Tent", "Dome Tent", "Tarp")),
          new Shelf("Outdoor", "Backpacks", 95, List.of("Daypack", "Trekking Pack", "Dry Bag")),
          new Shelf("Outdoor", "Camp Kitchen", 29, List.of("Gas Stove", "Pot Set", "Titanium Mug")),
          new Shelf("Clothing", "Jackets", 139, List.of("Rain Jacket", "Down Jacket", "Softshell")),
          new Shelf("Clothing", "Shirts", 34, List.of("Merino Shirt", "Linen Shirt", "T-Shirt")),
          new Shelf("Clothing", "Socks", 14, List.of("Hiking Socks", "Running Socks")),
          new Shelf("Shoes", "Trail Running", 119, List.of("Trail Shoe", "Approach Shoe")),
          new Shelf("Shoes", "Boots", 169, List.of("Hiking Boot", "Winter Boot")),
          new Shelf("Bikes", "Lights", 39, List.of("Front Light", "Rear Light", "Light Set")),
          new Shelf("Bikes", "Bags", 69, List.of("Pannier", "Saddle Bag", "Frame Bag")),
          new Shelf("Electronics", "Watches", 249, List.of("GPS Watch", "Altimeter Watch")),
          new Shelf("Electronics", "Lamps", 45, List.of("Head Torch", "Camp Lantern")),
          new Shelf("Home", "Kitchen", 24, List.of("Coffee Maker", "Cutting Board", "Carafe")),
          new Shelf("Home", "Textiles", 49, List.of("Wool Blanket", "Cushion", "Towel")));

  private static final List<String> BRANDS =
      List.of(
          "Nordfell", "Almwind", "Kestrel & Co", "Birkenau", "Tidewater", "Ørsted Works", "Lumo");

  private static final List<String> VARIANTS = List.of("Mk I", "Mk II", "Light", "Pro", "Classic");

  private static final Map<String, BigDecimal> PRICE_LISTS =
      Map.of("USD", new BigDecimal("1.12"), "CHF", new BigDecimal("0.96"));

  private static final int PER_SHELF = 18;

  private final List<Product> products;
  private final double[] popularity;

  Catalogue(long seed) {
    Dice dice = Dice.of(seed, "catalogue", 0);
    List<Product> made = new ArrayList<>();
    for (Shelf shelf : SHELVES) {
      for (int n = 0; n < PER_SHELF; n++) {
        made.add(product(made.size() + 1, shelf, dice));
      }
    }
    this.products = List.copyOf(made);
    this.popularity = cumulative(dice);
  }

  private static Product product(int number, Shelf shelf, Dice dice) {
    String brand = dice.pick(BRANDS);
    BigDecimal price =
        BigDecimal.valueOf(Math.max(2, Math.round(dice.around(shelf.medianPrice(), 0.4))))
            .subtract(new BigDecimal(dice.chance(0.6) ? "0.05" : "0.10"));
    BigDecimal cost =
        dice.chance(0.06)
            ? null
            : price
                .multiply(BigDecimal.valueOf(dice.between(42, 74), 2))
                .setScale(2, RoundingMode.HALF_UP);
    return new Product(
        "p-%04d".formatted(number),
        "%s %s %s".formatted(brand, dice.pick(shelf.things()), dice.pick(VARIANTS)),
        shelf.category(),
        shelf.subCategory(),
        dice.chance(0.08) ? null : brand,
        price,
        cost);
  }

  private double[] cumulative(Dice dice) {
    double[] sums = new double[products.size()];
    double sum = 0;
    for (int index = 0; index < sums.length; index++) {
      sum += 1 / (8.0 + dice.below(sums.length));
      sums[index] = sum;
    }
    return sums;
  }

  /** A product, popular ones more often. */
  Product any(Dice dice) {
    double at = dice.between(0, (1L << 40) - 1) / (double) (1L << 40);
    int index = Arrays.binarySearch(popularity, at * popularity[popularity.length - 1]);
    return products.get(Math.min(index < 0 ? -index - 1 : index, products.size() - 1));
  }

  /** A few products of the same category, as a list page shows them. */
  List<Product> like(Product product, int count) {
    int first = Math.floorDiv(products.indexOf(product), PER_SHELF) * PER_SHELF;
    return products.subList(first, first + Math.min(count, PER_SHELF));
  }

  List<Product> products() {
    return products;
  }

  /** An amount of the shop's own price list in another currency's price list. */
  static BigDecimal in(String currency, BigDecimal amount) {
    BigDecimal factor = PRICE_LISTS.get(currency);
    return factor == null ? amount : amount.multiply(factor).setScale(2, RoundingMode.HALF_UP);
  }

  /** The currencies besides the shop's own in which it has prices. */
  static List<String> foreignCurrencies(String own) {
    return PRICE_LISTS.keySet().stream().filter(code -> !code.equals(own)).sorted().toList();
  }
}
