package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.mapping.Column.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the message part of a mapping; what is wrong is an {@link IllegalArgumentException}. */
final class TemplateReader {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern OPERATOR = Pattern.compile("[+*/()-]");
  private static final Pattern CALL = Pattern.compile("(earliest|latest|sum)\\((.*)\\)");

  private final Map<String, Column> columns;
  private final boolean isGrouped;

  TemplateReader(Map<String, Column> columns, boolean isGrouped) {
    this.columns = columns;
    this.isGrouped = isGrouped;
  }

  Template read(JsonNode node) {
    if (node.isObject()) {
      return object(node);
    }
    if (node.isArray()) {
      List<Template> elements = new ArrayList<>();
      node.forEach(element -> elements.add(read(element)));
      return new Template.Elements(elements);
    }
    if (node.isTextual()) {
      return text(node.textValue());
    }
    if (node.isNumber()) {
      return new Template.Constant(node.decimalValue());
    }
    return new Template.Constant(node.isBoolean() ? node.booleanValue() : null);
  }

  private Template object(JsonNode node) {
    if (node.has("each_row")) {
      if (!isGrouped || node.size() != 1) {
        throw new IllegalArgumentException(
            "uses each_row, which needs group_by and stands alone in its place");
      }
      return new Template.EachRow(new TemplateReader(columns, false).read(node.get("each_row")));
    }
    Map<String, Template> fields = new LinkedHashMap<>();
    Map<String, String> conditions = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getKey().equals("only_when")) {
        for (Map.Entry<String, JsonNode> condition : entry.getValue().properties()) {
          conditions.put(known(condition.getKey()).name(), condition.getValue().asText());
        }
      } else {
        fields.put(entry.getKey(), read(entry.getValue()));
      }
    }
    Template object = new Template.Fields(fields);
    return conditions.isEmpty() ? object : new Template.OnlyWhen(conditions, object);
  }

  private Template text(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    List<Template> parts = new ArrayList<>();
    int end = 0;
    while (placeholder.find()) {
      if (placeholder.start() > end) {
        parts.add(new Template.Constant(text.substring(end, placeholder.start())));
      }
      parts.add(reference(placeholder.group(1).strip()));
      end = placeholder.end();
    }
    if (end < text.length()) {
      parts.add(new Template.Constant(text.substring(end)));
    }
    return parts.size() == 1 ? parts.get(0) : new Template.Joined(parts);
  }

  private Template reference(String expression) {
    Matcher call = CALL.matcher(expression);
    if (call.matches()) {
      return call(call.group(1), known(call.group(2).strip()));
    }
    if (!columns.containsKey(expression) && OPERATOR.matcher(expression).find()) {
      return new Template.Calculation(Arithmetic.read(expression, this::operand));
    }
    return switch (expression) {
      case "row.id" -> ofRow(new Template.RowId(), expression);
      case "row.number" -> ofRow(new Template.RowNumber(), expression);
      case "group.id" -> new Template.GroupId();
      default -> new Template.Value(known(expression).name());
    };
  }

  private static Template call(String function, Column column) {
    if (function.equals("sum")) {
      requireNumber(column);
      return new Template.Sum(column.name());
    }
    if (column.type() != Type.TIMESTAMP || column.output() != null) {
      throw new IllegalArgumentException(
          "asks for the %s of %s, which is no timestamp".formatted(function, column.name()));
    }
    return function.equals("earliest")
        ? new Template.Earliest(column.name())
        : new Template.Latest(column.name());
  }

  private Template operand(String name) {
    requireNumber(known(name));
    return new Template.Value(name);
  }

  private static void requireNumber(Column column) {
    if (column.type() != Type.DECIMAL && column.type() != Type.INTEGER) {
      throw new IllegalArgumentException(
          "calculates with %s, which is no number".formatted(column.name()));
    }
  }

  private Template ofRow(Template template, String expression) {
    if (isGrouped) {
      throw new IllegalArgumentException(
          "uses ${%s} outside of each_row; use ${group.id}".formatted(expression));
    }
    return template;
  }

  private Column known(String column) {
    Column found = columns.get(column);
    if (found == null) {
      throw new IllegalArgumentException(
          "uses '%s', which is none of its columns: %s"
              .formatted(column, String.join(", ", columns.keySet())));
    }
    return found;
  }
}
