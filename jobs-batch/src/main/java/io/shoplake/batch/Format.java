package io.shoplake.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How rows are shown to a reader. */
enum Format {
  /** Aligned columns for people. */
  TABLE {
    @Override
    void print(List<String> columns, List<List<String>> rows, PrintStream out) {
      List<Integer> widths = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        int column = i;
        int widest = rows.stream().mapToInt(row -> shown(row.get(column)).length()).max().orElse(0);
        widths.add(Math.max(widest, columns.get(i).length()));
      }
      out.println(line(columns, widths));
      out.println(widths.stream().map("-"::repeat).collect(Collectors.joining("  ")));
      rows.forEach(row -> out.println(line(row.stream().map(Format::shown).toList(), widths)));
    }
  },
  /** Comma-separated values with a header, as RFC 4180 has them; null is empty. */
  CSV {
    @Override
    void print(List<String> columns, List<List<String>> rows, PrintStream out) {
      out.println(columns.stream().map(Format::quoted).collect(Collectors.joining(",")));
      rows.forEach(
          row -> out.println(row.stream().map(Format::quoted).collect(Collectors.joining(","))));
    }
  },
  /** One JSON object per line; every value is text or null. */
  JSON {
    @Override
    void print(List<String> columns, List<List<String>> rows, PrintStream out) {
      for (List<String> row : rows) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
          object.put(columns.get(i), row.get(i));
        }
        out.println(object);
      }
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Prints {@code rows}, each with a value, or null, for every one of {@code columns}. */
  abstract void print(List<String> columns, List<List<String>> rows, PrintStream out);

  private static String line(List<String> values, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      String space = " ".repeat(widths.get(i) - value.length());
      line.append(isNumber(value) ? space + value : value + space).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static boolean isNumber(String value) {
    return value.matches("-?[0-9][0-9,]*(\\.[0-9]+)?");
  }

  private static String shown(String value) {
    return value == null ? "" : value.replace("\r", "").replace("\n", "\\n").replace("\t", "\\t");
  }

  private static String quoted(String value) {
    if (value == null) {
      return "";
    }
    return value.isEmpty() || value.matches("(?s).*[\",\r\n].*")
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }
}
