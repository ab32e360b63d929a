package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.STRING;

import io.shoplake.layout.Table;

/** Customers as they were and are, without saying who they are. */
public final class Customers {

  public static final Table CUSTOMERS =
      Table.silver("customers", "One version of a customer; neighbours differ.")
          .from(CustomerChanges.CUSTOMER_CHANGES)
          .fields(
              required("shop_id", STRING, "The shop."),
              required(
                  "customer_id",
                  STRING,
                  "The customer; a pseudonym if it holds an e-mail address."))
          .fields(Versions.FIELDS)
          .fields(CustomerChanges.FACTS)
          .key("shop_id", "customer_id", "valid_from")
          .clusterBy("customer_id")
          .publish("lake_silver")
          .build();

  private Customers() {}
}
