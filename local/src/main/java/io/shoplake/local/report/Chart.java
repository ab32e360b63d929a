package io.shoplake.local.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Daily values as a picture, with the same numbers as a table behind it.
 *
 * @param title what it shows, for those who do not see it too
 * @param currency of the values; empty where they are counts
 * @param days the days, in order
 * @param series the values, drawn in this order
 */
record Chart(String title, Optional<String> currency, List<LocalDate> days, List<Series> series) {

  /** How values are drawn. */
  enum Shape {
    BAR,
    STACK,
    LINE
  }

  /** One value for each day; null where there is none. */
  record Series(String name, Shape shape, List<BigDecimal> values) {}

  Html html() {
    return Html.of(
        """
        <figure class="chart">%s
          <div class="canvas"><canvas role="img" aria-label="%s"></canvas></div>
          <script type="application/json">%s</script>
          <details><summary>The numbers as a table</summary>%s</details>
        </figure>
        """,
        currency.map(code -> Html.of("<figcaption>%s</figcaption>", title)).orElse(Html.NOTHING),
        title + ", by day; the numbers are in the table below.",
        json(),
        table());
  }

  private Html table() {
    return Html.of(
        """
        <div class="scroll"><table><caption class="unseen">%s</caption>
        <thead><tr><th scope="col">Day</th>%s</tr></thead>
        <tbody>%s</tbody></table></div>
        """,
        title,
        Html.join(
            series.stream()
                .map(one -> Html.of("<th scope=\"col\" class=\"number\">%s</th>", one.name()))),
        Html.join(IntStream.range(0, days.size()).mapToObj(this::row)));
  }

  private Html row(int day) {
    return Html.of(
        "<tr><th scope=\"row\">%s</th>%s</tr>",
        Format.day(days.get(day)),
        Html.join(
            series.stream()
                .map(one -> Html.of("<td class=\"number\">%s</td>", text(one.values().get(day))))));
  }

  private String text(BigDecimal value) {
    if (value == null) {
      return "–";
    }
    return currency.map(code -> Format.money(value, code)).orElseGet(() -> Format.count(value));
  }

  /** What the script of the page draws; no character of it can end the element it stands in. */
  private Html json() {
    ObjectNode chart = JsonNodeFactory.instance.objectNode();
    chart.put("currency", currency.orElse(null));
    ArrayNode labels = chart.putArray("labels");
    days.forEach(day -> labels.add(Format.shortDay(day)));
    ArrayNode all = chart.putArray("series");
    for (Series one : series) {
      ObjectNode node = all.addObject();
      node.put("name", one.name());
      node.put("shape", one.shape().name().toLowerCase(Locale.ROOT));
      ArrayNode values = node.putArray("values");
      one.values().forEach(values::add);
    }
    return new Html(
        chart.toString().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
  }
}
