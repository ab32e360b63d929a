package io.shoplake.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private long nanos;

  private final RateLimit limit =
      new RateLimit(
          "events",
          60,
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return nanos;
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  @Test
  void aMinutesWorthMayComeAtOnceAndThenAsMuchAsTimePasses() throws Refusal {
    limit.take("a", 60);
    assertThatThrownBy(() -> limit.take("a", 1)).isInstanceOf(Refusal.class);
    nanos += TimeUnit.SECONDS.toNanos(2);
    limit.take("a", 2);
    assertThatThrownBy(() -> limit.take("a", 1)).isInstanceOf(Refusal.class);
  }

  @Test
  void whoIsRefusedLearnsWhenThereWillBeRoom() throws Refusal {
    limit.take("a", 60);

    Refusal refusal = catchThrowableOfType(Refusal.class, () -> limit.take("a", 10));

    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.retryAfterSeconds()).isEqualTo(10);
    nanos += TimeUnit.SECONDS.toNanos(10);
    limit.take("a", 10);
  }

  @Test
  void sendersDoNotTakeFromEachOther() throws Refusal {
    limit.take("a", 60);
    limit.take("b", 60);
  }
}
