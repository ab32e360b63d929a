package io.shoplake.local.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.stream.Stream;

/** The parts that sections of the report share. */
final class Section {

  private Section() {}

  /** A titled section with the terms it uses explained below it. */
  static Html of(String title, Html content, String terms) {
    return Html.of(
        "<section class=\"panel\"><h2>%s</h2>%s<p class=\"terms\">%s</p></section>",
        title, content, terms);
  }

  /** A section that has nothing to show, and says so. */
  static Html empty(String title, String sentence) {
    return Html.of(
        "<section class=\"panel\"><h2>%s</h2><p class=\"empty\">%s</p></section>", title, sentence);
  }

  /** A few numbers in one line, each with its name. */
  @SafeVarargs
  static Html facts(Map.Entry<String, String>... facts) {
    return Html.of(
        "<p class=\"facts\">%s</p>",
        Html.join(
            Stream.of(facts)
                .map(
                    fact -> Html.of("<span><b>%s</b> %s</span>", fact.getValue(), fact.getKey()))));
  }

  /** A bar as long as {@code part} is of {@code whole}; the number stands beside it as text. */
  static Html bar(BigDecimal part, BigDecimal whole) {
    return Html.of(
        "<span class=\"bar\" aria-hidden=\"true\" style=\"--part:%s%%\"></span>",
        Sums.quotient(part.max(BigDecimal.ZERO), whole)
            .orElse(BigDecimal.ZERO)
            .movePointRight(2)
            .setScale(1, RoundingMode.HALF_UP));
  }
}
