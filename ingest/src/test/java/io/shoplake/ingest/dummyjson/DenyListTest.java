package io.shoplake.ingest.dummyjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DenyListTest {

  @Test
  void whatIsTakenOutIsNamedAtAnyDepth() throws IOException {
    ObjectNode object =
        (ObjectNode)
            Pages.JSON.readTree(
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
}
