package io.shoplake.parsing;

import static io.shoplake.parsing.Message.orderChange;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code by which a change of an order can be refused, met by real bytes. */
class OrderChangeRejectTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "change_id      | null                          | missing_change_id",
        "change_id      | ''                            | missing_change_id",
        "change_id      | 1                             | bad_type_change_id",
        "shop_id        | 1                             | bad_type_shop_id",
        "order_id       | ''                            | missing_order_id",
        "order_id       | 1                             | bad_type_order_id",
        "status         | 1                             | bad_type_status",
        "status         | 'lost'                        | bad_type_status",
        "status         | 'Paid'                        | bad_type_status",
        "changed_at     | null                          | missing_changed_at",
        "changed_at     | 'soon'                        | bad_type_changed_at",
        "changed_at     | '2016-12-31T23:59:60Z'        | bad_type_changed_at",
        "changed_at     | 1e999                         | not_finite_changed_at",
        "changed_at     | '2026-03-10T13:00:01Z'        | changed_at_out_of_range",
        "changed_at     | '1989-12-31T23:59Z'           | changed_at_out_of_range",
        "placed_at      | ''                            | bad_type_placed_at",
        "placed_at      | 1e999                         | not_finite_placed_at",
        "placed_at      | 999999999999999               | out_of_range_placed_at",
        "customer_id    | 1                             | bad_type_customer_id",
        "anonymous_id   | 1                             | bad_type_anonymous_id",
        "currency       | 1                             | bad_type_currency",
        "currency       | 'EURO'                        | bad_currency",
        "lines          | {}                            | bad_type_lines",
        "lines          | [1]                           | bad_type_lines",
        "lines          | [{'line_id':1}]               | bad_type_lines.line_id",
        "lines          | [{'product_id':1}]            | bad_type_lines.product_id",
        "lines          | [{'name':1}]                  | bad_type_lines.name",
        "lines          | [{'category':1}]              | bad_type_lines.category",
        "lines          | [{'sub_category':1}]          | bad_type_lines.sub_category",
        "lines          | [{'quantity':'1'}]            | bad_type_lines.quantity",
        "lines          | [{'quantity':1e999}]          | not_finite_lines.quantity",
        "lines          | [{'quantity':-100000000000000}] | out_of_range_lines.quantity",
        "lines          | [{'unit_price':[]}]           | bad_type_lines.unit_price",
        "lines          | [{'unit_price':1e999}]        | not_finite_lines.unit_price",
        "lines          | [{'unit_price':1e14}]         | out_of_range_lines.unit_price",
        "lines          | [{'discount':'x'}]            | bad_type_lines.discount",
        "lines          | [{'tax':'x'}]                 | bad_type_lines.tax",
        "lines          | [{'unit_cost':'x'}]           | bad_type_lines.unit_cost",
        "lines          | [{'unit_cost':-1}]            | negative_lines.unit_cost",
        "lines          | [{'profit':'x'}]              | bad_type_lines.profit",
        "shipping       | 'x'                           | bad_type_shipping",
        "shipping       | 1e999                         | not_finite_shipping",
        "tax            | 'x'                           | bad_type_tax",
        "tax            | 1e14                          | out_of_range_tax",
        "discount       | 'x'                           | bad_type_discount",
        "total          | 'x'                           | bad_type_total",
        "total          | 'Infinity'                    | not_finite_total",
        "total          | 1e14                          | out_of_range_total",
        "refund         | []                            | bad_type_refund",
        "refund         | {}                            | missing_refund.refund_id",
        "refund         | {'refund_id':'','amount':1}   | missing_refund.refund_id",
        "refund         | {'refund_id':'r1'}            | missing_refund.amount",
        "refund         | {'refund_id':1,'amount':1}    | bad_type_refund.refund_id",
        "refund         | {'refund_id':'r','amount':''} | missing_refund.amount",
        "refund         | {'refund_id':'r','amount':{}} | bad_type_refund.amount",
        "refund         | {'refund_id':'r','amount':1e999} | not_finite_refund.amount",
        "refund         | {'refund_id':'r','amount':-1} | negative_refund.amount",
        "refund         | {'refund_id':'r','amount':1e14} | out_of_range_refund.amount",
        "refund         | {'refund_id':'r','amount':1,'lines':1} | bad_type_refund.lines",
        "refund | {'refund_id':'r','amount':1,'lines':[{'tax':[]}]} | bad_type_refund.lines.tax",
        "ship           | 1                             | bad_type_ship",
        "ship           | {'mode':1}                    | bad_type_ship.mode",
        "ship           | {'shipped_at':'x'}            | bad_type_ship.shipped_at",
        "ship           | {'shipped_at':1e999}          | not_finite_ship.shipped_at",
        "ship           | {'country':1}                 | bad_type_ship.country",
        "ship           | {'region':1}                  | bad_type_ship.region",
        "ship           | {'city':1}                    | bad_type_ship.city",
        "ship           | {'postal_code':1}             | bad_type_ship.postal_code",
        "segment        | 1                             | bad_type_segment",
        "payment_method | 1                             | bad_type_payment_method",
        "channel        | 1                             | bad_type_channel",
        "properties     | 1                             | bad_type_properties",
      })
  void aFieldThatBreaksItsRuleIsRefusedByName(String field, String json, String code) {
    assertThat(orderChange().with(field, json).changeReason()).isEqualTo(code);
  }

  @Test
  void anIdThatIsTooLongIsRefused() {
    assertThat(orderChange().with("change_id", "'" + "x".repeat(129) + "'").changeReason())
        .isEqualTo("too_long_change_id");
    assertThat(orderChange().with("customer_id", "'" + "x".repeat(257) + "'").changeReason())
        .isEqualTo("too_long_customer_id");
    assertThat(orderChange().with("anonymous_id", "'" + "x".repeat(257) + "'").changeReason())
        .isEqualTo("too_long_anonymous_id");
  }
}
