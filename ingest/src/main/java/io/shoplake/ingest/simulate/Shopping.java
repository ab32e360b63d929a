package io.shoplake.ingest.simulate;

import io.shoplake.ingest.simulate.Action.Item;
import io.shoplake.ingest.simulate.Action.TrackedOrder;
import io.shoplake.ingest.simulate.Catalogue.Product;
import io.shoplake.ingest.simulate.OrderDesk.Knowledge;
import io.shoplake.ingest.simulate.Visit.Scene;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a person does in a visit: looks around, fills the cart, buys. */
final class Shopping {

  private static final int MOST_VIEWS = 25;
  private static final BigDecimal GIFT_WRAPPING = new BigDecimal("3.90");

  private final Scene scene;
  private final Visit visit;
  private final Shopper shopper;
  private final Catalogue catalogue;
  private final Dice dice;
  private final Cart cart;

  Shopping(Scene scene, Visit visit) {
    this.scene = scene;
    this.visit = visit;
    this.shopper = visit.shopper();
    this.catalogue = scene.catalogue();
    this.dice = shopper.dice();
    this.cart = visit.cart();
  }

  /** A person looks around, and some buy. */
  void goOn() {
    TrackedOrder receipt = shopper.forgetReceipt();
    if (receipt != null) {
      // The browser opens the thank-you page of the last visit once more.
      visit.act("purchase", visit.page("/thank-you", "Thank you"), List.of(), null, receipt);
      return;
    }
    if (!shopper.savedCart().isEmpty() && dice.chance(0.25)) {
      cart.takeUp(shopper.savedCart(), shopper.savedCartId());
      visit.view("/cart", "Your cart");
      viewCart();
      checkOut(0.5);
      shopper.saveCart(cart.items(), cart.id());
      return;
    }
    land();
    if (dice.chance(0.42)) {
      return;
    }
    int views = dice.oneOrMore(0.74, MOST_VIEWS);
    for (int n = 0; n < views; n++) {
      browse();
    }
    if (!cart.isEmpty()) {
      if (dice.chance(0.6)) {
        visit.view("/cart", "Your cart");
        viewCart();
      }
      checkOut(0.36);
    }
    shopper.saveCart(cart.items(), cart.id());
  }

  private void viewCart() {
    if (visit.act("view_cart", visit.page("/cart", "Your cart"), cart.items())) {
      cart.touched(visit.endedAt());
    }
  }

  private void land() {
    switch (dice.weighted(new double[] {35, 25, 40})) {
      case 0 -> visit.view("/", "Home");
      case 1 -> visit.list(catalogue.any(dice, visit.now()));
      default -> visit.view("/guides/" + dice.between(1, 20), "Guide");
    }
    visit.think(18);
  }

  private void browse() {
    browse(catalogue.any(dice, visit.now()));
  }

  private void browse(Product product) {
    if (dice.chance(0.12)) {
      visit.view("/search", "Search");
      visit.act("search", visit.page("/search", "Search"), List.of(), product.subCategory(), null);
      visit.think(9);
    } else if (dice.chance(0.25)) {
      visit.list(product);
      visit.think(12);
    }
    visit.look(product);
    visit.think(32);
    // Who has bought here before trusts the shop more.
    if (dice.chance(shopper.hasBought() ? 0.2 : 0.045)) {
      put(product);
      if (dice.chance(0.3)) {
        put(catalogue.companion(product, visit.now()));
      }
    } else if (dice.chance(0.02)) {
      visit.act(
          "add_to_wishlist",
          visit.page(product.path(), product.name()),
          List.of(visit.priced(product, 1)));
      visit.think(8);
    }
    if (!cart.isEmpty() && dice.chance(cart.items().size() > 1 ? 0.1 : 0.01)) {
      Item item = cart.items().get(0);
      if (visit.act("remove_from_cart", visit.page("/cart", "Your cart"), List.of(item))) {
        cart.remove(item);
        cart.touched(visit.endedAt());
      }
      visit.think(6);
    }
  }

  private void put(Product product) {
    if (cart.holds(product)) {
      return;
    }
    Item item = visit.priced(product, dice.oneOrMore(0.18, 6));
    if (visit.act("add_to_cart", visit.page(product.path(), product.name()), List.of(item))) {
      cart.add(item);
      cart.touched(visit.endedAt());
    }
    visit.think(10);
  }

  private void checkOut(double resolve) {
    visit.think(15);
    if (!dice.chance(resolve)) {
      return;
    }
    visit.view("/checkout", "Checkout");
    visit.act("begin_checkout", visit.page("/checkout", "Checkout"), cart.items());
    visit.think(40);
    signIn();
    if (dice.chance(0.12)) {
      return;
    }
    visit.act("add_shipping_info", visit.page("/checkout/shipping", "Shipping"), cart.items());
    visit.think(35);
    if (dice.chance(0.1)) {
      return;
    }
    visit.act("add_payment_info", visit.page("/checkout/payment", "Payment"), cart.items());
    visit.think(30);
    if (dice.chance(0.1)) {
      return;
    }
    buy();
  }

  private void signIn() {
    if (visit.isSignedIn()) {
      return;
    }
    if (shopper.customerId() != null) {
      visit.signsIn();
      visit.act("login", visit.page("/login", "Sign in"), List.of());
    } else if (dice.chance(0.5)) {
      shopper.signUp("c-" + dice.hex(8));
      scene.accounts().seen(shopper.customerId(), visit.now(), true);
      visit.signsIn();
      visit.act("sign_up", visit.page("/register", "Register"), List.of());
    }
    visit.think(20);
  }

  private void buy() {
    visit.keepTogether();
    if (visit.isOver()) {
      return;
    }
    List<Item> items = new ArrayList<>(cart.items());
    cart.clear();
    if (dice.chance(0.03)) {
      BigDecimal price = visit.price(Prices.of(scene.shop().currency(), GIFT_WRAPPING));
      items.add(new Item(null, "Gift wrapping", 1, price, Prices.NOTHING));
    }
    if (dice.chance(0.03)) {
      Product sample = catalogue.any(dice, visit.now());
      items.add(new Item(sample, sample.name(), 1, Prices.NOTHING, Prices.NOTHING));
    }
    Knowledge knowledge =
        dice.chance(scene.untracked())
            ? Knowledge.ORDER_SYSTEM
            : dice.chance(0.01) ? Knowledge.TRACKER : Knowledge.BOTH;
    TrackedOrder order = scene.desk().sell(shopper, visit.now(), items, knowledge);
    shopper.buys();
    if (knowledge == Knowledge.ORDER_SYSTEM) {
      return;
    }
    visit.act("purchase", visit.page("/thank-you", "Thank you"), items, null, order);
    visit.converts();
    visit.think(12);
    if (dice.chance(0.02)) {
      // Reloading the page tells the tracker of the same order once more.
      visit.act("purchase", visit.page("/thank-you", "Thank you"), items, null, order);
      visit.think(5);
    } else if (dice.chance(0.02)) {
      shopper.keepReceipt(order);
    }
    if (dice.chance(0.3)) {
      visit.view("/", "Home");
    }
  }
}
