package io.shoplake.parsing;

import static io.shoplake.parsing.Message.customer;
import static io.shoplake.parsing.Message.product;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of records of products and customers. */
class RecordContentTest {

  private static final Pseudonyms PSEUDONYMS = Pseudonyms.forDevelopment();

  @Test
  void aProductKeepsWhatWasSaid() {
    Message sent =
        product()
            .with("shop_id", "'fr'")
            .with("updated_at", "'2026-03-10T12:00:00.123456789+01:00'")
            .with("name", "'Tea'")
            .with("category", "'drinks'")
            .with("sub_category", "'hot'")
            .with("brand", "'Leaf'")
            .with("price", "9.99995")
            .with("currency", "'EUR'")
            .with("unit_cost", "'1.5'")
            .with("stock", "-3")
            .with("weight", "4")
            .with("properties", "{'tags':['a'],'weight':5}");
    assertThat(sent.acceptedProduct())
        .isEqualTo(
            new Product(
                "fr",
                "p1",
                micros("2026-03-10T11:00:00.123456Z"),
                false,
                "Tea",
                "drinks",
                "hot",
                "Leaf",
                new BigDecimal("10.0000"),
                "EUR",
                new BigDecimal("1.5000"),
                -3L,
                "{\"tags\":[\"a\"],\"weight\":5}",
                ContentHash.of(sent.bytes(), false)));
  }

  @Test
  void aCustomerIsNamedByPseudonymsOnly() {
    Message sent =
        customer()
            .with("updated_at", "1773140400000")
            .with("email", "'ann@example.com'")
            .with("phone", "'+1 23'")
            .with("name", "'Ann Lee'")
            .with("segment", "'gold'")
            .with("country", "'FR'")
            .with("region", "'Île-de-France'")
            .with("city", "'Paris'")
            .with("created_at", "'2020-01-01T00:00Z'")
            .with("address", "{'street':'1 Main'}")
            .with("company", "{'name':'Acme','department':'Sales','address':{'city':'Rome'}}")
            .with("macAddress", "'47:fa'");
    Customer read = sent.acceptedCustomer();
    assertThat(read)
        .isEqualTo(
            new Customer(
                "main",
                "c1",
                micros("2026-03-10T11:00:00Z"),
                false,
                PSEUDONYMS.of("ann@example.com"),
                PSEUDONYMS.of("+1 23"),
                PSEUDONYMS.of("Ann Lee"),
                "gold",
                "FR",
                "Île-de-France",
                "Paris",
                micros("2020-01-01T00:00:00Z"),
                "{\"company\":{\"department\":\"Sales\"}}",
                ContentHash.of(sent.bytes(), false)));
    assertThat(read.email()).matches("p1:[0-9a-f]{32}");
  }

  @Test
  void whatIsNotSaidOfAPersonHasNoPseudonym() {
    Customer read = customer().with("email", "''").with("phone", "' '").acceptedCustomer();
    assertThat(new String[] {read.email(), read.phone(), read.name()}).containsOnlyNulls();
  }

  @Test
  void aRecordWithoutATimeIsOfItsArrival() {
    assertThat(product().acceptedProduct().updatedAt()).isEqualTo(micros("2026-03-10T12:00:00Z"));
    assertThat(customer().acceptedCustomer().updatedAt()).isEqualTo(micros("2026-03-10T12:00:00Z"));
  }

  @Test
  void aRecordMaySayThatItsObjectIsGone() {
    assertThat(product().with("deleted", "true").acceptedProduct().isDeleted()).isTrue();
    assertThat(product().with("deleted", "false").acceptedProduct().isDeleted()).isFalse();
    assertThat(customer().with("deleted", "true").acceptedCustomer().isDeleted()).isTrue();
    assertThat(customer().with("deleted", "null").acceptedCustomer().isDeleted()).isFalse();
  }

  private static long micros(String time) {
    return Instants.micros(Instant.parse(time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://shop.example/a?phone=1&b=2      | https://shop.example/a?phone=&b=2",
        "https://shop.example/a?to=ann@x.com&b=2 | https://shop.example/a?to=&b=2",
        "https://shop.example/stop/ann@x.com     | https://shop.example/stop/",
        "/a?access_token=x                       | /a?access_token=",
        "/my page?phone=1 2                      | /my page?phone=",
        "order?phone=1                           | order?phone=",
        "?phone=1                                | ?phone=",
        "#access_token=x&b=2                     | #access_token=&b=2",
        "What? a=b                               | What? a=b",
        "Is it yours? phone=no #email=yes        | Is it yours? phone=no #email=yes",
        "#1 in tea? yes                          | #1 in tea? yes",
      })
  void addressesInPropertiesLoseWhatIsPersonal(String sent, String kept) {
    String properties = "{'href':'%1$s','all':[{'href':'%1$s'},'%1$s']}".formatted(sent);
    String expected =
        "{'href':'%1$s','all':[{'href':'%1$s'},'%1$s']}".formatted(kept).replace('\'', '"');
    assertThat(Message.event().with("properties", properties).accepted().properties())
        .isEqualTo(expected);
    assertThat(product().with("properties", properties).acceptedProduct().properties())
        .isEqualTo(expected);
    assertThat(product().with("href", "'" + sent + "'").acceptedProduct().properties())
        .isEqualTo("{\"href\":\"" + kept + "\"}");
  }

  @Test
  void aTextThatOnlyNamesAnAddressBesideAPersonIsLeftOut() {
    assertThat(
            product()
                .with("properties", "{'a':'Ann / ann@x.com, see https://shop.example/?b=1','c':1}")
                .acceptedProduct()
                .properties())
        .isEqualTo("{\"c\":1}");
  }
}
