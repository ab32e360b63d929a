package io.shoplake.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalKeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "user_password",
        "passwordHash",
        "bank",
        "bankName",
        "cardNumber",
        "cardnumber",
        "card_number",
        "cardExpire",
        "creditCard",
        "iban",
        "IBAN",
        "ssn",
        "SSN",
        "ein",
        "crypto",
        "wallet",
        "accessToken",
        "api-key",
        "CVV",
        "cvv2",
        "Social Security Number",
        "socialSecurityNumber",
        "SSNNumber",
        "CVVCode",
        "IBANCode",
        "PINNumber",
        "customerIBANNumber",
        "security_code",
        "cardSecurityCode"
      })
  void aSecretReachesNoTopic(String name) {
    assertThat(PersonalKeys.isSecret(name)).isTrue();
    assertThat(PersonalKeys.isDenied(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email",
        "E-Mail",
        "reviewerEmail",
        "contact_email_address",
        "the_email_address_of_whoever_has_to_be_asked_about_it",
        "phone",
        "phone2",
        "billingPhone",
        "name",
        "first_name",
        "billing_first_name",
        "reviewerName",
        "userName",
        "address",
        "shippingAddress",
        "addressLine1",
        "macAddress",
        "mac",
        "ip",
        "ip_address",
        "birthDate",
        "bloodGroup",
        "IPAddress",
        "EMailAddress",
        "mobile_number",
        "mobileNumber",
        "contact_number",
        "shipping_name",
        "billing_name",
        "shipping_street",
        "display_name",
        "person_name"
      })
  void whatNamesAPersonEndsAtBronze(String name) {
    assertThat(PersonalKeys.isDenied(name)).isTrue();
    assertThat(PersonalKeys.isSecret(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id",
        "product_name",
        "brandName",
        "discountPercentage",
        "shippingInformation",
        "sessionName",
        "cardboard",
        "spinning",
        "barcode",
        "einstein",
        "dimensions",
        "recipe",
        "mobile_app",
        "street_food",
        "phonetics",
        "hotel",
        "EINSTEIN",
        "SPINNING",
        "HTMLPage",
        "SKUNumber",
        "shipping_mode"
      })
  void otherNamesAreKept(String name) {
    assertThat(PersonalKeys.isDenied(name)).isFalse();
  }
}
