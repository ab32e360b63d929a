package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedSinkTest {

  private static final long MILLI = 1_000_000;

  /** A clock that goes on by a millisecond whenever somebody looks at it. */
  private long now;

  private long tick() {
    now += MILLI;
    return now;
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
    PacedSink paced = new PacedSink(sink, 100, this::tick);
    for (int message = 0; message < 250; message++) {
      paced.send("shop.events", null, new byte[0], new MessageSink.Origin("message", message));
    }
    long startedAt = MILLI;
    for (int message = 0; message < 250; message++) {
      assertThat(sentAt.get(message) - startedAt).isGreaterThanOrEqualTo(message * 10 * MILLI);
      assertThat(sentAt.get(message) - startedAt).isLessThan((message * 10 + 15) * MILLI);
    }
  }
}
