package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shoplake.ingest.template.BadRowException;
import java.util.List;
import java.util.Map;

/** A part of a message, filled from rows. */
interface Shape {

  /** The part for {@code scope}; null if it is absent. */
  JsonNode fill(Scope scope) throws BadRowException;

  /** An object without its absent parts. An id is text, also where the database counts. */
  record Fields(Map<String, Shape> fields) implements Shape {
    @Override
    public ObjectNode fill(Scope scope) throws BadRowException {
      ObjectNode object = RowJson.object();
      for (Map.Entry<String, Shape> field : fields.entrySet()) {
        JsonNode value;
        try {
          value = field.getValue().fill(scope);
        } catch (BadRowException e) {
          throw new BadRowException(field.getKey() + ": " + e.getMessage());
        }
        if (value != null) {
          boolean isId =
              field.getKey().endsWith("_id") && (value.isValueNode() || RowJson.isBinary(value));
          object.set(field.getKey(), isId ? TextNode.valueOf(RowJson.text(value)) : value);
        }
      }
      return object.isEmpty() ? null : object;
    }
  }

  /** A list with an element for each of the rows that are joined under an alias. */
  record Each(String alias, Shape element) implements Shape {
    @Override
    public JsonNode fill(Scope scope) throws BadRowException {
      ArrayNode list = RowJson.JSON.createArrayNode();
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
      JsonNode translated = values.get(RowJson.text(value));
      if (translated == null) {
        throw new BadRowException(
            "'%s' is none of %s"
                .formatted(RowJson.text(value), String.join(", ", values.keySet())));
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
        text.append(RowJson.text(value));
      }
      return TextNode.valueOf(text.toString());
    }
  }
}
