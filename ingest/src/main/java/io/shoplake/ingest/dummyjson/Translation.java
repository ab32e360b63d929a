package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.DenyList;
import io.shoplake.parsing.Shop;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Makes a message of an object. The same object gives the same bytes, so that what is pulled again
 * counts as a duplicate.
 *
 * <p>What has no field of its own in the message is kept in {@code properties}, together with
 * {@code synthesized}, the fields that the source does not know, and {@code redacted}, what was
 * taken out.
 *
 * @param shopId the shop of all messages
 * @param currency of the prices of products, which name none
 * @param times moments for carts and posts, which have none
 */
public record Translation(String shopId, String currency, Times times) {

  private static final String SYNTHESIZED = "synthesized";
  private static final String CHANGED_AT = "changed_at";

  /**
   * What is sent of one object.
   *
   * @param resource what kind of object it is
   * @param id its id in the source
   * @param key the key of the message
   * @param message what is said of it when it is seen for the first time
   */
  record Draft(Resource resource, String id, String key, ObjectNode message) {

    /** Tells any two contents of one object apart. */
    String hash() {
      return Digests.hex(bytesOf(message));
    }

    /**
     * The value of the message.
     *
     * @param revision how many contents of the object were seen, this one included
     * @param noticedAt when it was seen to have changed; null for the first content
     */
    byte[] bytes(int revision, Instant noticedAt) {
      return bytesOf(revision == 1 ? message : later(revision, noticedAt));
    }

    // Records and events are told apart by what they are, only changes of orders have ids of their
    // own.
    private ObjectNode later(int revision, Instant noticedAt) {
      if (resource != Resource.CARTS) {
        return message;
      }
      ObjectNode change = message.deepCopy();
      change.put("change_id", changeId(id, revision));
      change.put(CHANGED_AT, noticedAt.toString());
      ObjectNode properties = (ObjectNode) change.get("properties");
      properties.set(SYNTHESIZED, names(List.of("status", "placed_at")));
      return change;
    }
  }

  /**
   * The draft of {@code object}.
   *
   * @throws BadObjectException if it lacks what the message needs
   */
  Draft draft(Resource resource, JsonNode object) throws BadObjectException {
    if (!(object instanceof ObjectNode members)) {
      throw new BadObjectException("this is no object");
    }
    DenyList.Redacted redacted = DenyList.redact(members);
    Fields fields = new Fields(redacted.object(), "");
    String id = fields.id("id");
    return switch (resource) {
      case USERS -> customer(id, fields, redacted);
      case PRODUCTS -> product(id, fields, redacted);
      case CARTS -> order(id, fields, redacted);
      case POSTS -> event(id, fields, redacted);
    };
  }

  private Draft customer(String id, Fields user, DenyList.Redacted redacted)
      throws BadObjectException {
    ObjectNode message = message("customer_id", id);
    user.copyText("email", message, "email");
    user.copyText("phone", message, "phone");
    message.put("name", user.text("firstName") + " " + user.text("lastName"));
    Fields address = user.inner("address");
    address.copyText("country", message, "country");
    address.copyText("state", message, "region");
    address.copyText("city", message, "city");
    // The address of the portrait holds the user's login.
    Set<String> taken = Set.of("id", "email", "phone", "firstName", "lastName", "image");
    message.set("properties", properties(redacted, taken, List.of()));
    return new Draft(Resource.USERS, id, id, message);
  }

  private Draft product(String id, Fields product, DenyList.Redacted redacted)
      throws BadObjectException {
    ObjectNode message = message("product_id", id);
    message.put("name", product.text("title"));
    message.put("category", product.text("category"));
    product.copyText("brand", message, "brand");
    message.put("price", plain(product.amount("price")));
    message.put("currency", currency);
    product.copyCount("stock", message, "stock");
    product.inner("meta").copyText("updatedAt", message, "updated_at");
    Set<String> taken = Set.of("id", "title", "category", "brand", "price", "stock");
    message.set("properties", properties(redacted, taken, List.of()));
    return new Draft(Resource.PRODUCTS, id, id, message);
  }

  private Draft order(String id, Fields cart, DenyList.Redacted redacted)
      throws BadObjectException {
    String orderId = "cart-" + id;
    Instant placedAt = times.of(Resource.CARTS, id);
    ObjectNode message = message("change_id", changeId(id, 1));
    message.put("order_id", orderId);
    message.put("status", "placed");
    message.put(CHANGED_AT, placedAt.toString());
    message.put("placed_at", placedAt.toString());
    message.put("customer_id", cart.id("userId"));
    ArrayNode lines = message.putArray("lines");
    for (Fields line : cart.list("products")) {
      line(line, lines.addObject().put("line_id", String.valueOf(lines.size())));
    }
    message.put("total", plain(cart.amount("discountedTotal")));
    Set<String> taken = Set.of("id", "userId", "products", "discountedTotal");
    message.set(
        "properties", properties(redacted, taken, List.of("status", CHANGED_AT, "placed_at")));
    return new Draft(Resource.CARTS, id, orderId, message);
  }

  private static void line(Fields product, ObjectNode line) throws BadObjectException {
    long quantity = product.count("quantity");
    BigDecimal price = product.amount("price");
    // The source's own product of both is computed in binary: 5 × 19.99 = 99.94999999999999.
    BigDecimal amount = price.multiply(BigDecimal.valueOf(quantity));
    line.put("product_id", product.id("id"));
    product.copyText("title", line, "name");
    line.put("quantity", quantity);
    line.put("unit_price", plain(price));
    line.put("discount", plain(amount.subtract(product.amount("discountedTotal"))));
  }

  private Draft event(String id, Fields post, DenyList.Redacted redacted)
      throws BadObjectException {
    String userId = post.id("userId");
    ObjectNode message = message("event_id", "post-" + id);
    message.put("event_type", "post");
    message.put("event_time", times.of(Resource.POSTS, id).toString());
    message.put("user_id", userId);
    message.set("properties", properties(redacted, Set.of("id", "userId"), List.of("event_time")));
    return new Draft(Resource.POSTS, id, userId, message);
  }

  private ObjectNode message(String idField, String id) {
    ObjectNode message = Pages.JSON.createObjectNode().put(idField, id);
    return shopId.equals(Shop.MAIN) ? message : message.put("shop_id", shopId);
  }

  private static ObjectNode properties(
      DenyList.Redacted redacted, Set<String> taken, List<String> synthesized) {
    ObjectNode properties = Pages.JSON.createObjectNode().put("source", "dummyjson");
    if (!synthesized.isEmpty()) {
      properties.set(SYNTHESIZED, names(synthesized));
    }
    if (!redacted.names().isEmpty()) {
      properties.set("redacted", names(redacted.names()));
    }
    redacted
        .object()
        .properties()
        .forEach(
            member -> {
              if (!taken.contains(member.getKey()) && !properties.has(member.getKey())) {
                properties.set(member.getKey(), member.getValue());
              }
            });
    return properties;
  }

  private static ArrayNode names(Collection<String> names) {
    ArrayNode list = Pages.JSON.createArrayNode();
    names.forEach(list::add);
    return list;
  }

  private static String changeId(String cartId, int revision) {
    return "cart-%s-%d".formatted(cartId, revision);
  }

  private static String plain(BigDecimal amount) {
    return amount.toPlainString();
  }

  private static byte[] bytesOf(ObjectNode message) {
    try {
      return Pages.JSON.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
