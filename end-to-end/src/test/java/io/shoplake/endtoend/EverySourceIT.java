package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of what every source has sent; services and refreshes are shared by all tests. */
class EverySourceIT {

  private static EverySource sources;

  @BeforeAll
  static void sendEverything(@TempDir Path folder) throws Exception {
    sources = EverySource.in(folder);
  }

  @AfterAll
  static void close() {
    if (sources != null) {
      sources.close();
    }
  }

  @Test
  void whatIsSentAgainChangesNothing() {
    assertThat(sources.contentTwice()).isEqualTo(sources.contentOnce());
  }

  @Test
  void theLedgerAddsUp() {
    assertThat(sources.shop().run("ledger").exitCode()).isZero();
  }

  @Nested
  class OfPostHog extends PostHogShop {
    OfPostHog() {
      super(sources);
    }
  }

  @Nested
  class OfAnApi extends PersonalData {
    OfAnApi() throws IOException {
      super(sources);
    }
  }

  @Nested
  class OfADatabase extends ShopDatabase {
    OfADatabase() {
      super(sources);
    }
  }

  @Nested
  class OfSendersThatAreCutOff extends KilledSenders {
    OfSendersThatAreCutOff() {
      super(sources);
    }
  }
}
