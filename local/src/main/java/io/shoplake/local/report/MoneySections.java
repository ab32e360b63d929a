package io.shoplake.local.report;

import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;

import io.shoplake.local.report.Chart.Series;
import io.shoplake.local.report.Chart.Shape;
import io.shoplake.local.report.ReportData.Product;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Revenue, products, customers, refunds: one chart or table for each currency. */
final class MoneySections {

  private record Line(String name, String column, String kind, String note) {}

  private static final List<Line> SOLD =
      List.of(
          new Line("Gross sales", "gross", "", "everything sold, before discounts"),
          new Line("− Returned goods", "returned", "", "lines that give goods back"),
          new Line("− Discounts", "discounts", "", "on lines and on whole orders"),
          new Line("Merchandise", "merchandise", "sum", "what the goods brought"));

  private static final List<Line> CHARGED =
      List.of(
          new Line("Shipping", "shipping", "", "charged to customers"),
          new Line("Tax", "tax", "", "charged to customers"),
          new Line("Charged in total", "total", "sum", "what customers were asked to pay"));

  private static final List<Line> KEPT =
      List.of(
          new Line("− Refunds", "refunds", "", "paid back in this period"),
          new Line("− Cancelled", "cancelled", "", "lost by cancellations in this period"),
          new Line("Net revenue", "net_revenue", "sum", "what is left"));

  private static final List<Line> PROFIT =
      List.of(new Line("Profit", "profit", "", "of the lines whose costs are known"));

  private final ReportData data;

  MoneySections(ReportData data) {
    this.data = data;
  }

  Html revenue() {
    if (data.money().isEmpty()) {
      return Section.empty("Revenue", "No orders, refunds or cancellations in this period.");
    }
    return Section.of(
        "Revenue by day",
        Html.of(
            "%s<div class=\"side\">%s</div>",
            Html.join(data.money().keySet().stream().limit(1).map(this::revenue)),
            Html.join(data.money().keySet().stream().skip(1).map(this::revenue))),
        "Net revenue on the day it was earned: orders count on the day they were placed, refunds"
            + " and cancellations on their own day. Amounts in different currencies are never"
            + " added.");
  }

  private Html revenue(String currency) {
    Series now =
        new Series(
            "Net revenue",
            Shape.BAR,
            daily(data.moneyByDay(), data.period(), currency, "net_revenue"));
    Period before = data.period().previous();
    return data.comparable()
        ? chart(
            "Net revenue",
            currency,
            now,
            new Series(
                Format.days(before.length()) + " earlier",
                Shape.LINE,
                daily(data.moneyByDayBefore(), before, currency, "net_revenue")))
        : chart("Net revenue", currency, now);
  }

  /** How gross sales become net revenue, and what else was charged. */
  Html statement() {
    if (data.money().isEmpty()) {
      return Html.NOTHING;
    }
    return Section.of(
        "From sales to net revenue",
        Html.of(
            """
            <div class="scroll"><table class="statement"><caption class="unseen">Amounts by \
            currency</caption>
            <thead><tr><th scope="col"><span class="unseen">Line</span></th>%s\
            <th scope="col" class="note">What it is</th></tr></thead><tbody>%s</tbody></table></div>
            """,
            Html.join(
                data.money().keySet().stream()
                    .map(c -> Html.of("<th scope=\"col\" class=\"number\">%s</th>", c))),
            Html.join(lines().map(this::line))),
        countsTotals()
            ? "This shop's net revenue is what was charged in total, less refunds and cancellations."
            : "Net revenue is merchandise less refunds and cancellations; shipping and tax are no"
                + " part of it.");
  }

  /** What net revenue is made from stands directly above what is taken off. */
  private Stream<Line> lines() {
    return (countsTotals()
            ? Stream.of(SOLD, CHARGED, KEPT, PROFIT)
            : Stream.of(SOLD, KEPT, PROFIT, CHARGED))
        .flatMap(List::stream);
  }

  /** Whether the shop's revenue is the total, which no table says; its amounts do. */
  private boolean countsTotals() {
    return data.money().values().stream()
        .anyMatch(
            sums ->
                basis(sums).compareTo(sums.of("merchandise")) != 0
                    && basis(sums).compareTo(sums.of("total")) == 0);
  }

  private static BigDecimal basis(Sums sums) {
    return sums.of("net_revenue").add(sums.of("refunds")).add(sums.of("cancelled"));
  }

  private Html line(Line line) {
    return Html.of(
        "<tr class=\"%s\"><th scope=\"row\">%s</th>%s<td class=\"note\">%s</td></tr>",
        line.kind(),
        line.name(),
        Html.join(
            data.money().entrySet().stream()
                .map(
                    entry ->
                        Html.of(
                            "<td class=\"number\">%s</td>",
                            Format.money(entry.getValue().of(line.column()), entry.getKey())))),
        line.note());
  }

