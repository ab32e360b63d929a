package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BOOLEAN;
import static io.shoplake.layout.FieldType.LONG;
import static io.shoplake.layout.FieldType.MONEY;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;
import java.util.List;

/** What the shop said about its products. */
public final class ProductChanges {

  static final List<Field> FACTS =
      List.of(
          optional("name", STRING, "Name of the product."),
          optional("category", STRING, "Its category."),
          optional("sub_category", STRING, "Its sub-category."),
          optional("brand", STRING, "Its brand."),
          optional("price", MONEY, "Price of one piece."),
          optional(
              "currency", STRING, "ISO 4217 code of price and cost; empty for that of the shop."),
          optional("unit_cost", MONEY, "What one piece costs the shop."),
          optional("stock", LONG, "Pieces in stock; negative where more were sold."),
          optional("properties", STRING, "Everything else that was sent, as JSON text."));

  public static final Table PRODUCT_CHANGES =
      Table.silver("product_changes", "One accepted record of a product, counted once.")
          .from(BronzeTables.SHOP_PRODUCTS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("product_id", STRING, "The product."),
              required(
                  "updated_at",
                  TIMESTAMP,
                  "From when the record holds, UTC; where it does not say, its kafka_time."),
              required("is_deleted", BOOLEAN, "Whether the product is gone from then on."))
          .fields(FACTS)
          .fields(Arrival.FIELDS)
          .key("shop_id", "product_id", "updated_at", "content_hash")
          .clusterBy("product_id")
          .statistics("product_id", "updated_at")
          .build();

  private ProductChanges() {}
}
