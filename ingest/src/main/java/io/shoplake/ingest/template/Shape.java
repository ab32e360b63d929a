package io.shoplake.ingest.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/** A part of a message, filled from rows. */
public interface Shape {

  /** The part for {@code scope}; null if it is absent. */
  JsonNode fill(Scope scope) throws BadRowException;

  /** {@code value} as a part of a text: bytes in base 64, lists and objects as JSON. */
  static String text(JsonNode value) {
    if (isBinary(value)) {
      return value.get("base64").textValue();
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static boolean isBinary(JsonNode value) {
    return value.path("base64").isTextual() && value.size() == 1;
  }

  /** An object without its absent parts; absent if none is there. */
  record Fields(Map<String, Shape> fields, boolean areIdsText) implements Shape {
    @Override
    public ObjectNode fill(Scope scope) throws BadRowException {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, Shape> field : fields.entrySet()) {
        JsonNode value;
        try {
          value = field.getValue().fill(scope);
        } catch (BadRowException e) {
          throw e.in(field.getKey());
        }
        if (value != null) {
          boolean becomesText =
              areIdsText
                  && !value.isTextual()
                  && field.getKey().endsWith("_id")
                  && (value.isValueNode() || isBinary(value));
          object.set(field.getKey(), becomesText ? TextNode.valueOf(text(value)) : value);
        }
      }
      return object.isEmpty() ? null : object;
    }
  }

  /** A list without its absent parts. */
  record Elements(List<Shape> elements) implements Shape {
    @Override
    public JsonNode fill(Scope scope) throws BadRowException {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (Shape element : elements) {
        JsonNode value = element.fill(scope);
        if (value != null) {
          list.add(value);
        }
      }
      return list;
    }
  }

  /** A list with an element for each of the rows that stand under an alias. */
  record Each(String alias, Shape element) implements Shape {
    @Override
    public JsonNode fill(Scope scope) throws BadRowException {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (Scope one : scope.lists().getOrDefault(alias, List.of())) {
        JsonNode value = element.fill(one);
        if (value != null) {
          list.add(value);
        }
      }
      return list;
    }
  }

  /** What stands for a value. */
  record Translated(Shape of, Map<String, JsonNode> values) implements Shape {
    @Override
    public JsonNode fill(Scope scope) throws BadRowException {
      JsonNode value = of.fill(scope);
      if (value == null) {
        return null;
      }
      JsonNode translated = values.get(text(value));
      if (translated == null) {
        throw new BadRowException(
            "it", text(value), "none of " + String.join(", ", values.keySet()));
      }
      return translated;
    }
  }

  /** Several parts as one text; absent as soon as one of them is. */
  record Joined(List<Shape> parts) implements Shape {
    @Override
    public JsonNode fill(Scope scope) throws BadRowException {
      StringBuilder text = new StringBuilder();
      for (Shape part : parts) {
        JsonNode value = part.fill(scope);
        if (value == null) {
          return null;
        }
        text.append(text(value));
      }
      return TextNode.valueOf(text.toString());
    }
  }

  /** A part that is there only if {@code condition} gives {@code wanted}. */
  record OnlyWhen(Shape condition, String wanted, Shape part) implements Shape {
    @Override
    public JsonNode fill(Scope scope) throws BadRowException {
      JsonNode value = condition.fill(scope);
      return value != null && text(value).equals(wanted) ? part.fill(scope) : null;
    }
  }
}