  Html products() {
    List<Html> tables =
        data.products().entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry -> products(entry.getKey(), entry.getValue()))
            .toList();
    return tables.isEmpty()
        ? Section.empty("Top products", "Nothing was sold in this period.")
        : Section.of(
            "Top products",
            Html.join(tables.stream()),
            "By net sales: lines sold less returned goods, discounts on lines and refunded lines."
                + " Orders per view compares orders with views of the product's page; it may pass"
                + " 100% where people order without opening it.");
  }

  private Html products(String currency, List<Product> products) {
    BigDecimal best = products.get(0).sums().of("net");
    return Html.of(
        """
        <div class="scroll"><table class="bars"><caption class="unseen">Top products in %s</caption>
        <thead><tr><th scope="col">Product</th><th scope="col" class="number">Net sales</th>\
        <th scope="col" class="number">Units</th><th scope="col" class="number wide">Views</th>\
        <th scope="col" class="number wide">In carts</th>\
        <th scope="col" class="number wide">Orders per view</th></tr></thead>
        <tbody>%s</tbody></table></div>
        """,
        currency, Html.join(products.stream().map(product -> product(product, currency, best))));
  }

  private static Html product(Product product, String currency, BigDecimal best) {
    Sums sums = product.sums();
    String name = product.name().isEmpty() ? product.id() : product.name();
    return Html.of(
        """
        <tr><th scope="row">%s%s%s</th><td class="number">%s</td><td class="number">%s</td>\
        <td class="number wide">%s</td><td class="number wide">%s</td>\
        <td class="number wide">%s</td></tr>
        """,
        name.isEmpty() ? "Without a product id" : name,
        product.name().isEmpty() ? Html.NOTHING : Html.of(" <small>%s</small>", product.id()),
        Section.bar(sums.of("net"), best),
        Format.money(sums.of("net"), currency),
        Format.count(sums.of("units")),
        Format.count(sums.of("views")),
        Format.count(sums.of("carts")),
        Format.percent(sums.ratio("view_to_order")));
  }

  Html customers() {
    if (data.orders().signum() == 0) {
      return Section.empty("New and returning customers", "No orders in this period.");
    }
    return Section.of(
        "New and returning customers",
        Html.of(
            "%s%s",
            Section.facts(
                Map.entry("new", Format.count(sum("new_customers"))),
                Map.entry("returning", Format.count(sum("returning_customers"))),
                Map.entry("guest orders", Format.count(sum("guest_orders")))),
            new Chart(
                    "New and returning customers",
                    Optional.empty(),
                    data.period().days(),
                    List.of(
                        new Series("New", Shape.STACK, ofAllCurrencies("new_customers")),
                        new Series(
                            "Returning", Shape.STACK, ofAllCurrencies("returning_customers"))))
                .html()),
        "New: the first order ever is of that day. Returning: an order that day and one on an"
            + " earlier day; who orders on two days counts on both. Guest orders name no"
            + " customer.");
  }

  Html refunds() {
    List<String> affected =
        data.money().keySet().stream().filter(currency -> givenBack(currency)).toList();
    if (affected.isEmpty()) {
      return Section.empty(
          "Refunds and cancellations", "Nothing was refunded or cancelled in this period.");
    }
    return Section.of(
        "Refunds and cancellations",
        Html.of(
            "<div class=\"side\">%s</div>",
            Html.join(
                affected.stream()
                    .map(
                        currency ->
                            Html.of(
                                "<div>%s%s</div>",
                                givenBackFacts(currency), givenBackChart(currency))))),
        "On the day the money was given back or the order was cancelled, whenever it was placed.");
  }

  private boolean givenBack(String currency) {
    Sums sums = data.money().get(currency);
    return sums.of("refunds").signum() != 0 || sums.of("cancelled").signum() != 0;
  }

  private Html givenBackFacts(String currency) {
    Sums sums = data.money().get(currency);
    return Section.facts(
        Map.entry("refunded", Format.money(sums.of("refunds"), currency)),
        Map.entry("cancelled", Format.money(sums.of("cancelled"), currency)));
  }

  private Html givenBackChart(String currency) {
    return chart(
        "Refunds and cancellations",
        currency,
        new Series("Refunds", Shape.STACK, daily(currency, "refunds")),
        new Series("Cancelled", Shape.STACK, daily(currency, "cancelled")));
  }

  private Html chart(String title, String currency, Series... series) {
    return new Chart(
            title + " in " + currency, Optional.of(currency), data.period().days(), List.of(series))
        .html();
  }

  private BigDecimal sum(String column) {
    return ofAllCurrencies(column).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Counts of people, which unlike amounts may be added over currencies. */
  private List<BigDecimal> ofAllCurrencies(String column) {
    List<List<BigDecimal>> all =
        data.money().keySet().stream().map(currency -> daily(currency, column)).toList();
    return IntStream.range(0, data.period().days().size())
        .mapToObj(
            day -> all.stream().map(days -> days.get(day)).reduce(BigDecimal.ZERO, BigDecimal::add))
        .toList();
  }

  private List<BigDecimal> daily(String currency, String column) {
    return daily(data.moneyByDay(), data.period(), currency, column);
  }

  private static List<BigDecimal> daily(
      Map<String, Map<LocalDate, Sums>> money, Period period, String currency, String column) {
    Map<LocalDate, Sums> days = money.getOrDefault(currency, Map.of());
    return period.days().stream()
        .map(day -> days.getOrDefault(day, Sums.none(DAILY_REVENUE)).of(column))
        .toList();
  }
}
