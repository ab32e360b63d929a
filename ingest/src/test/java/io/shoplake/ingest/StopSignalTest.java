package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StopSignalTest {

  @Test
  void whoeverWaitsIsWokenAndTheProcessEndsAfterTheWorkIsDone() throws InterruptedException {
    StopSignal signal = new StopSignal();
    assertThatCode(signal::check).doesNotThrowAnyException();
    Thread process = new Thread(signal::end);
    process.start();
    assertThatThrownBy(() -> signal.pause(Duration.ofHours(1)))
        .isInstanceOf(Waiting.Stopped.class)
        .hasMessage("The command was asked to stop");
    assertThatThrownBy(signal::check).isInstanceOf(Waiting.Stopped.class);
    assertThat(process.isAlive()).isTrue();
    signal.close();
    process.join();
  }
}
