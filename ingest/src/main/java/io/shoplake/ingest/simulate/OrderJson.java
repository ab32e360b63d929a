package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shoplake.ingest.simulate.Accounts.Place;
import io.shoplake.ingest.simulate.Order.Line;
import io.shoplake.ingest.simulate.Order.Refund;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Writes changes of orders as an order system does. */
final class OrderJson {

  /** What an order system knows of an order beside its money. */
  record Circumstances(
      String anonymousId,
      String channel,
      String paymentMethod,
      String segment,
      String shipMode,
      Place address) {}

  /**
   * A change.
   *
   * @param isWhole whether it repeats the whole order or says only what is new
   * @param refund the money given back with it, null for none
   */
  record Change(String id, String status, long at, boolean isWhole, Refund refund) {}

  private static final JsonFactory JSON = new JsonFactory();

  private final String shopId;
  private final boolean isMain;

  OrderJson(SimulatedShop shop) {
    this.shopId = shop.id();
    this.isMain = shop.isMain();
  }

  /** The message of {@code change}, with the order as it stands. */
  byte[] write(Order order, Circumstances circumstances, Change change) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("change_id", change.id());
      if (!isMain) {
        json.writeStringField("shop_id", shopId);
      }
      json.writeStringField("order_id", order.id());
      json.writeStringField("status", change.status());
      time(json, "changed_at", change.at());
      if (change.isWhole()) {
        whole(json, order, circumstances);
      }
      if (change.refund() != null) {
        refund(json, change.refund());
      }
      if (change.status().equals("shipped")) {
        ship(json, circumstances, change.at());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void whole(JsonGenerator json, Order order, Circumstances circumstances)
      throws IOException {
    time(json, "placed_at", order.placedAt());
    text(json, "customer_id", order.customerId());
    text(json, "anonymous_id", circumstances.anonymousId());
    json.writeStringField("currency", order.currency());
    lines(json, order.lines());
    json.writeNumberField("shipping", order.shipping());
    json.writeNumberField("tax", order.tax());
    if (order.orderDiscount().signum() != 0) {
      json.writeNumberField("discount", order.orderDiscount());
    }
    json.writeStringField("total", order.total().toPlainString());
    text(json, "segment", circumstances.segment());
    json.writeStringField("payment_method", circumstances.paymentMethod());
    json.writeStringField("channel", circumstances.channel());
  }

  private static void lines(JsonGenerator json, List<Line> lines) throws IOException {
    json.writeArrayFieldStart("lines");
    for (Line line : lines) {
      json.writeStartObject();
      json.writeStringField("line_id", line.id());
      Catalogue.Product product = line.item().product();
      if (product != null) {
        json.writeStringField("product_id", product.id());
      }
      json.writeStringField("name", line.item().name());
      if (product != null) {
        json.writeStringField("category", product.category());
        json.writeStringField("sub_category", product.subCategory());
      }
      json.writeNumberField("quantity", line.item().quantity());
      json.writeNumberField("unit_price", line.item().price());
      BigDecimal discount = line.item().discount();
      if (discount.signum() != 0) {
        json.writeNumberField("discount", discount);
      }
      if (line.cost() != null) {
        json.writeNumberField("unit_cost", line.cost());
      }
      if (line.statedProfit() != null) {
        json.writeNumberField("profit", line.statedProfit());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void refund(JsonGenerator json, Refund refund) throws IOException {
    json.writeObjectFieldStart("refund");
    json.writeStringField("refund_id", refund.id());
    json.writeNumberField("amount", refund.amount());
    lines(json, refund.lines());
    json.writeEndObject();
  }

  private static void ship(JsonGenerator json, Circumstances circumstances, long at)
      throws IOException {
    Place address = circumstances.address();
    json.writeObjectFieldStart("ship");
    json.writeStringField("mode", circumstances.shipMode());
    time(json, "shipped_at", at);
    json.writeStringField("country", address.country());
    json.writeStringField("region", address.region());
    json.writeStringField("city", address.city());
    json.writeStringField("postal_code", address.postalCode());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String field, long epochMillis) throws IOException {
    json.writeStringField(field, Instant.ofEpochMilli(epochMillis).toString());
  }

  private static void text(JsonGenerator json, String field, String value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
