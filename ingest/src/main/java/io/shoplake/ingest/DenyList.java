package io.shoplake.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shoplake.parsing.EmbeddedJson;
import io.shoplake.parsing.PersonalKeys;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Takes out of objects and of cells of tables the secrets that must not even reach the topics. */
public final class DenyList {

  private DenyList() {}

  /**
   * An object without its secrets.
   *
   * @param names what was taken out, as dotted paths without list positions
   */
  public record Redacted(ObjectNode object, SortedSet<String> names) {}

  /** {@code object} without what stands under the name of a secret, at any depth. */
  public static Redacted redact(ObjectNode object) {
    SortedSet<String> names = new TreeSet<>();
    ObjectNode copy = object.deepCopy();
    redact(copy, "", names);
    return new Redacted(copy, names);
  }

  /**
   * {@code cell} without what stands under the name of a secret in it, or in the JSON that its
   * texts hold; null if nothing can be kept.
   */
  public static JsonNode redactCell(JsonNode cell) {
    return redact(cell.deepCopy(), "", new TreeSet<>());
  }

  private static JsonNode redact(JsonNode node, String path, SortedSet<String> names) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
        if (PersonalKeys.isSecret(member.getKey())) {
          object.remove(member.getKey());
          names.add(path + member.getKey());
        } else {
          String below = path + member.getKey() + ".";
          object.set(member.getKey(), redact(member.getValue(), below, names));
        }
      }
    } else if (node instanceof ArrayNode list) {
      for (int index = 0; index < list.size(); index++) {
        list.set(index, redact(list.get(index), path, names));
      }
    } else if (node.isTextual()) {
      String text = node.textValue();
      String kept = EmbeddedJson.withoutSecrets(text, name -> names.add(path + name));
      return kept == null ? NullNode.instance : kept.equals(text) ? node : TextNode.valueOf(kept);
    }
    return node;
  }
}
