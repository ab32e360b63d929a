package io.shoplake.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicNamesTest {

  @TempDir private Path folder;

  @Test
  void oneTopicMayBeSeveralRealOnesAndTheOthersKeepTheirNames() {
    TopicNames names = TopicNames.of(List.of(List.of("shop.events=web", "shop.events=app")));
    assertThat(names.byReal())
        .containsEntry("web", Topics.SHOP_EVENTS)
        .containsEntry("app", Topics.SHOP_EVENTS)
        .containsEntry("shop.orders", Topics.SHOP_ORDERS)
        .doesNotContainKey("shop.events");
    assertThat(names.real(Topics.SHOP_EVENTS)).containsExactly("web", "app");
    assertThat(names.target("shop.events")).isEqualTo("web");
    assertThat(names.target("app")).isEqualTo("app");
    assertThat(names.target("elsewhere")).isEqualTo("elsewhere");
    assertThat(names.topic("app")).contains(Topics.SHOP_EVENTS);
  }

  @Test
  void theMostImportantSourceDecidesForEachTopicByItself() {
    TopicNames names =
        TopicNames.of(
            List.of(
                List.of("shop.events=given"),
                TopicNames.entries("shop.events=environment, shop.orders=orders"),
                List.of("shop.orders=file", "shop.customers=customers.raw")));
    assertThat(names.byReal().keySet())
        .containsExactlyInAnyOrder(
            "given", "orders", "customers.raw", "shop.products", "posthog.events", "source.rows");
  }

  @Test
  void theShopFileNamesTopics() throws IOException {
    Path file = folder.resolve("shops.yaml");
    Files.writeString(
        file,
        "topics:\n  shop.events: [pageviews, clicks]\n  shop.orders: orders\nshops: {b: {}}\n");
    Shops shops = Shops.load(file);
    assertThat(shops.topics())
        .containsExactly("shop.events=pageviews", "shop.events=clicks", "shop.orders=orders");
    assertThat(shops.all()).extracting(Shop::id).containsExactly("main", "b");
  }

  @Test
  void whatIsWrongInTheShopFileIsSaidWithItsLine() throws IOException {
    assertThat(mistakeInFile("topics:\n  clicks: web\n")).contains("line 2: There is no topic 'c");
    assertThat(mistakeInFile("topics:\n  shop.events: []\n")).contains("line 2").contains("needs");
    assertThat(mistakeInFile("topics:\n  shop.events: [a, {}]\n")).contains("needs the name of");
    assertThat(mistakeInFile("topic: {}\n")).contains("there are shops, topics");
  }

  private String mistakeInFile(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);
    try {
      Shops.load(file);
    } catch (UserMistake e) {
      assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      return e.getMessage();
    }
    throw new AssertionError(yaml);
  }

  @Test
  void aRealTopicCarriesOneKindOfMessage() {
    assertThatThrownBy(() -> TopicNames.of(List.of(List.of("shop.events=a", "shop.orders=a"))))
        .hasMessageContaining("The topic a is named twice");
    TopicNames swapped = TopicNames.of(List.of(List.of("shop.events=shop.orders")));
    assertThat(swapped.byReal()).containsEntry("shop.orders", Topics.SHOP_EVENTS);
    assertThat(swapped.target("shop.events")).isEqualTo("shop.orders");
    assertThatThrownBy(() -> swapped.target("shop.orders"))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("The topic shop.orders carries shop.events")
        .hasMessageContaining("--topics shop.orders=REAL");
    assertThat(swapped.real(Topics.SHOP_ORDERS)).isEmpty();
  }

  @Test
  void anUnknownTopicIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> TopicNames.of(List.of(List.of("clicks=web"))))
        .isInstanceOfSatisfying(
            UserMistake.class, mistake -> assertThat(mistake.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("There is no topic 'clicks'; there are shop.events");
    assertThatThrownBy(() -> TopicNames.of(List.of(List.of("shop.events"))))
        .hasMessageContaining("write it as shop.events=my-topic");
  }
}
