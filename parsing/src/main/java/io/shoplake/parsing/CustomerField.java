package io.shoplake.parsing;

import static io.shoplake.parsing.DeclaredField.Declaration.field;
import static io.shoplake.parsing.FieldKind.FACT_TIME;
import static io.shoplake.parsing.FieldKind.FLAG;
import static io.shoplake.parsing.FieldKind.ID;
import static io.shoplake.parsing.FieldKind.TEXT;
import static io.shoplake.parsing.FieldKind.TIME;
import static io.shoplake.parsing.FieldKind.UNCHECKED;

/** The fields of a customer. */
enum CustomerField implements DeclaredField {
  CUSTOMER_ID(field("customer_id", ID).required().atMost(256)),
  SHOP_ID(field("shop_id", ID)),
  UPDATED_AT(field("updated_at", FACT_TIME)),
  DELETED(field("deleted", FLAG)),
  EMAIL(field("email", UNCHECKED)),
  PHONE(field("phone", UNCHECKED)),
  NAME(field("name", UNCHECKED)),
  SEGMENT(field("segment", TEXT)),
  COUNTRY(field("country", TEXT)),
  REGION(field("region", TEXT)),
  CITY(field("city", TEXT)),
  CREATED_AT(field("created_at", TIME)),
  PROPERTIES(field("properties", FieldKind.PROPERTIES));

  private final Declaration declaration;

  CustomerField(Declaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }
}
