package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shoplake.ingest.extract.RowJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenyListTest {

  @Test
  void whatIsTakenOutIsNamedAtAnyDepth() throws IOException {
    ObjectNode object =
        (ObjectNode)
            RowJson.JSON.readTree(
                """
                {"id": 1, "password": "x", "bank": {"iban": "y"},
                 "accounts": [{"name": "a", "pin": 1}, [{"cvv": 2}]], "tags": ["z"]}""");
    DenyList.Redacted redacted = DenyList.redact(object);
    assertThat(redacted.object().toString())
        .isEqualTo("{\"id\":1,\"accounts\":[{\"name\":\"a\"},[{}]],\"tags\":[\"z\"]}");
    assertThat(redacted.names())
        .containsExactly("accounts.cvv", "accounts.pin", "bank", "password");
    assertThat(object.has("password")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"iban\": \"DE89\", \"card_number\": \"4111\", \"n\": 1.50}`|`{\"n\":1.50}`",
        "`{\"a\": {\"pin\": 1}, \"a\": 2}`|`{\"a\":{},\"a\":2}`",
        "` [{\"b\": 1e400}, {\"email\": \"ann@example.com\"}]`|` [{\"b\": 1e400}, {\"email\": \"ann@example.com\"}]`",
        "`{\"id\": 1} {\"password\": \"x\"}`|`{\"id\":1} {}`",
        "`\"{\\\"token\\\": 1}\"`|`\"{}\"`",
        "`[pin] of the week`|`[pin] of the week`",
        "`{\"n\": 1, \"cut`|`{\"n\": 1, \"cut`",
      })
  void aTextThatHoldsJsonLosesItsSecretsAndNothingElse(String cell, String kept) {
    assertThat(DenyList.redactCell(TextNode.valueOf(cell))).isEqualTo(TextNode.valueOf(kept));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\": 1, \"pin\": 2, \"cut", "too deep"})
  void whatCannotBeLookedThroughIsNotKept(String text) {
    String cell = text.equals("too deep") ? "[".repeat(2000) + "]".repeat(2000) : text;
    assertThat(DenyList.redactCell(TextNode.valueOf(cell)).isNull()).isTrue();
  }

  @Test
  void whatIsTakenOutOfATextIsNamedWithItsPlace() {
    ObjectNode object = RowJson.object();
    object.putObject("a").putArray("b").add("[{\"c\": {\"pin\": 1}, \"d\": \"{\\\"cvv\\\": 2}\"}]");
    DenyList.Redacted redacted = DenyList.redact(object);
    assertThat(redacted.names()).containsExactly("a.b.c.pin", "a.b.d.cvv");
    assertThat(redacted.object().toString())
        .isEqualTo("{\"a\":{\"b\":[\"[{\\\"c\\\":{},\\\"d\\\":\\\"{}\\\"}]\"]}}");
  }
}
