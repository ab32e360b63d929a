package io.shoplake.local.report;

import io.shoplake.local.report.ReportData.Arrivals;
import io.shoplake.local.report.ReportData.Quality;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the numbers can be trusted: the ledger and what became of the events. */
final class QualitySection {

  /** Whether everything that was read is accounted for. */
  enum Standing {
    BALANCED("good", "The ledger balances"),
    UNBALANCED("bad", "The ledger does not balance"),
    UNKNOWN("open", "No ledger is on record");

    private final String style;
    private final String text;

    Standing(String style, String text) {
      this.style = style;
      this.text = text;
    }

    String style() {
      return style;
    }

    String text() {
      return text;
    }
  }

  private static final int NAMED_DAYS = 5;
  private static final int NAMED_REASONS = 8;

  private record Line(String name, String column, String note) {}

  private static final List<Line> LINES =
      List.of(
          new Line("Accepted", "accepted", "events that are counted"),
          new Line("of these late", "late", "came after their visit was closed; settled again"),
          new Line("of these from bots", "bot", "kept, but left out of every number above"),
          new Line("of these with a corrected clock", "clock_corrected", "the sender's was off"),
          new Line("Duplicates", "duplicate", "copies of an event that was there; not counted"),
          new Line("of these conflicting", "conflicting", "copies with other content"),
          new Line("Rejected events", "rejected_events", "kept with a reason; by day of arrival"),
          new Line(
              "Rejected records",
              "rejected_records",
              "of orders, products and customers; by day of arrival"));

  private final ReportData data;
  private final Arrivals arrivals;

  QualitySection(ReportData data, Arrivals arrivals) {
    this.data = data;
    this.arrivals = arrivals;
  }

  Standing standing() {
    if (!data.quality().unbalanced().isEmpty() || !arrivals.balance()) {
      return Standing.UNBALANCED;
    }
    return arrivals.topics().isEmpty() ? Standing.UNKNOWN : Standing.BALANCED;
  }

  Html html() {
    return Section.of(
        "Can these numbers be trusted?",
        Html.of(
            "%s<div class=\"two\">%s<div>%s%s</div></div>",
            verdict(), events(), ledger(), reasons()),
        "The ledger covers all shops of this warehouse since its beginning. Every message is kept"
            + " as it came, so a rejected one can be mended and counted later.");
  }

  private Html verdict() {
    return Html.of(
        "<div class=\"verdict %s\"><p><b>%s.</b> %s</p><p>%s</p></div>",
        standing().style(),
        standing().text(),
        switch (standing()) {
          case BALANCED ->
              "Every message that was read was accepted, a duplicate, or rejected for a reason."
                  + " Every accepted event is in the numbers of its day, once.";
          case UNBALANCED ->
              problems()
                  + " Do not rely on these numbers before it does: ./shoplake ledger names the"
                  + " difference.";
          case UNKNOWN ->
              "Whether every message is accounted for can be said once the ledger is loaded.";
        },
        freshness());
  }

  private String problems() {
    List<String> problems = new ArrayList<>();
    List<LocalDate> days = data.quality().unbalanced();
    if (!days.isEmpty()) {
      problems.add(
          "On %s (%s%s) the events counted are not the events accepted."
              .formatted(
                  Format.days(days.size()),
                  days.stream()
                      .limit(NAMED_DAYS)
                      .map(Format::day)
                      .collect(Collectors.joining(", ")),
                  days.size() > NAMED_DAYS ? ", …" : ""));
    }
    arrivals.topics().stream()
        .filter(topic -> topic.unaccounted().signum() != 0)
        .forEach(
            topic ->
                problems.add(
                    "Messages of %s unaccounted for: %s."
                        .formatted(topic.name(), Format.count(topic.unaccounted()))));
    return String.join(" ", problems);
  }

  private String freshness() {
    String loaded =
        arrivals.loadedAt().map(at -> "Data as of " + Format.moment(at) + ". ").orElse("");
    Quality quality = data.quality();
    return loaded
        + quality
            .changing()
            .map(
                day ->
                    day.equals(data.period().from())
                        ? "All days shown may still change as late events, refunds and"
                            + " cancellations arrive."
                        : "Days before %s are final; later ones may still change as late events arrive."
                            .formatted(Format.day(day)))
            .orElse("All days shown are final: they are expected not to change any more.");
  }

  private Html events() {
    return Html.of(
        """
        <div class="scroll"><table><caption>Events of this shop</caption><thead><tr>\
        <th scope="col"><span class="unseen">Kind</span></th>\
        <th scope="col" class="number">This period</th><th scope="col" class="number">Ever</th>\
        </tr></thead><tbody>%s</tbody></table></div>
        """,
        Html.join(LINES.stream().map(this::line)));
  }

  private Html line(Line line) {
    return Html.of(
        """
        <tr class="%s"><th scope="row">%s<small class="under">%s</small></th>\
        <td class="number">%s</td><td class="number">%s</td></tr>
        """,
        line.name().startsWith("of") ? "part" : "",
        line.name(),
        line.note(),
        Format.count(data.quality().period().of(line.column())),
        Format.count(data.quality().ever().of(line.column())));
  }

  private Html ledger() {
    if (arrivals.topics().isEmpty()) {
      return Html.of("<p class=\"empty\">No reading from Kafka is on record yet.</p>");
    }
    return Html.of(
        """
        <div class="scroll"><table><caption>The ledger: what was read from Kafka</caption>\
        <thead><tr><th scope="col">Topic</th><th scope="col" class="number">Read</th>\
        <th scope="col" class="number">Accepted</th><th scope="col" class="number">Duplicate</th>\
        <th scope="col" class="number">Rejected</th><th scope="col" class="number">Missing</th>\
        </tr></thead><tbody>%s</tbody></table></div>
        """,
        Html.join(arrivals.topics().stream().map(QualitySection::topic)));
  }

  private static Html topic(Arrivals.Topic topic) {
    return Html.of(
        """
        <tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td>\
        <td class="number">%s</td><td class="number">%s</td><td class="number">%s</td></tr>
        """,
        topic.name(),
        Format.count(topic.read()),
        Format.count(topic.accepted()),
        Format.count(topic.duplicate()),
        Format.count(topic.rejected()),
        Format.count(topic.unaccounted()));
  }

  private Html reasons() {
    if (arrivals.reasons().isEmpty()) {
      return Html.NOTHING;
    }
    BigDecimal others =
        arrivals.reasons().values().stream()
            .skip(NAMED_REASONS)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Html.of(
        """
        <div class="scroll"><table><caption>Why messages were rejected</caption>\
        <thead><tr><th scope="col">Reason</th><th scope="col" class="number">Messages</th></tr>\
        </thead><tbody>%s%s</tbody></table></div>
        """,
        Html.join(
            arrivals.reasons().entrySet().stream()
                .limit(NAMED_REASONS)
                .map(
                    reason ->
                        reason(Html.of("<code>%s</code>", reason.getKey()), reason.getValue()))),
        others.signum() == 0 ? Html.NOTHING : reason(Html.of("other reasons"), others));
  }

  private static Html reason(Html name, BigDecimal messages) {
    return Html.of(
        "<tr><th scope=\"row\">%s</th><td class=\"number\">%s</td></tr>",
        name, Format.count(messages));
  }
}
