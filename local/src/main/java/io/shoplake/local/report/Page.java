package io.shoplake.local.report;

import io.shoplake.local.report.ReportData.Arrivals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** The whole document: it carries its style and scripts and loads nothing. */
final class Page {

  private static final String LIBRARY = "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.js";
  private static final String LIBRARY_FACTS =
      "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private final List<ReportData> shops;
  private final Arrivals arrivals;
  private final Instant madeAt;

  Page(List<ReportData> shops, Arrivals arrivals, Instant madeAt) {
    this.shops = shops;
    this.arrivals = arrivals;
    this.madeAt = madeAt;
  }

  String text() {
    String library = chartLibrary();
    String drawing = resource("report.js");
    return Html.of(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
            style-src 'unsafe-inline'; script-src '%s' '%s'">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            %s
            %s
            <footer><p>Made by Shoplake on %s. Days begin at midnight in the shop's time zone.</p></footer>
            <script>%s</script>
            <script>%s</script>
            </body>
            </html>
            """,
            hash(library),
            hash(drawing),
            title(),
            new Html(resource("report.css")),
            choice(),
            content(),
            Format.moment(madeAt),
            new Html(library),
            new Html(drawing))
        .markup();
  }

  private String title() {
    return shops.size() == 1
        ? "%s, %s".formatted(shops.get(0).shop(), Format.period(shops.get(0).period()))
        : "Shop report";
  }

  private Html choice() {
    return shops.size() < 2
        ? Html.NOTHING
        : Html.of(
            "<nav aria-label=\"Shops\">%s</nav>",
            Html.join(
                IntStream.range(0, shops.size())
                    .mapToObj(
                        i -> Html.of("<a href=\"#shop-%s\">%s</a>", i + 1, shops.get(i).shop()))));
  }

  private Html content() {
    return shops.isEmpty()
        ? Html.of(
            """
            <main><header><h1>Shop report</h1></header>
            <section class="panel"><p class="empty">There is no data yet. As soon as the first \
            events and orders have come through, they are shown here.</p></section></main>
            """)
        : Html.join(
            IntStream.range(0, shops.size())
                .mapToObj(i -> new ShopChapter(i + 1, shops.get(i), arrivals).html()));
  }

  /** The charts' library without the addresses in its comments: nothing here points elsewhere. */
  private static String chartLibrary() {
    String version =
        read(LIBRARY_FACTS)
            .lines()
            .filter(line -> line.startsWith("version="))
            .map(line -> line.substring("version=".length()).strip())
            .findFirst()
            .orElseThrow();
    return read(LIBRARY.formatted(version))
        .replaceAll("(?m)^//# sourceMappingURL=.*$", "")
        .replace("https://", "");
  }

  private static String resource(String name) {
    return read("/io/shoplake/local/report/" + name);
  }

  private static String read(String path) {
    try (InputStream stream = Page.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("'%s' is not on the class path".formatted(path));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the page's own policy knows a script by; any other script is refused by the browser. */
  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
