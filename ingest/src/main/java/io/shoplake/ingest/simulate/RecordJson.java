package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shoplake.ingest.simulate.Accounts.Account;
import io.shoplake.ingest.simulate.Catalogue.Product;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Writes the records of products and customers, as the systems that keep them do. */
final class RecordJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final String shopId;
  private final boolean isMain;
  private final String currency;

  RecordJson(SimulatedShop shop) {
    this.shopId = shop.id();
    this.isMain = shop.isMain();
    this.currency = shop.currency();
  }

  /** What is written between the braces. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  byte[] product(Product product, long stock) {
    return record(
        json -> {
          json.writeStringField("product_id", product.id());
          json.writeStringField("name", product.name());
          json.writeStringField("category", product.category());
          json.writeStringField("sub_category", product.subCategory());
          if (product.brand() != null) {
            json.writeStringField("brand", product.brand());
          }
          json.writeNumberField("price", product.price());
          json.writeStringField("currency", currency);
          if (product.cost() != null) {
            json.writeNumberField("unit_cost", product.cost());
          }
          json.writeNumberField("stock", stock);
          time(json, "updated_at", product.since());
        });
  }

  byte[] customer(Account account, long updatedAt) {
    return record(
        json -> {
          json.writeStringField("customer_id", account.customerId());
          json.writeStringField("email", account.email());
          json.writeStringField("phone", account.phone());
          json.writeStringField("name", account.name());
          json.writeStringField("segment", account.segment());
          json.writeStringField("country", account.place().country());
          json.writeStringField("region", account.place().region());
          json.writeStringField("city", account.place().city());
          time(json, "created_at", account.createdAt());
          time(json, "updated_at", updatedAt);
        });
  }

  byte[] deletedCustomer(String customerId, long updatedAt) {
    return record(
        json -> {
          json.writeStringField("customer_id", customerId);
          json.writeBooleanField("deleted", true);
          time(json, "updated_at", updatedAt);
        });
  }

  private byte[] record(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!isMain) {
        json.writeStringField("shop_id", shopId);
      }
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void time(JsonGenerator json, String field, long epochMillis) throws IOException {
    json.writeStringField(field, Instant.ofEpochMilli(epochMillis).toString());
  }
}
