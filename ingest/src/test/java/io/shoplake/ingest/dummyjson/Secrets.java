package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must not leave the puller, found without the deny list. */
public final class Secrets {

  private static final List<String> FIELDS = List.of("password", "bank", "ein", "ssn", "crypto");

  /** Names of a coin, a network, a card brand or a currency may stand elsewhere. */
  private static final Set<String> NOT_SECRET = Set.of("currency", "coin", "network", "cardType");

  private Secrets() {}

  /** Every secret text of {@code users}. */
  public static Set<String> of(List<JsonNode> users) {
    Set<String> secrets = new TreeSet<>();
    for (JsonNode user : users) {
      FIELDS.forEach(field -> collect(user.path(field), secrets));
    }
    return secrets;
  }

  private static void collect(JsonNode node, Set<String> secrets) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member -> {
                if (!NOT_SECRET.contains(member.getKey())) {
                  collect(member.getValue(), secrets);
                }
              });
    } else {
      secrets.add(node.asText());
    }
  }
}
