package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnreachableTest {

  @Test
  @Timeout(30)
  void aBrokerThatIsNotThereEndsTheCommandWithinSeconds() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    long started = System.nanoTime();
    Run run = Run.of(new Ingest(), "topics", "create", "--brokers", "127.0.0.1:" + port);
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("127.0.0.1:" + port).contains("up").doesNotContain("\tat ");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    Run run = Run.of(new Ingest(), "topics", "list", "--brokers", "nonsense");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("'nonsense'");
  }

  @Test
  void sendingAndWatchingNameTheBrokerTheyDoNotReach() {
    for (String command : List.of("send", "tail")) {
      Run run = Run.of(new Ingest(), command, "--brokers", "127.0.0.1:1");
      assertThat(run.exitCode()).as(command).isEqualTo(6);
      assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("\tat ");
    }
  }

  @Test
  void noBrokerAtAllIsAMissingSetting() {
    Run run = Run.of(new Ingest(), "topics", "list", "--brokers", "");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("SHOPLAKE_BROKERS");
  }
}
