package io.shoplake.local.report;

import io.shoplake.local.report.Chart.Series;
import io.shoplake.local.report.Chart.Shape;
import io.shoplake.local.report.ReportData.Origin;
import io.shoplake.local.report.ReportData.Step;
import io.shoplake.local.report.ReportData.Visitors;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Who came, from where, and how far they got. */
final class VisitSections {

  private static final Map<String, String> STEPS =
      Map.of(
          "visit", "Visit",
          "view_item", "Viewed a product",
          "add_to_cart", "Added to cart",
          "begin_checkout", "Began checkout",
          "purchase", "Purchased");

  private final ReportData data;

  VisitSections(ReportData data) {
    this.data = data;
  }

  Html funnel() {
    if (data.funnel().isEmpty()) {
      return Section.empty("From visit to purchase", "Nobody came in this period.");
    }
    BigDecimal visits = data.funnel().get(0).sessions();
    return Section.of(
        "From visit to purchase",
        Html.of(
            "<ol class=\"funnel\">%s</ol>",
            Html.join(data.funnel().stream().map(step -> step(step, visits)))),
        "Sessions that reached each step in this order. A session is one visit: it ends after a"
            + " long pause. Percentages are of all visits; the drop-off is of those who reached"
            + " the step before.");
  }

  private static Html step(Step step, BigDecimal visits) {
    Html dropOff =
        step.dropOff().signum() == 0
            ? Html.NOTHING
            : Html.of(
                "<p class=\"drop\">%s left before this step, a drop-off of %s</p>",
                Format.count(step.dropOff()), Format.percent(step.dropOffRate()));
    return Html.of(
        """
        <li>%s<p class="step"><span>%s</span><span><b>%s</b> <small>%s</small></span></p>%s</li>
        """,
        dropOff,
        STEPS.getOrDefault(step.name(), Format.words(step.name())),
        Format.count(step.sessions()),
        Format.percent(Sums.quotient(step.sessions(), visits)),
        Section.bar(step.sessions(), visits));
  }

  Html visitors() {
    if (data.visitorsByDay().isEmpty()) {
      return Section.empty("Active visitors", "Nobody came in this period.");
    }
    return Section.of(
        "Active visitors",
        new Chart(
                "Active visitors",
                Optional.empty(),
                data.period().days(),
                List.of(
                    new Series("7 days up to the day", Shape.LINE, daily(Visitors::wau)),
                    new Series("On the day", Shape.BAR, daily(Visitors::dau))))
            .html(),
        "Different people with any activity, on the day and in the 7 days that end on it. Programs"
            + " (bots) are left out here and everywhere else.");
  }

  /** Null on days without events: nobody counted the week's visitors then. */
  private List<BigDecimal> daily(Function<Visitors, BigDecimal> measure) {
    return data.period().days().stream()
        .map(
            day -> {
              Visitors visitors = data.visitorsByDay().get(day);
              return visitors == null ? null : measure.apply(visitors);
            })
        .toList();
  }

  Html channels() {
    return origins(
        "Where visits came from",
        "Channel",
        data.channels(),
        "The campaign that brought the visit, else the site it came from, in the channel groups of"
            + " Google Analytics. Direct: neither is known.");
  }

  Html devices() {
    return origins(
        "What people used", "Device", data.devices(), "The device of the session's first event.");
  }

  private static Html origins(String title, String column, List<Origin> origins, String terms) {
    if (origins.isEmpty()) {
      return Section.empty(title, "Nobody came in this period.");
    }
    BigDecimal most = origins.get(0).sessions();
    return Section.of(
        title,
        Html.of(
            """
            <div class="scroll"><table class="bars"><thead><tr><th scope="col">%s</th>\
            <th scope="col" class="number">Sessions</th>\
            <th scope="col" class="number">Purchased</th></tr></thead>
            <tbody>%s</tbody></table></div>
            """,
            column, Html.join(origins.stream().map(origin -> origin(origin, most)))),
        terms);
  }

  private static Html origin(Origin origin, BigDecimal most) {
    return Html.of(
        """
        <tr><th scope="row">%s%s</th><td class="number">%s</td>\
        <td class="number">%s <small>%s</small></td></tr>
        """,
        Format.words(origin.name()),
        Section.bar(origin.sessions(), most),
        Format.count(origin.sessions()),
        Format.count(origin.purchases()),
        Format.percent(Sums.quotient(origin.purchases(), origin.sessions())));
  }
}
