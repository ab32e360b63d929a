package io.shoplake.local.report;

import io.shoplake.local.report.ReportData.Visitors;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The six numbers on top, each against the period before. */
final class Headlines {

  private final ReportData data;

  Headlines(ReportData data) {
    this.data = data;
  }

  Html html() {
    return Html.of(
        """
        <section class="cards" aria-label="Headline numbers">%s</section>
        """,
        Html.join(
            Stream.of(
                card(
                    "Net revenue",
                    byCurrency(sums -> Optional.of(sums.of("net_revenue"))),
                    "after discounts, returns, refunds and cancellations"),
                card("Orders", count(data.orders(), data.ordersBefore()), "placed in this period"),
                card(
                    "Average order value",
                    byCurrency(sums -> sums.ratio("average_order_value")),
                    "merchandise per order, without tax and shipping"),
                card("Conversion", conversion(), converted()),
                activeVisitors(),
                card(
                    "Sessions",
                    count(data.activity().of("sessions"), data.activityBefore().of("sessions")),
                    Format.count(data.activity().of("new_visitors"))
                        + " people came for the first time"))));
  }

  private static Html card(String name, Html values, String note) {
    return Html.of(
        """
        <article class="card"><h3>%s</h3>%s<p class="note">%s</p></article>
        """,
        name, values, note);
  }

  private Html byCurrency(Function<Sums, Optional<BigDecimal>> measure) {
    if (data.money().isEmpty()) {
      return value("–", Html.NOTHING);
    }
    return Html.join(
        data.money().entrySet().stream()
            .map(
                entry -> {
                  String currency = entry.getKey();
                  Optional<BigDecimal> now = measure.apply(entry.getValue());
                  Optional<BigDecimal> before = measure.apply(data.moneyBefore(currency));
                  return value(
                      now.map(amount -> Format.money(amount, currency)).orElse("–"),
                      change(now, before, amount -> Format.money(amount, currency)));
                }));
  }

  private Html count(BigDecimal now, BigDecimal before) {
    return value(Format.count(now), change(Optional.of(now), Optional.of(before), Format::count));
  }

  private Html conversion() {
    Optional<BigDecimal> now = data.activity().ratio("conversion_rate");
    Optional<BigDecimal> before = data.activityBefore().ratio("conversion_rate");
    Html change =
        now.isEmpty() || before.isEmpty() || !data.comparable()
            ? Html.NOTHING
            : direction(
                now.get().subtract(before.get()),
                Format.points(now.get().subtract(before.get()).abs()),
                " points",
                Format.percent(before.get()));
    return value(Format.percent(now), change);
  }

  private String converted() {
    return "%s of %s sessions made an order"
        .formatted(
            Format.count(data.activity().of("converted_sessions")),
            Format.count(data.activity().of("sessions")));
  }

  /** Distinct people cannot be summed, so the span that fits the period best is shown. */
  private Html activeVisitors() {
    long days = data.period().length();
    Function<Visitors, BigDecimal> span =
        days == 1 ? Visitors::dau : days <= 7 ? Visitors::wau : Visitors::mau;
    String note = days == 1 ? "on this day" : "in the %s days up to".formatted(days <= 7 ? 7 : 30);
    List<Visitors> known = List.copyOf(data.visitorsByDay().values());
    if (known.isEmpty()) {
      return card("Active visitors", value("–", Html.NOTHING), "nobody came in this period");
    }
    Optional<BigDecimal> now = Optional.of(span.apply(known.get(known.size() - 1)));
    String lastDay =
        data.visitorsByDay().keySet().stream()
            .reduce((first, second) -> second)
            .map(Format::shortDay)
            .orElse("");
    return card(
        "Active visitors",
        value(Format.count(now.get()), change(now, data.visitorsBefore().map(span), Format::count)),
        "different people " + note + (days == 1 ? "" : " " + lastDay));
  }

  private static Html value(String text, Html change) {
    return Html.of("<p class=\"value\">%s</p>%s", text, change);
  }

  private Html change(
      Optional<BigDecimal> now, Optional<BigDecimal> before, Function<BigDecimal, String> text) {
    if (!data.comparable() || now.isEmpty() || before.isEmpty()) {
      return Html.NOTHING;
    }
    BigDecimal difference = now.get().subtract(before.get());
    String size =
        Sums.quotient(difference.abs(), before.get().abs()).map(Format::percent).orElse("new");
    return direction(difference, size, "", text.apply(before.get()));
  }

  /** What is too small to show is no change. */
  private static Html direction(BigDecimal difference, String size, String unit, String before) {
    if (difference.signum() == 0 || size.matches("[0.]+%?")) {
      return Html.of("<p class=\"change\">unchanged from %s</p>", before);
    }
    return difference.signum() > 0
        ? changed("up", "▲", size + unit, before)
        : changed("down", "▼", size + unit, before);
  }

  private static Html changed(String way, String arrow, String size, String before) {
    return Html.of(
        """
        <p class="change"><span class="%s"><span aria-hidden="true">%s</span>\
        <span class="unseen">%s</span> %s</span> from %s</p>
        """,
        way, arrow, way, size, before);
  }
}
