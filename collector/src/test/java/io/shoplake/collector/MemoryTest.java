package io.shoplake.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void aRequestWithoutRoomIsAskedToWaitUntilOthersHaveEnded() throws Refusal {
    Memory memory = new Memory(100);
    Memory.Share first = memory.share();
    first.take(40);
    first.take(20);
    Memory.Share second = memory.share();

    Refusal refusal = catchThrowableOfType(Refusal.class, () -> second.take(41));

    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.retryAfterSeconds()).isPositive();
    first.close();
    first.close();
    second.take(100);
    assertThat(catchThrowableOfType(Refusal.class, () -> memory.share().take(1))).isNotNull();
  }
}
