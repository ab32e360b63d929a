package io.shoplake.ingest.simulate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the shop sells, a few things often and most things seldom, at prices that change. */
final class Catalogue {

  /**
   * A product as it stands from a moment on.
   *
   * @param index its place in the catalogue
   * @param price in the shop's own currency
   * @param cost what a piece costs the shop in its own currency, null where it is not known
   * @param since epoch milliseconds
   */
  record Product(
      int index,
      String id,
      String name,
      String category,
      String subCategory,
      String brand,
      BigDecimal price,
      BigDecimal cost,
      long since) {

    String path() {
      return "/products/" + id;
    }
  }

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

  private static final int PER_SHELF = 18;
  private static final int FEWEST_SHELVES = 5;
  private static final long WEEK = Duration.ofDays(7).toMillis();
  private static final double CHANGES_A_WEEK = 0.12;

  private final String currency;
  private final int perShelf;

  /** The versions of each product, in time order. */
  private final List<List<Product>> products = new ArrayList<>();

  private final double[] popularity;

  /**
   * The products of a shop.
   *
   * @param from the first moment of the simulation, epoch milliseconds
   * @param to the first moment after it
   */
  Catalogue(SimulatedShop shop, long seed, long from, long to) {
    Dice dice = Dice.of(seed, "catalogue", 0);
    this.currency = shop.currency();
    boolean isWhole = shop.isMain();
    this.perShelf = isWhole ? PER_SHELF : (int) dice.between(6, PER_SHELF);
    int shelves = isWhole ? SHELVES.size() : (int) dice.between(FEWEST_SHELVES, SHELVES.size());
    int first = isWhole ? 0 : dice.below(SHELVES.size());
    for (int n = 0; n < shelves * perShelf; n++) {
      Shelf shelf = SHELVES.get((first + n / perShelf) % SHELVES.size());
      products.add(versions(product(n, shelf, from, dice), from, to, dice));
    }
    this.popularity = cumulative(dice);
  }

  private Product product(int index, Shelf shelf, long from, Dice dice) {
    String brand = dice.pick(BRANDS);
    BigDecimal euro =
        BigDecimal.valueOf(Math.max(2, Math.round(dice.around(shelf.medianPrice(), 0.4))))
            .subtract(new BigDecimal(dice.chance(0.6) ? "0.05" : "0.10"));
    BigDecimal price = Prices.of(currency, euro);
    BigDecimal cost =
        dice.chance(0.06)
            ? null
            : price
                .multiply(BigDecimal.valueOf(dice.between(42, 74), 2))
                .setScale(2, RoundingMode.HALF_UP);
    return new Product(
        index,
        "p-%04d".formatted(index + 1),
        "%s %s %s".formatted(brand, dice.pick(shelf.things()), dice.pick(VARIANTS)),
        shelf.category(),
        shelf.subCategory(),
        dice.chance(0.08) ? null : brand,
        price,
        cost,
        from - dice.between(WEEK, 50 * WEEK));
  }

  private static List<Product> versions(Product first, long from, long to, Dice dice) {
    List<Product> versions = new ArrayList<>(List.of(first));
    for (long week = from; week < to; week += WEEK) {
      long at = dice.between(week, week + WEEK - 1);
      if (dice.chance(CHANGES_A_WEEK) && at < to) {
        Product last = versions.get(versions.size() - 1);
        versions.add(repriced(last, 80 + dice.below(41), at));
      }
    }
    return List.copyOf(versions);
  }

  private static Product repriced(Product last, int percent, long at) {
    return new Product(
        last.index(),
        last.id(),
        last.name(),
        last.category(),
        last.subCategory(),
        last.brand(),
        Prices.percent(last.price(), percent),
        last.cost(),
        at);
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

  /** A product as it stands at {@code moment}, popular ones more often. */
  Product any(Dice dice, long moment) {
    double at = dice.between(0, (1L << 40) - 1) / (double) (1L << 40);
    int index = Arrays.binarySearch(popularity, at * popularity[popularity.length - 1]);
    return at(Math.min(index < 0 ? -index - 1 : index, products.size() - 1), moment);
  }

  /** What people take along with {@code product}. */
  Product companion(Product product, long moment) {
    return at((product.index() + perShelf + 1) % products.size(), moment);
  }

  /** A few products of the same category, as a list page shows them. */
  List<Product> like(Product product, int count, long moment) {
    int first = Math.floorDiv(product.index(), perShelf) * perShelf;
    List<Product> alike = new ArrayList<>(count);
    for (int index = first; index < first + Math.min(count, perShelf); index++) {
      alike.add(at(index, moment));
    }
    return alike;
  }

  private Product at(int index, long moment) {
    List<Product> versions = products.get(index);
    int version = versions.size() - 1;
    while (version > 0 && versions.get(version).since() > moment) {
      version--;
    }
    return versions.get(version);
  }

  /** Every version of every product, in no order of time. */
  List<Product> versions() {
    return products.stream().flatMap(List::stream).toList();
  }

  /** An amount of the shop's own price list in another currency's price list. */
  BigDecimal in(String other, BigDecimal amount) {
    return Prices.in(other, currency, amount);
  }
}
