package io.shoplake.parsing;

import static io.shoplake.parsing.Message.customer;
import static io.shoplake.parsing.Message.product;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every code by which a record of a product or a customer can be refused, met by real bytes; and
 * what is refused alike as a change of an order.
 */
class RecordRejectTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"product_id\":\"p\"          | not_json",
        "{} {}                          | trailing_content",
        "{\"a\":1,\"a\":1}              | duplicate_key",
        "[]                             | not_an_object",
        "{\"product_id\":\"\\u0000\"}   | nul_character",
        "{\"product_id\":\"\\ud800\"}   | not_utf8",
      })
  void aValueThatIsNoMessageIsRefusedByName(String json, String code) {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    assertThat(Message.reason(Message.PRODUCTS.parse(value, Message.ARRIVAL))).isEqualTo(code);
    assertThat(Message.reason(Message.CUSTOMERS.parse(value, Message.ARRIVAL))).isEqualTo(code);
    assertThat(Message.reason(Message.ORDER_CHANGES.parse(value, Message.ARRIVAL))).isEqualTo(code);
  }

  @Test
  void anEmptyMessageIsNoRecord() {
    assertThat(Message.reason(Message.PRODUCTS.parse(null, Message.ARRIVAL))).isEqualTo("not_json");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "product_id   | null                    | missing_product_id",
        "product_id   | ''                      | missing_product_id",
        "product_id   | 1                       | bad_type_product_id",
        "shop_id      | 1                       | bad_type_shop_id",
        "updated_at   | 'soon'                  | bad_type_updated_at",
        "updated_at   | 1e999                   | not_finite_updated_at",
        "updated_at   | '2026-03-10T13:00:01Z'  | updated_at_out_of_range",
        "updated_at   | '1989-12-31T23:59Z'     | updated_at_out_of_range",
        "deleted      | 'true'                  | bad_type_deleted",
        "deleted      | 1                       | bad_type_deleted",
        "name         | 1                       | bad_type_name",
        "category     | {}                      | bad_type_category",
        "sub_category | []                      | bad_type_sub_category",
        "brand        | true                    | bad_type_brand",
        "price        | 'x'                     | bad_type_price",
        "price        | 1e999                   | not_finite_price",
        "price        | -0.01                   | negative_price",
        "price        | 1e14                    | out_of_range_price",
        "currency     | 1                       | bad_type_currency",
        "currency     | 'EURO'                  | bad_currency",
        "unit_cost    | []                      | bad_type_unit_cost",
        "unit_cost    | 'NaN'                   | not_finite_unit_cost",
        "unit_cost    | '-1'                    | negative_unit_cost",
        "unit_cost    | 1e14                    | out_of_range_unit_cost",
        "stock        | '1'                     | bad_type_stock",
        "stock        | 1.5                     | bad_type_stock",
        "stock        | 1e999                   | not_finite_stock",
        "stock        | 100000000000000         | out_of_range_stock",
        "properties   | 1                       | bad_type_properties",
      })
  void aFieldOfAProductThatBreaksItsRuleIsRefusedByName(String field, String json, String code) {
    assertThat(product().with(field, json).productReason()).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "customer_id  | null                    | missing_customer_id",
        "customer_id  | ''                      | missing_customer_id",
        "customer_id  | 1                       | bad_type_customer_id",
        "shop_id      | {}                      | bad_type_shop_id",
        "updated_at   | ''                      | bad_type_updated_at",
        "updated_at   | 1e999                   | not_finite_updated_at",
        "updated_at   | '1989-12-31T23:59Z'     | updated_at_out_of_range",
        "deleted      | 'yes'                   | bad_type_deleted",
        "email        | {}                      | bad_type_email",
        "phone        | 1                       | bad_type_phone",
        "name         | []                      | bad_type_name",
        "segment      | 1                       | bad_type_segment",
        "country      | 1                       | bad_type_country",
        "region       | 1                       | bad_type_region",
        "city         | 1                       | bad_type_city",
        "created_at   | 'soon'                  | bad_type_created_at",
        "created_at   | 1e999                   | not_finite_created_at",
        "created_at   | 999999999999999         | out_of_range_created_at",
        "properties   | 'x'                     | bad_type_properties",
      })
  void aFieldOfACustomerThatBreaksItsRuleIsRefusedByName(String field, String json, String code) {
    assertThat(customer().with(field, json).customerReason()).isEqualTo(code);
  }

  @Test
  void anIdThatIsTooLongIsRefused() {
    assertThat(customer().with("customer_id", "'" + "x".repeat(257) + "'").customerReason())
        .isEqualTo("too_long_customer_id");
  }
}
