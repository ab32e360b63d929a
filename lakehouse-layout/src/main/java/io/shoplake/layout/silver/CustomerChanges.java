package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BOOLEAN;
import static io.shoplake.layout.FieldType.STRING;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;
import java.util.List;

/** What the shop said about its customers. */
public final class CustomerChanges {

  private static final String PSEUDONYM =
      " as a pseudonym, which begins with the id of its key; nothing may join on it.";

  static final List<Field> FACTS =
      List.of(
          optional("email", STRING, "E-mail address" + PSEUDONYM),
          optional("phone", STRING, "Telephone number" + PSEUDONYM),
          optional("name", STRING, "Name" + PSEUDONYM),
          optional("segment", STRING, "Segment of the customer."),
          optional("country", STRING, "Country."),
          optional("region", STRING, "Region."),
          optional("city", STRING, "City."),
          optional("created_at", TIMESTAMP, "Since when the shop knows the customer, UTC."),
          optional(
              "properties",
              STRING,
              "Everything else that was sent and is not personal, as JSON text."));

  public static final Table CUSTOMER_CHANGES =
      Table.silver("customer_changes", "One accepted record of a customer, counted once.")
          .from(BronzeTables.SHOP_CUSTOMERS)
          .fields(
              required("shop_id", STRING, "The shop."),
              required(
                  "customer_id",
                  STRING,
                  "The customer; a pseudonym if it holds an e-mail address."),
              required(
                  "updated_at",
                  TIMESTAMP,
                  "From when the record holds, UTC; where it does not say, its kafka_time."),
              required("is_deleted", BOOLEAN, "Whether the customer is gone from then on."))
          .fields(FACTS)
          .fields(Arrival.FIELDS)
          .key("shop_id", "customer_id", "updated_at", "content_hash")
          .clusterBy("customer_id")
          .statistics("customer_id", "updated_at")
          .build();

  private CustomerChanges() {}
}
