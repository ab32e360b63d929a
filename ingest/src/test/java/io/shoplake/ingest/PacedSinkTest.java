package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedSinkTest {

  private static final long MILLI = 1_000_000;

  private long now = MILLI;

  /** Everybody is woken too early now and then. */
  private void pass(long nanos) {
    now += Math.min(nanos, 7 * MILLI);
  }

  @Test
  void noMessageIsSentBeforeItsTurn() {
    List<Long> sentAt = new ArrayList<>();
    MessageSink sink =
        new MessageSink() {
          @Override
          public void send(String topic, byte[] key, byte[] value, Origin origin) {
            sentAt.add(now);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    PacedSink paced = new PacedSink(sink, 100, () -> now, this::pass);
    for (int message = 0; message < 250; message++) {
      paced.send("shop.events", null, new byte[0], new MessageSink.Origin("message", message));
    }
    for (int message = 0; message < 250; message++) {
      assertThat(sentAt.get(message) - MILLI).isEqualTo(message * 10 * MILLI);
    }
  }

  @Test
  void whoIsLateCatchesUp() {
    long[] waited = new long[1];
    PacedSink paced =
        new PacedSink(MessageSink.NOWHERE, 100, () -> now, nanos -> waited[0] = nanos);
    now += 1000 * MILLI;
    for (int message = 0; message < 100; message++) {
      paced.send("shop.events", null, new byte[0], new MessageSink.Origin("message", message));
    }
    assertThat(waited[0]).isZero();
  }
}
