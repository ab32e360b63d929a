package io.shoplake.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.parsing.Shop.RevenueBasis;
import io.shoplake.parsing.Shop.SessionRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shop file. */
class ShopsTest {

  @TempDir Path folder;

  @Test
  void everySettingOfAShopIsRead() throws IOException {
    Shops shops =
        load(
            """
            # Our shops.
            shops:
              north:
                time_zone: Europe/Oslo
                currency: NOK
                revenue_basis: total
                final_after: P14D
                sessions:
                  gap: PT45M
                  max_duration: PT12H
                  cut_at_midnight: true
                  cut_on_campaign: true
                  cut_on_login: true
                funnel: [visit, view_item, purchase]
                posthog: {tokens: [phc_north, phc_old], team_ids: [17]}
              south:
                currency: BRL
            """);
    assertThat(shops.shop("north"))
        .isEqualTo(
            new Shop(
                "north",
                ZoneId.of("Europe/Oslo"),
                "NOK",
                RevenueBasis.TOTAL,
                Duration.ofDays(14),
                new SessionRules(Duration.ofMinutes(45), Duration.ofHours(12), true, true, true),
                List.of("visit", "view_item", "purchase"),
                List.of("phc_north", "phc_old", "17")));
    assertThat(shops.ofPostHog("17")).contains("north");
    assertThat(shops.ofPostHog("18")).isEmpty();
    assertThat(shops.shop("south").currency()).isEqualTo("BRL");
    assertThat(shops.shop("south").sessions()).isEqualTo(SessionRules.DEFAULT);
    assertThat(shops.all()).extracting(Shop::id).containsExactly("main", "north", "south");
  }

  @Test
  void anUnknownShopHasTheDefaults() {
    assertThat(Shops.DEFAULT.shop("west")).isEqualTo(Shop.withDefaults("west"));
  }

  @Test
  void theFileIsNamedByTheEnvironment() throws IOException {
    Path file = write("shops: {main: {currency: USD}}");
    assertThat(Shops.of(Map.of("SHOPLAKE_SHOPS", file.toString())).shop("main").currency())
        .isEqualTo("USD");
    assertThat(Shops.of(Map.of())).isSameAs(Shops.DEFAULT);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "shop: {}                                  | 1 | 'shop' is no known key; there are shops",
        "[]                                        | 1 | begin with 'shops:'",
        "''                                        | 1 | begin with 'shops:'",
        "shops:~ a:~  timezone: UTC                | 3 | 'timezone' is no known key; there are time_zone",
        "shops:~ a:~  sessions:~   gaps: PT1M      | 4 | 'gaps' is no known key; there are gap",
        "shops:~ a:~  time_zone: Europe/Pari       | 3 | write a name such as Europe/Paris",
        "shops:~ a:~  time_zone: [UTC]             | 3 | time_zone needs one value",
        "shops:~ a:~  currency:                    | 3 | write one such as EUR",
        "shops:~ a:~  currency: euro               | 3 | write one such as EUR",
        "shops:~ a:~  revenue_basis: net           | 3 | merchandise or total",
        "shops:~ a:~  final_after: 8 days          | 3 | P8D for 8 days",
        "shops:~ a:~  sessions: {gap: 30}          | 3 | PT30M for 30 minutes",
        "shops:~ a:~  sessions: {gap: PT0S}        | 3 | longer than nothing",
        "shops:~ a:~  sessions: {cut_on_login: 1}  | 3 | true or false",
        "shops:~ a:~  sessions: PT30M              | 3 | 'sessions' needs indented keys",
        "shops:~ a:~  funnel: purchase             | 3 | must be a list of event types",
        "shops:~ a:~  funnel: []                   | 3 | at least one step",
        "shops:~ a:~  funnel: [visit, visit]       | 3 | each step once",
        "shops:~ a: UTC                            | 2 | 'a' needs indented keys",
        "shops:~ a: {}~ a: {}                      | 3 | not valid YAML",
        "shops: {a: {currency: EUR                                 | 1 | not valid YAML",
      })
  void aMistakeIsNamedWithItsLineAndTheWayOut(String text, int line, String message)
      throws IOException {
    Path file = write(text.replace('~', '\n'));
    assertThatThrownBy(() -> Shops.load(file))
        .isInstanceOfSatisfying(
            UserMistake.class,
            mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("shops.yaml, line " + line)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Shops.load(folder.resolve("none.yaml")))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("--shops");
  }

  private Shops load(String text) throws IOException {
    return Shops.load(write(text));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("shops.yaml"), text);
  }
}
