package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that are e-mail addresses. */
class PseudonymsTest {

  private static final Pseudonyms PSEUDONYMS =
      Pseudonyms.of(Map.of("SHOPLAKE_PSEUDONYM_KEY", "a key of one's own"));

  @Test
  void anEmailAddressBecomesThirtyTwoHexDigits() {
    // printf 'ann@example.com' | openssl dgst -sha256 -hmac "a key of one's own"
    assertThat(PSEUDONYMS.id("ann@example.com")).isEqualTo("p1:39bbbe8b19b070daa4277a9060c8782c");
    assertThat(Pseudonyms.forDevelopment().id("ann@example.com"))
        .matches("p1:[0-9a-f]{32}")
        .isNotEqualTo(PSEUDONYMS.id("ann@example.com"));
  }

  @Test
  void whatIsStoredIsDerivedAnewOnlyWithAKeyThatWasSet() {
    assertThatThrownBy(() -> Pseudonyms.ofOwnKey(Map.of("SHOPLAKE_PSEUDONYM_KEY_ID", "p2")))
        .isInstanceOfSatisfying(
            UserMistake.class,
            mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("SHOPLAKE_PSEUDONYM_KEY");
    Pseudonyms own =
        Pseudonyms.ofOwnKey(
            Map.of(
                "SHOPLAKE_PSEUDONYM_KEY", "a key of one's own", "SHOPLAKE_PSEUDONYM_KEY_ID", "p2"));
    assertThat(own.keyId()).isEqualTo("p2");
    assertThat(own.of("ann@example.com")).matches(Pseudonyms.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"u1", "@ann", "ann@", "ann@host", "a@b.", "a@.b", "40", "anon-4012", "100%40", ""})
  void anyOtherIdStays(String id) {
    assertThat(PSEUDONYMS.id(id)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.com ",
        "\tann@example.com",
        "ann%40example.com",
        "ann%2540example.com",
        "Ann <ann@example.com>",
        "customer:ann@example.com",
        "mailto:ann@example.com",
        "a b@c.de",
        "a@b@c.de"
      })
  void anIdThatHoldsAnAddressIsReplacedToo(String id) {
    assertThat(PSEUDONYMS.id(id)).isEqualTo(PSEUDONYMS.of(id)).startsWith("p1:");
  }

  @Test
  void aRequiredTextThatHoldsAnAddressIsReplacedAndNotLeftOut() {
    ShopEvent parsed = event().with("event_type", "'mail to ann@example.com'").accepted();
    assertThat(parsed.eventType())
        .isEqualTo(Pseudonyms.forDevelopment().of("mail to ann@example.com"));
    assertThat(parsed.isKnownType()).isFalse();
  }

  @Test
  void everyIdOfAPersonIsReplaced() {
    String email = "'ann@example.com'";
    ShopEvent parsed =
        event()
            .with("anonymous_id", email)
            .with("user_id", email)
            .with("client_session_id", email)
            .with("cart_id", email)
            .accepted();
    assertThat(parsed.toString()).doesNotContain("ann@example.com");
    assertThat(parsed.visitorId()).startsWith("a:p1:");
    assertThat(
            Message.orderChange()
                .with("customer_id", email)
                .with("anonymous_id", email)
                .acceptedChange()
                .toString())
        .doesNotContain("ann@example.com");
  }

  @Test
  void everyIdThatIsAnAddressIsReplacedWhereverItStands() {
    String email = "'ann@example.com'";
    assertThat(event().with("items", "[{'product_id':" + email + "}]").accepted().toString())
        .doesNotContain("ann@example.com")
        .contains("p1:");
    assertThat(Message.product().with("product_id", email).acceptedProduct().productId())
        .isEqualTo(Pseudonyms.forDevelopment().of("ann@example.com"));
    assertThat(Message.customer().with("customer_id", email).acceptedCustomer().customerId())
        .isEqualTo(Pseudonyms.forDevelopment().of("ann@example.com"));
  }

  @Test
  void anotherKeyGivesOtherPseudonymsUnderItsOwnId() {
    Pseudonyms rotated =
        Pseudonyms.of(
            Map.of(
                "SHOPLAKE_PSEUDONYM_KEY",
                "the key of next year",
                "SHOPLAKE_PSEUDONYM_KEY_ID",
                "p2"));
    // printf 'ann@example.com' | openssl dgst -sha256 -hmac "the key of next year"
    assertThat(rotated.of("ann@example.com")).isEqualTo("p2:a5d931c6d6f9750e1ba7352f3f2a9178");
    assertThat(rotated.id("ann@example.com")).isEqualTo(rotated.of("ann@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P2", "p-2", "p2:", "a name that is too long"})
  void whatIsNoKeyIdIsRefused(String id) {
    Map<String, String> environment =
        Map.of("SHOPLAKE_PSEUDONYM_KEY", "the key of next year", "SHOPLAKE_PSEUDONYM_KEY_ID", id);
    assertThatThrownBy(() -> Pseudonyms.of(environment))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("SHOPLAKE_PSEUDONYM_KEY_ID");
  }

  @Test
  void aKeyMayLieInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "a key of one's own\n");
    assertThat(
            Pseudonyms.of(Map.of("SHOPLAKE_PSEUDONYM_KEY_FILE", file.toString()))
                .id("ann@example.com"))
        .isEqualTo(PSEUDONYMS.id("ann@example.com"));
  }

  @Test
  void aMissingKeyFileIsNamed(@TempDir Path folder) {
    Map<String, String> environment =
        Map.of("SHOPLAKE_PSEUDONYM_KEY_FILE", folder.resolve("none").toString());
    assertThatThrownBy(() -> Pseudonyms.of(environment))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("SHOPLAKE_PSEUDONYM_KEY_FILE");
  }

  @Test
  void productionRefusesTheKeyForDevelopment() {
    assertThatThrownBy(() -> Pseudonyms.of(Map.of("SHOPLAKE_PRODUCTION", "true")))
        .isInstanceOfSatisfying(
            UserMistake.class,
            mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("SHOPLAKE_PSEUDONYM_KEY");
  }

  @Test
  void aKeyThatCanBeGuessedIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> Pseudonyms.of(Map.of("SHOPLAKE_PSEUDONYM_KEY", "changeme")))
        .isInstanceOf(UserMistake.class)
        .hasMessageNotContaining("changeme");
  }
}
