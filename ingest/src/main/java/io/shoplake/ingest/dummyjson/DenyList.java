package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names under which stand secrets that must not even reach the topics. */
public final class DenyList {

  /** Any of them in a name condemns it: {@code cardExpire}, {@code user_password}. */
  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "secret",
          "token",
          "pin",
          "bank",
          "card",
          "cvv",
          "cvc",
          "iban",
          "bic",
          "swift",
          "ssn",
          "ein",
          "passport",
          "crypto",
          "wallet");

  /** Whole names, as letters only. */
  private static final Set<String> NAMES =
      Set.of(
          "accesstoken",
          "accountnumber",
          "apikey",
          "bankaccount",
          "cardexpire",
          "cardnumber",
          "cardtype",
          "creditcard",
          "creditcardnumber",
          "debitcard",
          "driverslicense",
          "drivinglicence",
          "nationalid",
          "pincode",
          "privatekey",
          "refreshtoken",
          "routingnumber",
          "socialsecurity",
          "socialsecuritynumber",
          "sortcode",
          "taxid",
          "taxnumber");

  private DenyList() {}

  /**
   * An object without its secrets.
   *
   * @param names what was taken out, as dotted paths without list positions
   */
  record Redacted(ObjectNode object, SortedSet<String> names) {}

  /** {@code object} without what stands under a denied name, at any depth. */
  static Redacted redact(ObjectNode object) {
    SortedSet<String> names = new TreeSet<>();
    ObjectNode copy = object.deepCopy();
    redact(copy, "", names);
    return new Redacted(copy, names);
  }

  private static void redact(JsonNode node, String path, SortedSet<String> names) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
        if (isDenied(member.getKey())) {
          object.remove(member.getKey());
          names.add(path + member.getKey());
        } else {
          redact(member.getValue(), path + member.getKey() + ".", names);
        }
      }
    } else if (node instanceof ArrayNode list) {
      list.forEach(element -> redact(element, path, names));
    }
  }

  /** Whether {@code name} sounds like a secret. */
  public static boolean isDenied(String name) {
    String letters = name.replaceAll("[^\\p{L}]", "").toLowerCase(Locale.ROOT);
    return NAMES.contains(letters)
        || WORDS.contains(letters)
        || Arrays.stream(name.split("(?<=[\\p{Ll}\\d])(?=\\p{Lu})|[^\\p{L}]+"))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .anyMatch(WORDS::contains);
  }
}
