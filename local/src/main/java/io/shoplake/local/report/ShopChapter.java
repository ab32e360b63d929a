package io.shoplake.local.report;

import io.shoplake.local.report.QualitySection.Standing;
import io.shoplake.local.report.ReportData.Arrivals;

/** The report of one shop, from headline to ledger. */
final class ShopChapter {

  private final int number;
  private final ReportData data;
  private final Arrivals arrivals;

  ShopChapter(int number, ReportData data, Arrivals arrivals) {
    this.number = number;
    this.data = data;
    this.arrivals = arrivals;
  }

  Html html() {
    MoneySections money = new MoneySections(data);
    VisitSections visits = new VisitSections(data);
    QualitySection quality = new QualitySection(data, arrivals);
    return Html.of(
        """
        <main id="shop-%s">
        %s
        %s
        %s
        <div class="two">%s%s</div>
        <div class="two">%s%s</div>
        %s
        %s
        %s
        %s
        </main>
        """,
        number,
        header(quality.standing()),
        new Headlines(data).html(),
        money.revenue(),
        visits.funnel(),
        visits.visitors(),
        visits.channels(),
        visits.devices(),
        money.products(),
        customersAndRefunds(money),
        money.statement(),
        quality.html());
  }

  /** Beside each other, unless several currencies need the width. */
  private Html customersAndRefunds(MoneySections money) {
    String frame = data.money().size() > 1 ? "%s%s" : "<div class=\"two\">%s%s</div>";
    return Html.of(frame, money.customers(), money.refunds());
  }

  private Html header(Standing standing) {
    return Html.of(
        """
        <header><div><p class="kind">Shop report</p><h1>%s</h1><p class="period">%s</p></div>%s</header>
        """,
        data.shop(),
        "%s · %s · %s"
            .formatted(
                Format.period(data.period()), Format.days(data.period().length()), comparison()),
        Html.of("<p class=\"badge %s\">%s</p>", standing.style(), standing.text()));
  }

  private String comparison() {
    return data.comparable()
        ? "compared with " + Format.period(data.period().previous())
        : "no comparison, as the data begins on " + Format.day(data.firstDay());
  }
}
