package io.shoplake.parsing;

import com.fasterxml.jackson.core.JsonToken;
import io.shoplake.parsing.Json.Elements;
import io.shoplake.parsing.Json.Members;
import io.shoplake.parsing.Json.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Products, orders and carts as the e-commerce events of Segment and of GA4 name them. */
final class PostHogShopping {

  /** Types of the vocabulary that say nothing of products. */
  private static final Set<String> OTHER_TYPES =
      Set.of("page_view", "sign_up", "login", "identify");

  private static final Set<String> ORDER_TYPES = Set.of("purchase", "refund");

  private static final List<String> PRODUCT_IDS = List.of("product_id", "item_id", "sku");

  /** The names of what an item says, by our name; of several the first that is there counts. */
  private static final Map<String, List<String>> ITEM = new LinkedHashMap<>();

  static {
    ITEM.put("product_id", List.of("product_id", "item_id", "sku", "id"));
    ITEM.put("name", List.of("name", "item_name", "product_name"));
    ITEM.put("category", List.of("category", "item_category", "product_category"));
    ITEM.put("brand", List.of("brand", "item_brand"));
    ITEM.put("variant", List.of("variant", "item_variant"));
  }

  /** The properties that are not told yet; what is told is taken out. */
  private final Map<String, Json> properties;

  private final Map<String, Json> event;

  private PostHogShopping(Map<String, Json> properties, Map<String, Json> event) {
    this.properties = properties;
    this.event = event;
  }

  /** Moves from {@code properties} to {@code event} what an event of {@code type} says. */
  static void move(String type, Map<String, Json> properties, Map<String, Json> event) {
    boolean isKnown = type != null && EventType.isKnown(type);
    if (!isKnown || OTHER_TYPES.contains(type)) {
      return;
    }
    PostHogShopping shopping = new PostHogShopping(properties, event);
    if (type.equals("search")) {
      shopping.put("search_query", text(shopping.take("query", "search_term", "search_query")));
    }
    shopping.put("cart_id", text(shopping.take("cart_id")));
    shopping.put("currency", text(shopping.take("currency")));
    // Before the products: what an order has, such as its discount, is none of a product.
    if (ORDER_TYPES.contains(type)) {
      shopping.moveOrder();
    }
    shopping.moveItems();
  }

  private void moveOrder() {
    Map<String, Json> order = new LinkedHashMap<>();
    Json total = take("total");
    Json goods = take("revenue", "value");
    put(order, "order_id", text(take("order_id", "transaction_id")));
    put(order, "tax", take("tax"));
    put(order, "shipping", take("shipping"));
    put(order, "discount", take("discount"));
    put(order, "coupon", text(take("coupon")));
    put(
        order,
        "total",
        total == null ? sum(goods, order.get("tax"), order.get("shipping")) : total);
    if (!order.isEmpty()) {
      event.put("order", new Members(order));
    }
  }

  /** What the goods cost with tax and shipping; {@code goods} itself where one is no amount. */
  private static Json sum(Json goods, Json... more) {
    long sum = goods == null ? Decimals.NONE : tenThousandths(goods);
    for (Json each : more) {
      long amount = each == null ? 0 : tenThousandths(each);
      if (sum <= Decimals.OUT_OF_RANGE || amount <= Decimals.OUT_OF_RANGE) {
        return goods;
      }
      sum += amount;
    }
    return sum <= Decimals.OUT_OF_RANGE
        ? goods
        : new Scalar(JsonToken.VALUE_NUMBER_FLOAT, Decimals.amount(sum).toPlainString());
  }

  private static long tenThousandths(Json amount) {
    String text = Json.text(amount);
    return text == null
        ? Decimals.NONE
        : Decimals.tenThousandths(text.toCharArray(), 0, text.length());
  }

  private void moveItems() {
    for (String name : List.of("products", "items")) {
      if (properties.get(name) instanceof Elements products) {
        properties.remove(name);
        boolean isNet = name.equals("items");
        event.put(
            "items",
            new Elements(products.all().stream().map(each -> listed(each, isNet)).toList()));
        return;
      }
    }
    if (PRODUCT_IDS.stream().anyMatch(id -> Json.text(properties.get(id)) != null)) {
      event.put("items", new Elements(List.of(new Members(item(properties)))));
    }
  }

  private static Json listed(Json product, boolean isNet) {
    if (!(product instanceof Members members)) {
      return product;
    }
    Map<String, Json> rest = new LinkedHashMap<>(members.byName());
    Map<String, Json> item = item(rest);
    // Prices of GA4's items are those after the discount.
    if (!isNet) {
      put(item, "discount", take(rest, "discount"));
    }
    return new Members(item);
  }

  private static Map<String, Json> item(Map<String, Json> product) {
    Map<String, Json> item = new LinkedHashMap<>();
    ITEM.forEach(
        (name, names) -> put(item, name, text(take(product, names.toArray(String[]::new)))));
    put(item, "quantity", take(product, "quantity"));
    put(item, "unit_price", take(product, "price", "unit_price"));
    return item;
  }

  private Json take(String... names) {
    return take(properties, names);
  }

  /** Removes the first of these that says something and gives it; null if none does. */
  static Json take(Map<String, Json> properties, String... names) {
    for (String name : names) {
      if (!Json.isAbsent(properties.get(name))) {
        return properties.remove(name);
      }
    }
    return null;
  }

  private void put(String name, Json value) {
    put(event, name, value);
  }

  static void put(Map<String, Json> members, String name, Json value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  /** A number as the text it stands for; anything else as it is. */
  static Json text(Json value) {
    return value instanceof Scalar scalar && scalar.kind().isNumeric()
        ? Json.ofText(scalar.text())
        : value;
  }
}
