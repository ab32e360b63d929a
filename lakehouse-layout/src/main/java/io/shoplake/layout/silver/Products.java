package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.STRING;

import io.shoplake.layout.Table;

/** Products as they were and are. */
public final class Products {

  public static final Table PRODUCTS =
      Table.silver("products", "One version of a product; neighbours differ.")
          .from(ProductChanges.PRODUCT_CHANGES)
          .fields(
              required("shop_id", STRING, "The shop."),
              required("product_id", STRING, "The product."))
          .fields(Versions.FIELDS)
          .fields(ProductChanges.FACTS)
          .key("shop_id", "product_id", "valid_from")
          .clusterBy("product_id")
          .publish("lake_silver")
          .build();

  private Products() {}
}
