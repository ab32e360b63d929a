package io.shoplake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.layout.Topics;
import io.shoplake.parsing.TopicNames;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class KafkaOptionsTest {

  @Test
  void topicsAreNamedTogetherOrOneByOne() {
    TopicNames names =
        CommandLine.populateCommand(
                new KafkaOptions(),
                "--topics=shop.events=clicks,shop.orders=orders",
                "--topics",
                "shop.events=views")
            .topicNames();
    assertThat(names.real(Topics.SHOP_EVENTS)).containsExactly("clicks", "views");
    assertThat(names.real(Topics.SHOP_ORDERS)).containsExactly("orders");
  }
}
