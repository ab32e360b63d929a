package io.shoplake.parsing;

import static io.shoplake.parsing.DeclaredField.Declaration.field;
import static io.shoplake.parsing.FieldKind.AMOUNT;
import static io.shoplake.parsing.FieldKind.COUNT;
import static io.shoplake.parsing.FieldKind.FACT_TIME;
import static io.shoplake.parsing.FieldKind.FLAG;
import static io.shoplake.parsing.FieldKind.ID;
import static io.shoplake.parsing.FieldKind.TEXT;

/** The fields of a product; a stock below zero is what was sold before it came in. */
enum ProductField implements DeclaredField {
  PRODUCT_ID(field("product_id", ID).required()),
  SHOP_ID(field("shop_id", ID)),
  UPDATED_AT(field("updated_at", FACT_TIME)),
  DELETED(field("deleted", FLAG)),
  NAME(field("name", TEXT)),
  CATEGORY(field("category", TEXT)),
  SUB_CATEGORY(field("sub_category", TEXT)),
  BRAND(field("brand", TEXT)),
  PRICE(field("price", AMOUNT).notNegative()),
  CURRENCY(field("currency", FieldKind.CURRENCY)),
  UNIT_COST(field("unit_cost", AMOUNT).notNegative()),
  STOCK(field("stock", COUNT)),
  PROPERTIES(field("properties", FieldKind.PROPERTIES));

  private final Declaration declaration;

  ProductField(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
