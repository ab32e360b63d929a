package io.shoplake.layout.print;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints maps, lists, texts, numbers and null as JSON, indented for people. */
public final class JsonText {

  private JsonText() {}

  /** {@code value} as JSON text, ending with a line end. */
  public static String of(Object value) {
    return json(value, "") + "\n";
  }

  /** A map of alternating names and values, in their order. */
  public static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static String json(Object value, String indent) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> inner + json(entry.getKey(), "") + ": " + json(entry.getValue(), inner))
          .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().noneMatch(Map.class::isInstance)
          ? list.stream().map(each -> json(each, "")).collect(Collectors.joining(", ", "[", "]"))
          : list.stream()
              .map(each -> inner + json(each, inner))
              .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }
    return value instanceof String text
        ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : String.valueOf(value);
  }
}
