package io.shoplake.ingest.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how a message looks; what is wrong with it is a mistake that names its place. */
public record ShapeReader(Names names) {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{((?:'[^']*'|\"[^\"]*\"|[^}'\"])*)}");

  /** The shape that is described at {@code place}. */
  public Shape read(SettingsYaml place) {
    JsonNode node = place.node();
    if (node.isObject()) {
      return object(place);
    }
    if (node.isArray()) {
      return new Shape.Elements(place.elements().stream().map(this::read).toList());
    }
    try {
      return node.isTextual() ? text(node.textValue()) : constant(node);
    } catch (IllegalArgumentException e) {
      throw place.mistake(e.getMessage());
    }
  }

  private Shape object(SettingsYaml place) {
    Map<String, SettingsYaml> entries = place.entries();
    if (entries.size() == 2 && entries.containsKey("of") && entries.containsKey("values")) {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      entries.get("values").entries().forEach((key, value) -> values.put(key, value.node()));
      return new Shape.Translated(read(entries.get("of")), values);
    }
    SettingsYaml conditions = entries.remove("only_when");
    SettingsYaml each = entries.remove("each");
    Shape shape = each == null ? fields(entries) : each(each, entries);
    if (conditions != null) {
      for (Map.Entry<String, SettingsYaml> condition : conditions.entries().entrySet()) {
        shape = onlyWhen(condition.getKey(), condition.getValue(), shape);
      }
    }
    return shape;
  }

  private Shape onlyWhen(String expression, SettingsYaml wanted, Shape shape) {
    wanted.require(wanted.node().isValueNode(), "must be one value");
    try {
      Expression condition = new ExpressionReader(expression, names).read();
      return new Shape.OnlyWhen(condition::of, wanted.node().asText(), shape);
    } catch (IllegalArgumentException e) {
      throw wanted.mistake(e.getMessage());
    }
  }

  private Shape each(SettingsYaml each, Map<String, SettingsYaml> entries) {
    String alias = each.text();
    List<String> lists = names.lists().getOrDefault(alias, List.of());
    each.require(
        !lists.isEmpty() && lists.get(lists.size() - 1).equals(alias),
        "makes a list of '%s', which names no rows of which there may be several; there are %s"
            .formatted(
                alias, names.lists().values().stream().flatMap(List::stream).distinct().toList()));
    each.require(
        names.closed(alias).equals(List.of(alias)),
        "makes a list of '%s', which belongs inside of each: %s"
            .formatted(alias, String.join(", each: ", lists.subList(0, lists.size() - 1))));
    return new Shape.Each(alias, new ShapeReader(names.in(alias)).fields(entries));
  }

  private Shape fields(Map<String, SettingsYaml> entries) {
    Map<String, Shape> fields = new LinkedHashMap<>();
    entries.forEach((name, place) -> fields.put(name, read(place)));
    return new Shape.Fields(fields, names.areIdsText());
  }

  private Shape text(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    List<Shape> parts = new ArrayList<>();
    int end = 0;
    while (placeholder.find()) {
      addText(parts, text.substring(end, placeholder.start()));
      parts.add(new ExpressionReader(placeholder.group(1), names).read()::of);
      end = placeholder.end();
    }
    addText(parts, text.substring(end));
    return parts.size() == 1 ? parts.get(0) : new Shape.Joined(parts);
  }

  private static void addText(List<Shape> parts, String text) {
    if (text.contains("${")) {
      throw new IllegalArgumentException(
          "has '${' without its '}' in '%s'; a '${' that means itself is ${'${'}".formatted(text));
    }
    if (!text.isEmpty()) {
      parts.add(constant(TextNode.valueOf(text)));
    }
  }

  private static Shape constant(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? scope -> null : scope -> value;
  }
}
