package io.shoplake.local.report;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A piece of a page. Text becomes part of it only escaped, so nothing that a shop calls a product
 * can become markup.
 */
record Html(String markup) {

  static final Html NOTHING = new Html("");

  /** {@code template} with each {@code %s} replaced: markup as it is, anything else as text. */
  static Html of(String template, Object... values) {
    Object[] pieces =
        Arrays.stream(values)
            .map(value -> value instanceof Html html ? html.markup : escaped(value.toString()))
            .toArray();
    return new Html(template.formatted(pieces));
  }

  static Html join(Stream<Html> pieces) {
    return new Html(pieces.map(Html::markup).collect(Collectors.joining("\n")));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(Character.isISOControl(c) ? '\ufffd' : c);
      }
    }
    return escaped.toString();
  }
}
