package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.parsing.PersonalKeys;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Takes out of an object the secrets that must not even reach the topics. */
final class DenyList {

  private DenyList() {}

  /**
   * An object without its secrets.
   *
   * @param names what was taken out, as dotted paths without list positions
   */
  record Redacted(ObjectNode object, SortedSet<String> names) {}

  /** {@code object} without what stands under the name of a secret, at any depth. */
  static Redacted redact(ObjectNode object) {
    SortedSet<String> names = new TreeSet<>();
    ObjectNode copy = object.deepCopy();
    redact(copy, "", names);
    return new Redacted(copy, names);
  }

  private static void redact(JsonNode node, String path, SortedSet<String> names) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
        if (PersonalKeys.isSecret(member.getKey())) {
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
}
