package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how a message looks; what is wrong with it is an {@link IllegalArgumentException}.
 *
 * @param aliases of the joined rows
 * @param lists those of them of which there may be several
 * @param zone of times that name none
 */
record ShapeReader(Set<String> aliases, Set<String> lists, ZoneId zone) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  Shape read(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object(object);
    }
    if (node.isTextual()) {
      return text(node.textValue());
    }
    if (node.isArray()) {
      throw new IllegalArgumentException("has a list in a message; lists are made with 'each'");
    }
    return node.isNull() ? scope -> null : scope -> node;
  }

  private Shape object(ObjectNode object) {
    if (object.has("values") && object.has("of") && object.size() == 2) {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      object
          .get("values")
          .properties()
          .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
      return new Shape.Translated(read(object.get("of")), values);
    }
    if (object.has("each")) {
      String alias = object.get("each").asText();
      if (!lists.contains(alias)) {
        throw new IllegalArgumentException(
            "makes a list of '%s', which no join with 'each: true' names".formatted(alias));
      }
      return new Shape.Each(alias, fields(object.deepCopy().without("each")));
    }
    return fields(object);
  }

  private Shape fields(ObjectNode object) {
    Map<String, Shape> fields = new LinkedHashMap<>();
    object.properties().forEach(entry -> fields.put(entry.getKey(), read(entry.getValue())));
    return new Shape.Fields(fields);
  }

  private Shape text(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    List<Shape> parts = new ArrayList<>();
    int end = 0;
    while (placeholder.find()) {
      addConstant(parts, text.substring(end, placeholder.start()));
      parts.add(new ExpressionReader(placeholder.group(1), aliases, zone).read()::of);
      end = placeholder.end();
    }
    addConstant(parts, text.substring(end));
    return parts.size() == 1 ? parts.get(0) : new Shape.Joined(parts);
  }

  private static void addConstant(List<Shape> parts, String text) {
    if (!text.isEmpty()) {
      TextNode constant = TextNode.valueOf(text);
      parts.add(scope -> constant);
    }
  }
}
